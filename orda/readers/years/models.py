"""A reader's calendar years, and the 1 September on which grades went up."""

from django.conf import settings
from django.db import models

from orda.network.models import Unit
from orda.readers.registering.models import Reader


class Registration(models.Model):
    """A reader entered for a calendar year at a library; the age group of that day stands for the whole year."""

    reader = models.ForeignKey(Reader, models.PROTECT, related_name="registrations")
    library = models.ForeignKey(Unit, models.PROTECT)
    year = models.IntegerField()
    day = models.DateField()
    age_group = models.CharField(max_length=20)  # diary dimension "age_group"
    disability = models.BooleanField()
    site_user_on = models.DateField(null=True)  # first signed up on the site this year
    electronic_user_on = models.DateField(null=True)  # first used electronic resources this year
    exchange_user_on = models.DateField(null=True)  # first borrowed a copy of another library this year
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "year", "library"], name="registered_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.age_group}"


class SchoolYear(models.Model):
    """The 1 September on which grades went up: once a year, with what it did."""

    year = models.IntegerField(unique=True)
    at = models.DateTimeField()
    raised = models.PositiveIntegerField(default=0)
    started = models.PositiveIntegerField(default=0)  # from kindergarten to school
    left = models.PositiveIntegerField(default=0)  # finished school

    def __str__(self) -> str:
        return str(self.year)
