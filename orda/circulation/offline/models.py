"""Acts of a desk that had lost its connection, as they came in when it had one again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit


class OfflineAct(models.Model):
    """One scan of a desk without a connection. `key` is made at the desk: sent twice, it is done once."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        CONFLICT = "conflict", _("to be looked at")  # refused, or older than may be: a person decides
        SETTLED = "settled", _("settled")

    key = models.UUIDField(unique=True)
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)  # orda/circulation/offline/receiving.py: KINDS
    # What was scanned; emptied with the loan history (a card's number names a person).
    card_number = models.CharField(max_length=32, blank=True)
    barcode = models.CharField(max_length=64, blank=True)
    quantity = models.PositiveSmallIntegerField(default=1)
    done_at = models.DateTimeField()  # by the desk's clock; of an impossible day the first of the diary
    received_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    code = models.CharField(max_length=32, blank=True)  # of the refusal
    message = models.CharField(max_length=300, blank=True)
    act = models.CharField(max_length=16, blank=True)
    act_id = models.BigIntegerField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["library", "-received_at"],
                name="offline_to_look_at",
                condition=models.Q(outcome="conflict"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"
