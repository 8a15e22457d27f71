"""What may be asked at the desk."""

import datetime
from dataclasses import dataclass

from django.db.models import Sum

from orda.circulation.models import Loan, Visit
from orda.circulation.services.rules import rule_for
from orda.network.models import Unit
from orda.readers.models import Reader, Registration


@dataclass(frozen=True)
class LoanAtDesk:
    """An open loan as the desk shows it. `days_late` is 0 until the day after it was due."""

    loan_id: int
    title: str
    barcode: str
    lent_on: datetime.date
    due_on: datetime.date
    renewals: int
    days_late: int


@dataclass(frozen=True)
class ReaderPanel:
    """The reader who stands at the desk."""

    reader: Reader
    registration: Registration | None
    loans: list[LoanAtDesk]
    limit: int

    @property
    def free(self) -> int:
        """How many more items may be lent."""
        return max(self.limit - len(self.loans), 0)


def reader_panel(reader_id: int, library: Unit, day: datetime.date) -> ReaderPanel | None:
    """The reader, their registration here for the year and their open loans: four queries however many loans."""
    reader = Reader.objects.select_related("library").filter(pk=reader_id).first()
    if reader is None:
        return None
    rule = rule_for(library, reader.category, "")
    registration = Registration.objects.filter(reader=reader, library=library, year=day.year).first()
    return ReaderPanel(reader, registration, open_loans(reader_id, day), rule.limit)


def open_loans(reader_id: int, day: datetime.date) -> list[LoanAtDesk]:
    """The reader's open loans, those due first at the top."""
    found = Loan.objects.filter(reader_id=reader_id, state=Loan.OPEN).order_by("due_on", "pk")
    rows = found.values_list("pk", "copy__record__title", "copy__barcode", "day", "due_on", "renewals")
    return [LoanAtDesk(*row, days_late=max((day - row[4]).days, 0)) for row in rows]


def visits_on(library: Unit, day: datetime.date) -> int:
    """People counted at a library on a day."""
    counted = Visit.objects.filter(library=library, day=day, voided=False).aggregate(n=Sum("quantity"))
    return counted["n"] or 0
