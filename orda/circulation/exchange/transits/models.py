"""Copies on their way between libraries."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.circulation.holds.models import Hold
from orda.network.models import Unit
from orda.stock.models import Copy


class Transit(models.Model):
    """A copy goes from one library to another: waits for the van, is under way, has come (or need not go).

    waiting > sent > received; or cancelled: before it is sent, or because the copy was lost on its way
    (it is missing then). A copy that comes without having been scanned into the van
    was sent all the same, and is received in one act.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the van")
        SENT = "sent", _("on its way")
        RECEIVED = "received", _("received")
        CANCELLED = "cancelled", _("cancelled")

    class Purpose(models.TextChoices):
        HOLD = "hold", _("for a reader's hold")
        HOME = "home", _("back to its library")
        DEPOSIT = "deposit", _("part of a set for a branch")

    UNFINISHED = (State.WAITING, State.SENT)
    TRANSITIONS: dict[str, tuple[str, ...]] = {
        State.WAITING: (State.SENT, State.CANCELLED),
        State.SENT: (State.RECEIVED, State.CANCELLED),
    }

    copy = models.ForeignKey(Copy, models.PROTECT, related_name="transits")
    source = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    hold = models.ForeignKey(Hold, models.PROTECT, null=True, related_name="transits")
    deposit = models.ForeignKey("circulation.Deposit", models.PROTECT, null=True, related_name="transits")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy"], condition=Q(state__in=["waiting", "sent"]), name="one_way_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="a_way_leads_elsewhere"),
            models.CheckConstraint(
                condition=(Q(sent_at=None) | Q(sent_at__gte=models.F("made_at")))
                & (Q(received_at=None) | Q(received_at__gte=models.F("sent_at"))),
                name="a_way_goes_on_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "state"], name="waits_for_van"),
            models.Index(fields=["target", "state"], name="under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.state}"
