"""The register of claim letters."""

from django.db import models

from orda.network.models import Unit
from orda.reminders.messages.models import Message


class ClaimLetter(models.Model):
    """A letter about books that are long overdue, numbered in its library's register of the year."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="letter")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    number = models.PositiveIntegerField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["library", "year", "number"], name="one_letter_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"
