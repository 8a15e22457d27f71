"""Loans from and to libraries of other networks (МБА)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy


class InterlibraryLoan(models.Model):
    """A document borrowed from (in) or lent to (out) a library of another network (МБА).

    asked > sent > received > returned, or refused.
    """

    class Direction(models.TextChoices):
        IN = "in", _("from another network")
        OUT = "out", _("to another network")

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        SENT = "sent", _("sent")
        RECEIVED = "received", _("received")
        RETURNED = "returned", _("returned")
        REFUSED = "refused", _("refused")

    AWAY = (State.SENT, State.RECEIVED)  # a copy of ours isn't here
    TRANSITIONS: dict[str, tuple[str, ...]] = {
        State.ASKED: (State.SENT, State.RECEIVED, State.REFUSED),
        State.SENT: (State.RECEIVED, State.RETURNED),
        State.RECEIVED: (State.RETURNED,),
    }

    direction = models.CharField(max_length=4, choices=Direction.choices)
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # ours
    partner = models.CharField(max_length=200)
    document = models.CharField(max_length=500)  # author, title, year as asked for
    reader = models.ForeignKey(Reader, models.SET_NULL, null=True, related_name="interlibrary_loans")
    copy = models.ForeignKey(Copy, models.PROTECT, null=True, related_name="interlibrary_loans")  # out: ours
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_on = models.DateField()
    moved_on = models.DateField(null=True)  # of the last step
    counted_on = models.DateField(null=True)  # the day it was lent: received (in) or sent (out)
    due_on = models.DateField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy"], condition=Q(state__in=["sent", "received"]), name="one_partner_a_copy"
            ),
            models.CheckConstraint(
                condition=(Q(moved_on=None) | Q(moved_on__gte=F("asked_on")))
                & (Q(counted_on=None) | Q(counted_on__gte=F("asked_on"))),
                name="goes_on_after_it_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.document
