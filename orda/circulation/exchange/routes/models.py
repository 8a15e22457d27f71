"""The rounds of the van between libraries."""

from django.db import models

from orda.network.models import Unit


class Route(models.Model):
    """A round of the van."""

    name_kk = models.CharField(max_length=80, unique=True)
    name_ru = models.CharField(max_length=80)
    weekdays = models.CharField(max_length=7, default="12345")  # 1 Monday ... 7 Sunday

    def __str__(self) -> str:
        return self.name_kk


class Stop(models.Model):
    """A library on a route, in the order of the round."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="stops")
    library = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["route", "position"]
        constraints = [models.UniqueConstraint(fields=["route", "library"], name="one_stop_on_a_route")]

    def __str__(self) -> str:
        return f"{self.position}"
