"""Reports that were submitted: what was said then, sealed. A later correction flows into the next report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit


class Submission(models.Model):
    """A report as it was submitted. Never changed and never deleted: triggers in the database refuse it.

    content: {"rows": [{"key", "cohort", "plan", "actual", …}], …} as plain data; seal: SHA-256 of it (see
    orda.planning.document.services.seal_of). The stock book of a quarter is that of one library or of a unit above
    some (`library`); every other report is the network's.
    """

    class Kind(models.TextChoices):
        INDICATORS = "indicators", _("control indicators of a quarter")
        EVENTS = "events", _("events of a month")
        HALF_YEAR = "half_year", _("analysis of the half-year")
        YEAR = "year", _("analysis of the year")
        STOCK_BOOK = "stock_book", _("stock book of a quarter")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    year = models.IntegerField()
    number = models.PositiveSmallIntegerField()  # of the quarter, month or half-year; 1 for the year
    library = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    content = models.JSONField()
    seal = models.CharField(max_length=64)
    note = models.CharField(max_length=1000, blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "number"],
                name="a_period_is_submitted_once",
                condition=Q(library=None),
            ),
            models.UniqueConstraint(
                fields=["kind", "year", "number", "library"], name="a_book_is_sealed_once_a_library"
            ),
            models.CheckConstraint(
                condition=Q(kind="stock_book", library__isnull=False)
                | (~Q(kind="stock_book") & Q(library=None)),
                name="a_stock_book_has_its_library",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.number}"
