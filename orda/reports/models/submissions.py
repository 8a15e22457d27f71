"""Reports that were submitted: what was said then, sealed. A later correction flows into the next report."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """A report as it was submitted. Never changed and never deleted: triggers in the database refuse it.

    content: {"rows": [{"key", "cohort", "plan", "actual", …}], …} as plain data; seal: SHA-256 of it (see
    orda.planning.services.documents.seal_of).
    """

    class Kind(models.TextChoices):
        INDICATORS = "indicators", _("control indicators of a quarter")
        EVENTS = "events", _("events of a month")
        HALF_YEAR = "half_year", _("analysis of the half-year")
        YEAR = "year", _("analysis of the year")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    year = models.IntegerField()
    number = models.PositiveSmallIntegerField()  # of the quarter, month or half-year; 1 for the year
    content = models.JSONField()
    seal = models.CharField(max_length=64)
    note = models.CharField(max_length=1000, blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-year", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="a_period_is_submitted_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.number}"
