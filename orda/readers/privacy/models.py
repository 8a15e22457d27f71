"""Who looked at whose record."""

from django.conf import settings
from django.db import models

from orda.readers.registering.models import Reader


class Look(models.Model):
    """Who opened whose record, and when."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="looks")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["reader", "-at"], name="looks_at_a_reader"),
            models.Index(fields=["at"], name="looks_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.at}"
