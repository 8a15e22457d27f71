"""The open loans of a reader; how late a copy is."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from orda.circulation.loans.models import Loan
from orda.network import reach
from orda.network.codes import read


@dataclass(frozen=True)
class LoanAtDesk:
    """An open loan as the desk shows it. `days_late` is 0 until the day after it was due."""

    loan_id: int
    title: str
    barcode: str
    lent_on: datetime.date
    due_on: datetime.date
    renewals: int
    place: str
    days_late: int
    lent_today: bool = False


def open_loans(reader_id: int, day: datetime.date, *, at: int | None = None) -> list[LoanAtDesk]:
    """The reader's open loans, those due first at the top; `at` a unit: those of its network alone."""
    found = Loan.objects.filter(reader_id=reader_id, state=Loan.OPEN).order_by("due_on", "pk")
    found = found.filter(Q() if at is None else reach.within(at))
    rows = found.values_list(
        "pk", "copy__record__title", "copy__barcode", "day", "due_on", "renewals", "place"
    )
    return [LoanAtDesk(*row, days_late=max((day - row[4]).days, 0)) for row in rows]


def days_late(barcode: str, day: datetime.date) -> int:
    """How many days late the copy on loan is; 0 where it is not."""
    due = (
        Loan.objects.filter(copy__barcode=read(barcode), state=Loan.OPEN)
        .values_list("due_on", flat=True)
        .first()
    )
    return max((day - due).days, 0) if due else 0
