"""People who came: at the desk, at the entrance, by a gate counter, at a point outside the library."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.circulation.points.models import ServicePoint
from orda.network.models import Unit
from orda.readers.models import Reader


class VisitSource(models.TextChoices):
    DESK = "desk", _("desk")
    CARD = "card", _("card at the entrance")
    GATE = "gate", _("gate counter")
    POINT = "point", _("point outside the library")


class CameToday(models.Model):
    """Whose visit was counted at a library today: so that it is offered once, at whichever desk. Kept for the day."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="+")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "library", "day"], name="a_reader_came_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class Visit(models.Model):
    """People who came (one, or a group counted together). Holds no reader."""

    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()
    quantity = models.PositiveIntegerField(default=1)
    purpose = models.CharField(max_length=12, default="borrow")  # diary dimension "purpose"
    age_group = models.CharField(max_length=20, blank=True)  # known when a card was scanned
    source = models.CharField(
        max_length=8, choices=VisitSource.choices, default=VisitSource.DESK, db_default=VisitSource.DESK.value
    )
    point = models.ForeignKey(ServicePoint, models.PROTECT, null=True, related_name="+", db_index=False)
    voided = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__range=(1, 1000)), name="visit_counts_people")
        ]
        indexes = [models.Index(fields=["library", "day"], name="visits_of_a_day", condition=Q(voided=False))]

    def __str__(self) -> str:
        return f"{self.day} {self.quantity}"
