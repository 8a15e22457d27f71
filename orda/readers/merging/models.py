"""Two records that became one."""

from django.conf import settings
from django.db import models

from orda.readers.registering.models import Reader


class Merge(models.Model):
    """Two records became one: by whom, when, and how much moved. Goes with the reader when they are erased."""

    kept = models.ForeignKey(Reader, models.CASCADE, related_name="merges")
    double = models.ForeignKey(Reader, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)  # table of `told` -> rows
    taken_back = models.PositiveSmallIntegerField(default=0)  # registrations that were counted twice

    def __str__(self) -> str:
        return f"{self.double_id} > {self.kept_id}"
