"""Ready-made sets and standing deposits: copies lent to a branch as one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orda.network.models import Unit
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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(sent_on=None) | Q(sent_on__gte=F("day")))
                & (Q(returned_on=None) | Q(returned_on__gte=F("sent_on"))),
                name="a_set_goes_on_after_it_began",
            )
        ]

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
