"""Lost and damaged copies, from the day that is noticed to the day it is settled."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orda.circulation.loans.models import Loan
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy, IntakeBatch, WithdrawalAct

LONGEST_TEXT = 300


class LossCase(models.Model):
    """open > replaced (the same or an equal book), paid (market value), waived, or found again.

    What is settled but for "found again" is written off by an act later; a damaged book that was waived stays in
    use. TRANSITIONS is the whole machine.
    Source: rules of use (same or equivalent book, else market value; no fines); the notebook of accepted
    replacements.
    """

    class Kind(models.TextChoices):
        LOST = "lost", _("lost")
        DAMAGED = "damaged", _("damaged")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        REPLACED = "replaced", _("replaced")
        PAID = "paid", _("paid")
        WAIVED = "waived", _("waived")
        FOUND = "found", _("found again")

    TRANSITIONS: dict[str, tuple[str, ...]] = {
        State.OPEN: (State.REPLACED, State.PAID, State.WAIVED, State.FOUND),
        # Written down by mistake, and nothing stands on it yet.
        State.PAID: (State.OPEN,),
        State.WAIVED: (State.OPEN,),
        State.FOUND: (State.OPEN,),
    }
    # What keeps the copy from being lent: its case is open, or settled so that it never comes back.
    KEEPS_AWAY = ~Q(state="found") & ~Q(state="waived", kind="damaged")

    copy = models.ForeignKey(Copy, models.PROTECT, related_name="loss_cases")
    loan = models.ForeignKey(Loan, models.PROTECT, null=True, related_name="loss_cases", db_index=False)
    reader = models.ForeignKey(Reader, models.PROTECT, null=True, related_name="loss_cases")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_on = models.DateField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    replacement = models.ForeignKey(Copy, models.PROTECT, null=True, related_name="+")
    paid = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # tenge
    receipt = models.CharField(max_length=60, blank=True)  # number of the receipt
    remark = models.CharField(max_length=LONGEST_TEXT, blank=True)  # what happened, when the case was opened
    reason = models.CharField(max_length=LONGEST_TEXT, blank=True)  # why it was waived
    withdrawal = models.ForeignKey(WithdrawalAct, models.PROTECT, null=True, related_name="loss_cases")
    intake = models.ForeignKey(IntakeBatch, models.PROTECT, null=True, related_name="loss_cases")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["copy"], condition=Q(state="open"), name="one_open_case_a_copy"),
            models.CheckConstraint(
                condition=~Q(state="replaced") | Q(replacement__isnull=False), name="replaced_by_a_copy"
            ),
            models.CheckConstraint(condition=~Q(state="paid") | Q(paid__isnull=False), name="paid_by_a_sum"),
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None) | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="settled_after_it_was_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.state}"
