"""Holds: who waits for what, and the copy that was found for them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orda.catalog.models import Record
from orda.circulation.loans.models import Channel
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy


class Hold(models.Model):
    """A reader waits for a title, or for one very copy, at the library where they will fetch it.

    waiting > picking (a library was asked to take the copy off its shelf) > transit > ready > lent; or expired or
    cancelled. The queue of a title is by `placed_at`, whoever asks and wherever. TRANSITIONS is the whole machine,
    with the steps back that an undo takes (docs/state-machines.md draws it).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        PICKING = "picking", _("to be taken off the shelf")
        TRANSIT = "transit", _("on its way")
        READY = "ready", _("ready to be fetched")
        LENT = "lent", _("lent")
        EXPIRED = "expired", _("expired")
        CANCELLED = "cancelled", _("cancelled")

    OPEN = (State.WAITING, State.PICKING, State.TRANSIT, State.READY)
    WITH_A_COPY = (State.PICKING, State.TRANSIT, State.READY)
    TRANSITIONS: dict[str, tuple[str, ...]] = {
        State.WAITING: (
            State.PICKING,
            State.TRANSIT,
            State.READY,
            State.LENT,
            State.CANCELLED,
            State.EXPIRED,
        ),
        State.PICKING: (
            State.WAITING,
            State.TRANSIT,
            State.READY,
            State.LENT,
            State.CANCELLED,
            State.EXPIRED,
        ),
        State.TRANSIT: (State.WAITING, State.READY, State.LENT, State.CANCELLED),
        State.READY: (State.WAITING, State.LENT, State.CANCELLED, State.EXPIRED),
        State.LENT: (State.WAITING, State.PICKING, State.READY),  # the loan is undone
        State.CANCELLED: (State.WAITING,),  # the cancelling is undone
    }

    reader = models.ForeignKey(Reader, models.PROTECT, null=True, related_name="holds", db_index=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="holds", db_index=False)
    wanted_copy = models.ForeignKey(Copy, models.PROTECT, null=True, related_name="+", db_index=False)
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)  # where it is fetched
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    channel = models.CharField(max_length=12, choices=Channel.choices, default=Channel.DESK)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    needed_until = models.DateField(null=True)  # after it the hold expires by itself
    suspended_until = models.DateField(null=True)  # the reader is away: others go first until that day
    copy = models.ForeignKey(Copy, models.PROTECT, null=True, related_name="holds", db_index=False)
    asked_library = models.ForeignKey(  # whose shelf the copy is picked from
        Unit, models.PROTECT, null=True, related_name="+", db_index=False
    )
    copy_at = models.DateTimeField(null=True)  # since when the copy is theirs
    ready_until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    to_shelve = models.BooleanField(
        default=False, db_default=False
    )  # not fetched: off the hold shelf with it

    class Meta:
        constraints = [
            # Two desks may promise at once; the database lets one of them win.
            models.UniqueConstraint(
                fields=["copy"],
                condition=Q(state__in=["picking", "transit", "ready"]),
                name="one_promise_a_copy",
            ),
            models.UniqueConstraint(
                fields=["reader", "record"],
                condition=Q(state__in=["waiting", "picking", "transit", "ready"]),
                name="one_open_hold_a_title",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["picking", "transit", "ready"]) | Q(copy__isnull=False),
                name="promised_hold_has_its_copy",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "picking", "transit", "ready"]) | Q(reader__isnull=False),
                name="open_hold_has_a_reader",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_until__isnull=False), name="ready_hold_has_its_day"
            ),
            models.CheckConstraint(
                condition=(Q(copy_at=None) | Q(copy_at__gte=F("placed_at")))
                & (Q(closed_at=None) | Q(closed_at__gte=F("placed_at"))),
                name="hold_goes_on_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["record", "state", "placed_at"], name="queue_of_title"),
            models.Index(fields=["reader", "state"], name="holds_of_reader"),
            models.Index(fields=["copy", "state"], name="holds_of_copy"),
            models.Index(fields=["asked_library", "state"], name="pick_list"),
            models.Index(fields=["library", "state", "ready_until"], name="hold_shelf"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.state}"


class NotOnShelf(models.Model):
    """A copy that should stand on a shelf and does not: asked of nobody until it turns up."""

    copy = models.ForeignKey(Copy, models.CASCADE, related_name="misses")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # on whose shelf it was looked for
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    found_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy"], condition=Q(found_at=None), name="a_copy_is_missed_once"
            ),
            models.CheckConstraint(
                condition=Q(found_at=None) | Q(found_at__gte=F("noted_at")), name="found_after_it_was_missed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id}"
