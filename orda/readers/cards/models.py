"""Wrong PINs."""

from django.db import models


class WrongPin(models.Model):
    """A wrong PIN for a card; five within a quarter of an hour shut it."""

    card_number = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["card_number", "at"], name="wrong_pins_of_card")]

    def __str__(self) -> str:
        return f"{self.at}"
