"""Reports of the builder that people keep: the choice alone, never its numbers."""

from django.conf import settings
from django.db import models


class SavedReport(models.Model):
    """A choice of the report builder under a title, its owner's alone or shared with all who see the board."""

    title = models.CharField(max_length=200)
    address = models.CharField(max_length=600)  # the query of the builder's address
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
