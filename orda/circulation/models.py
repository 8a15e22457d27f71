"""Loans, renewals and visits, and each library's rules for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy


class LoanRule(models.Model):
    """A library's own numbers where they differ from the network's (5 items, 15 days, 2 renewals)."""

    LIMIT, DAYS, RENEWALS = 5, 15, 2

    library = models.OneToOneField(Unit, models.CASCADE, related_name="loan_rule")
    limit = models.PositiveSmallIntegerField(default=LIMIT)
    days = models.PositiveSmallIntegerField(default=DAYS)
    renewals = models.PositiveSmallIntegerField(default=RENEWALS)

    def __str__(self) -> str:
        return f"{self.limit} / {self.days} / {self.renewals}"


class Loan(models.Model):
    """One copy with one reader: open, then returned; or voided when the desk takes a slip back.

    `reader` is emptied once the library no longer needs to know (KEEP_LOAN_HISTORY_DAYS after the return).
    """

    OPEN, RETURNED, VOIDED = "open", "returned", "voided"

    copy = models.ForeignKey(Copy, models.PROTECT, related_name="loans", db_index=False)
    reader = models.ForeignKey(Reader, models.PROTECT, null=True, related_name="loans", db_index=False)
    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(
        max_length=8, choices=[(OPEN, "open"), (RETURNED, "returned"), (VOIDED, "voided")], default=OPEN
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
        ]
        indexes = [
            models.Index(fields=["reader"], name="open_loans_of_reader", condition=Q(state="open")),
            models.Index(fields=["copy"], name="loans_of_copy"),
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
    voided = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.loan_id} {self.day}"


class Visit(models.Model):
    """People who came (one, or a group counted together). Holds no reader."""

    library = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()
    quantity = models.PositiveIntegerField(default=1)
    purpose = models.CharField(max_length=12, default="borrow")  # diary dimension "purpose"
    age_group = models.CharField(max_length=20, blank=True)  # known when a card was scanned
    voided = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__range=(1, 1000)), name="visit_counts_people")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.quantity}"
