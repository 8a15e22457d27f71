"""Exchange: sets lent to a branch as one, selections to order, loans from and to other networks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy


class Deposit(models.Model):
    """A ready-made set (топтама) or a standing deposit: copies of one library lent to another as one.

    made > sent > standing > returned; or given up while it is still being put together. Ownership doesn't move.
    """

    class State(models.TextChoices):
        MADE = "made", _("being put together")
        SENT = "sent", _("on its way")
        STANDING = "standing", _("at the branch")
        RETURNED = "returned", _("given back")
        GIVEN_UP = "given_up", _("given up")

    PACKED = (State.MADE, State.SENT)  # its copies serve nobody until they stand at the branch
    TRANSITIONS: dict[str, tuple[str, ...]] = {
        State.MADE: (State.SENT, State.GIVEN_UP),
        State.SENT: (State.STANDING,),
        State.STANDING: (State.RETURNED,),
    }

    name = models.CharField(max_length=160)
    giver = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    taker = models.ForeignKey(Unit, models.PROTECT, related_name="deposits")
    state = models.CharField(max_length=10, choices=State.choices, default=State.MADE)
    day = models.DateField()
    due_on = models.DateField(null=True)  # None: a standing deposit
    sent_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return self.name


class DepositCopy(models.Model):
    """A copy of a set; `back_on` when it left the set again."""

    deposit = models.ForeignKey(Deposit, models.CASCADE, related_name="items")
    copy = models.ForeignKey(Copy, models.PROTECT, related_name="deposit_items")
    back_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["copy"], condition=Q(back_on=None), name="a_copy_stands_in_one_set"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deposit_id} {self.copy_id}"


class Selection(models.Model):
    """Books chosen to order (іріктеу, подбор): for a branch that asks, or for a reader of it.

    asked > done (`found` copies) or refused. Counted when done, by its copies: those scanned into it, or so many as
    were told where none was (a list of titles, an answer by telephone).
    """

    class Asker(models.TextChoices):
        BRANCH = "branch", _("a branch")
        READER = "reader", _("a reader")

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        DONE = "done", _("done")
        REFUSED = "refused", _("nothing found")

    TRANSITIONS: dict[str, tuple[str, ...]] = {State.ASKED: (State.DONE, State.REFUSED)}

    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # that asks
    asker = models.CharField(max_length=8, choices=Asker.choices)
    reader = models.ForeignKey(Reader, models.SET_NULL, null=True, related_name="selections")
    topic = models.CharField(max_length=300)
    wanted = models.PositiveSmallIntegerField(default=1)  # copies
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_on = models.DateField()
    due_on = models.DateField(null=True)  # by when the branch needs it
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    giver = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    found = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=300, blank=True)
    deposit = models.ForeignKey(
        Deposit, models.PROTECT, null=True, related_name="+", db_index=False
    )  # it goes with

    def __str__(self) -> str:
        return self.topic


class SelectionCopy(models.Model):
    """A copy that was chosen for a selection. It stays where it is until it is held or goes with a set."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="chosen", db_index=False)
    copy = models.ForeignKey(Copy, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "copy"], name="a_copy_is_chosen_once_for_a_selection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.selection_id} {self.copy_id}"


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
            )
        ]

    def __str__(self) -> str:
        return self.document
