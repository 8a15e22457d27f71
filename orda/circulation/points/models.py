"""Points outside the walls where a library serves."""

from django.db import models
from django.utils.translation import get_language

from orda.network.models import Unit


class ServicePoint(models.Model):
    """A place outside the walls where a library serves: a school, a kindergarten, a summer reading room."""

    library = models.ForeignKey(Unit, models.PROTECT, related_name="service_points")
    name_kk = models.CharField(max_length=120)
    name_ru = models.CharField(max_length=120)
    closed_on = models.DateField(null=True)  # no longer served

    class Meta:
        constraints = [models.UniqueConstraint(fields=["library", "name_kk"], name="one_point_of_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_ru if (get_language() or "kk").startswith("ru") else self.name_kk
