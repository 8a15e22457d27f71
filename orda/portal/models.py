"""Visits of the site: how many, never whose."""

from django.db import models

from orda.network.models import Unit


class SiteVisit(models.Model):
    """Somebody from outside opened a second page of the public site; counted once until the browser is closed."""

    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()
    # The day's own, emptied in the night: the browser's number, by which a visit counts once, and what its address
    # is known by, of which only so many count.
    number = models.CharField(max_length=16, null=True, unique=True)
    origin = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["day", "origin"], name="site_visits_of_an_address", condition=~models.Q(origin="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}"
