"""Consent to the use of personal data, and the texts that are signed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit
from orda.readers.registering.models import Reader


class ConsentText(models.Model):
    """A version of what is signed, in both languages: never changed once somebody has signed it."""

    class Purpose(models.TextChoices):
        SERVICE = "service", _("the service of the library")
        SHARING = "sharing", _("being known in another network")

    version = models.CharField(max_length=16, unique=True)
    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.SERVICE)
    text_kk = models.TextField()
    text_ru = models.TextField()
    valid_from = models.DateField()

    class Meta:
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.version


class _ToService(models.Manager["Consent"]):
    def get_queryset(self) -> models.QuerySet["Consent"]:
        return super().get_queryset().filter(network=None)


class _ToSharing(models.Manager["Consent"]):
    def get_queryset(self) -> models.QuerySet["Consent"]:
        return super().get_queryset().filter(network__isnull=False)


class Consent(models.Model):
    """Consent to the use of personal data, by the person or a parent; text kept by version (law № 94-V).

    `objects`, and a reader's `consents`: to the service of the library, whose parts are its scope. `sharing`: that the
    card serves in another network too, where that much of the reader is known as its desk needs.

    It is signed by an act of somebody: `signed_by` on the sheet, seen by `noted_by` at the desk.
    """

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="consents")
    text_version = models.CharField(max_length=16)
    scope = models.CharField(max_length=40, default="data")  # codes of Scope, parted by spaces
    signed_by = models.CharField(max_length=160)
    signed_on = models.DateField(null=True)  # empty: still to be signed, nothing is lent
    revoked_on = models.DateField(null=True)
    own = models.BooleanField(default=False)  # signed by the reader themselves, who was 16
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    # Written by a form that asked nobody: until 2026 a registration said "signed" where nothing was ticked.
    doubtful = models.BooleanField(default=False)
    # The network in which the reader is known by this consent; empty: consent to the service of the library.
    network = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)

    class Scope(models.TextChoices):
        DATA = "data", _("personal data, for the service of the library")
        MESSAGES = "messages", _("reminders by e-mail and SMS")
        PHOTOS = "photos", _("photographs from events published")

    sharing = _ToSharing()
    every = models.Manager()
    objects = _ToService()

    class Meta:
        default_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on=None) | ~Q(signed_by=""), name="consent_is_signed_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None) | Q(revoked_on=None) | Q(revoked_on__gte=F("signed_on")),
                name="consent_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["reader"],
                condition=Q(signed_on__isnull=False, revoked_on=None, network=None),
                name="one_consent_stands",
            ),
            models.UniqueConstraint(
                fields=["reader", "network"],
                condition=Q(revoked_on=None, network__isnull=False),
                name="shared_once_with_a_network",
            ),
            # Nobody is known elsewhere by a sheet that is still to be signed, nor by a form that asked nobody.
            models.CheckConstraint(
                condition=Q(network=None) | Q(signed_on__isnull=False, doubtful=False),
                name="sharing_is_signed",
            ),
            models.UniqueConstraint(
                fields=["reader"],
                condition=Q(signed_on=None, revoked_on=None),
                name="one_sheet_is_waited_for",
            ),
        ]
        indexes = [models.Index(fields=["reader"], name="doubtful_consents", condition=Q(doubtful=True))]

    def __str__(self) -> str:
        return f"{self.text_version}, {self.signed_on}"

    def allows(self, part: "Consent.Scope") -> bool:
        """True where a part was agreed to and not taken back: `queries.agreed_to`, of a consent at hand."""
        return self.signed_on is not None and self.revoked_on is None and part in self.scope

    @property
    def scopes(self) -> list[str]:
        """What was agreed to, in words."""
        return [str(self.Scope(code).label) for code in self.scope.split() if code in self.Scope.values]
