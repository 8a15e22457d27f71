"""Guardians who see their children's pages on the site."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orda.readers.phones import PhoneField
from orda.readers.registering.models import Reader


class Guardian(models.Model):
    """A grown-up who signs in for their children: by their own reader's card, else by a telephone with its own PIN."""

    reader = models.OneToOneField(Reader, models.CASCADE, null=True, related_name="guardian")
    name = models.CharField(max_length=160)  # as on the consents
    phone = PhoneField(max_length=32, blank=True)
    pin = models.CharField(max_length=128, blank=True)  # of the telephone: a keyed hash

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reader__isnull=False, phone="") | (Q(reader=None) & ~Q(phone="")),
                name="guardian_signs_in_by_card_or_telephone",
            ),
            models.UniqueConstraint(
                fields=["phone"], condition=~Q(phone=""), name="one_guardian_of_a_telephone"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Guardianship(models.Model):
    """That a guardian may see a child's pages: confirmed once at the desk, ended there or when the child is 16."""

    guardian = models.ForeignKey(Guardian, models.CASCADE, related_name="wards")
    child = models.ForeignKey(Reader, models.CASCADE, related_name="guardianships")
    confirmed_on = models.DateField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "child"], condition=Q(ended_on=None), name="confirmed_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("confirmed_on")),
                name="guardianship_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} > {self.child_id}"
