"""Loans and renewals."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orda.circulation.rules.models import LoanRule
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy


class Place(models.TextChoices):
    HOME = "home", _("home")
    READING_ROOM = "reading_room", _("reading room")


class Channel(models.TextChoices):
    """Where an act was done."""

    DESK = "desk", _("desk")
    SELF_SERVICE = "self", _("self-service")
    SIP2 = "sip2", _("self-check machine")
    ONLINE = "online", _("online")
    PHONE = "phone", _("by phone")
    OFFLINE = "offline", _("desk without a connection")


class Loan(models.Model):
    """One copy with one reader: open, then returned; or voided when the desk takes a slip back; or lost.

    A lost book takes none of the reader's places and is reminded of no more: its LossCase goes on with it, and
    closes the loan as returned if the book is found again.

    `reader` is emptied once the library no longer needs to know (KEEP_LOAN_HISTORY_DAYS after the return).
    """

    OPEN, RETURNED, VOIDED, LOST = "open", "returned", "voided", "lost"
    TRANSITIONS: dict[str, tuple[str, ...]] = {
        OPEN: (RETURNED, VOIDED, LOST),
        # An undone return; an undone delivery of a networked document; a lost book that was not found after all.
        RETURNED: (OPEN, VOIDED, LOST),
        LOST: (RETURNED,),  # found again
    }

    copy = models.ForeignKey(Copy, models.PROTECT, related_name="loans", db_index=False)
    reader = models.ForeignKey(Reader, models.PROTECT, null=True, related_name="loans", db_index=False)
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(
        max_length=8,
        choices=[(OPEN, "open"), (RETURNED, "returned"), (VOIDED, "voided"), (LOST, "lost")],
        default=OPEN,
    )
    day = models.DateField()
    lent_at = models.DateTimeField()
    lent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    due_on = models.DateField()
    renewals = models.PositiveSmallIntegerField(default=0)
    age_group = models.CharField(max_length=20)
    returned_on = models.DateField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_library = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    place = models.CharField(
        max_length=12, choices=Place.choices, default=Place.HOME, db_default=Place.HOME.value
    )
    channel = models.CharField(
        max_length=12, choices=Channel.choices, default=Channel.DESK, db_default=Channel.DESK.value
    )
    sex = models.CharField(max_length=1, blank=True, default="", db_default="")  # as on the day, for analysis
    rule = models.ForeignKey(LoanRule, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            # Two desks may try at once; the database lets one of them win.
            models.UniqueConstraint(fields=["copy"], condition=Q(state="open"), name="one_open_loan_a_copy"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(reader__isnull=False), name="open_loan_has_a_reader"
            ),
            models.CheckConstraint(
                condition=Q(state="returned", returned_on__isnull=False)
                | (~Q(state="returned") & Q(returned_on=None)),
                name="returned_loan_has_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(returned_at=None) | Q(returned_at__gte=F("lent_at")))
                & (Q(returned_on=None) | Q(returned_on__gte=F("day"))),
                name="loan_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["reader"], name="open_loans_of_reader", condition=Q(state="open")),
            models.Index(fields=["copy"], name="loans_of_copy"),
            models.Index(
                fields=["due_on", "library"], name="open_loans_by_due_day", condition=Q(state="open")
            ),
            models.Index(
                fields=["returned_on"],
                name="loans_to_detach",
                condition=Q(state="returned", reader__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id} {self.state}"


class Renewal(models.Model):
    """A loan made longer; counts as a loan of its own (GOST R 7.0.20-2014)."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="renewal_acts")
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()
    due_before = models.DateField()
    channel = models.CharField(
        max_length=12, choices=Channel.choices, default=Channel.DESK, db_default=Channel.DESK.value
    )
    voided = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.loan_id} {self.day}"


class MovedDueDay(models.Model):
    """A due day that a change of the calendar moved. `counted_on`: the day by the rules, to which it comes back.

    Holds while the loan's day is still `due_on`: a renewal counts anew, and taken back brings both together again.
    """

    loan = models.OneToOneField(Loan, models.CASCADE, related_name="moved")
    counted_on = models.DateField()
    due_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.loan_id}: {self.counted_on} > {self.due_on}"
