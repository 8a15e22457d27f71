"""Visits of the site: how many, never whose."""

from django.db import models

from orda.network.models import Unit


class SiteVisit(models.Model):
    """Somebody from outside opened a second page of the public site; counted once until the browser is closed."""

    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"
