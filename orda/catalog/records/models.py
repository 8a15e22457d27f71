"""What is kept of each change of a record."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """A version of a record, whole. The first is kept when the second is saved; the last is what the record says."""

    class Why(models.TextChoices):
        CAME = "came", _("as it came")
        MADE = "made", _("catalogued here")
        EDITED = "edited", _("edited")
        RESTORED = "restored", _("put back")
        IMPORTED = "imported", _("came anew with an import")
        MERGED = "merged", _("a double was merged into it")
        BATCH = "batch", _("changed in a batch")

    record = models.ForeignKey("catalog.Record", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    why = models.CharField(max_length=10, choices=Why.choices)
    marc = models.BinaryField()
    encoding = models.CharField(max_length=32)
    saved_at = models.DateTimeField()
    day = models.DateField()
    # The library at which it counts as a record edited; None: it counts nowhere (a merge, an import, edited again).
    counted_at = models.ForeignKey("network.Unit", models.PROTECT, null=True, related_name="+")
    # None: an import, or a machine.
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="a_version_has_its_number"),
            models.UniqueConstraint(
                fields=["record", "day"],
                condition=models.Q(counted_at__isnull=False),
                name="a_record_is_edited_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["saved_by", "-saved_at"], name="revision_of_a_person")]

    def __str__(self) -> str:
        return f"{self.record_id}:{self.number}"
