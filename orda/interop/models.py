"""Machines that act by themselves, what they counted and what they did."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit


class Device(models.Model):
    """A machine of a library. It signs in with a secret of its own, so that one stolen machine is shut alone."""

    class Kind(models.TextChoices):
        SELF_CHECK = "self-check", _("self-check machine")
        GATE = "gate", _("gate counter")
        TABLET = "tablet", _("self-service screen")

    class Encoding(models.TextChoices):
        UTF8 = "utf-8", "UTF-8"
        CP1251 = "cp1251", "CP1251"
        KZ1048 = "kz1048", "KZ-1048"  # CP1251 with the Kazakh letters (ST RK 1048-2002)

    name = models.CharField(max_length=80)
    library = models.ForeignKey(Unit, models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # SHA-256 of a secret that was drawn, not chosen: too long to be guessed, so that no slow hash is needed and a
    # hundred machines may sign in at once after a power cut.
    secret_hash = models.CharField(max_length=64, blank=True)
    active = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    last_seen = models.DateTimeField(null=True)  # to the minute
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="kk")
    encoding = models.CharField(max_length=8, choices=Encoding.choices, default=Encoding.UTF8)
    needs_pin = models.BooleanField(default=False)  # a card alone is not enough
    both_ways = models.BooleanField(default=False)  # of a gate: counts those who leave too
    counter = models.BigIntegerField(null=True)  # of a gate: its last reading
    counter_at = models.DateTimeField(null=True)
    # Of a screen: the one-time code by which it is paired, hashed.
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    odd_pass = models.BooleanField(default=False)  # of a gate both ways: one pass waits for its other half

    class Meta:
        ordering = ["library__path", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["library", "name"], condition=Q(active=True), name="one_device_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def login(self) -> str:
        """Its name in machines' letters: what is typed into the machine."""
        return f"{self.kind}-{self.pk}"


class DeviceAct(models.Model):
    """Which machine did which act (the diary's words for acts): the answer to "who lent this?"."""

    class Done(models.TextChoices):
        LENT = "lent", _("lent")
        RETURNED = "returned", _("taken back")
        RENEWED = "renewed", _("made longer")
        CANCELLED = "cancelled", _("loan undone")
        REOPENED = "reopened", _("return undone")
        COUNTED = "counted", _("visits counted")
        ASKED = "asked", _("hold placed")
        FORGONE = "forgone", _("hold cancelled")
        PAID = "paid", _("loss paid")

    device = models.ForeignKey(Device, models.PROTECT, related_name="acts", db_index=False)
    act = models.CharField(max_length=16)
    act_id = models.BigIntegerField()
    done = models.CharField(max_length=12, choices=Done.choices)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["act", "act_id"], name="device_of_act"),
            models.Index(fields=["device", "-at"], name="acts_of_device"),
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.done} {self.act_id}"
