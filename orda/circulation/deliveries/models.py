"""Readers visited at home with books."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from orda.network.models import Unit
from orda.readers.models import Reader


class Delivery(models.Model):
    """A reader was visited at home with books; once a day. `reader` is emptied when it is no longer needed."""

    reader = models.ForeignKey(Reader, models.PROTECT, null=True, related_name="deliveries")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()
    age_group = models.CharField(max_length=20)
    voided = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "day"], condition=Q(voided=False), name="visited_at_home_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}"
