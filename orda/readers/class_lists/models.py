"""Class lists while they are taken in."""

from django.conf import settings
from django.db import models

from orda.network.models import Unit


class ClassList(models.Model):
    """A list of a class as it came from a school, taken in a part at a time; its rows go when it is done or old."""

    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    columns = models.JSONField()  # place -> field
    rows = models.JSONField()  # texts, the head left out
    said = models.JSONField()  # of every row: school, class, whether consent is to be signed
    next_row = models.PositiveIntegerField(default=0)
    registered = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)  # were readers already
    refused = models.JSONField(default=list)  # [number of the row, name, field, why]

    def __str__(self) -> str:
        return self.file_name
