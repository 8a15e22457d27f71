"""What may be asked at the desk."""

import datetime
from dataclasses import dataclass

from django.db.models import Sum

from orda.circulation.desk_reads import group_of_grade
from orda.circulation.models import Loan, Note, Place, Visit
from orda.circulation.services.rules import rule_for
from orda.network.models import Unit
from orda.readers.models import Reader, Registration

MOST_SHOWN = 60  # loans of a class


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


@dataclass(frozen=True)
class ReaderPanel:
    """The reader who stands at the desk. `notes`: those that are told until somebody takes them away."""

    reader: Reader
    registration: Registration | None
    loans: list[LoanAtDesk]
    limit: int
    notes: list[Note]
    blocked: bool

    @property
    def at_home(self) -> int:
        return sum(loan.place == Place.HOME for loan in self.loans)

    @property
    def free(self) -> int:
        """How many more items may be lent home."""
        return max(self.limit - self.at_home, 0)

    @property
    def shown(self) -> list[LoanAtDesk]:
        return self.loans[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.loans) - len(self.shown)

    @property
    def is_group(self) -> bool:
        return self.reader.category == Reader.Category.GROUP


@dataclass(frozen=True)
class Visitor:
    """Whom a visit of the reader at the desk counts."""

    people: int
    age_group: str


def reader_panel(reader_id: int, library: Unit, day: datetime.date) -> ReaderPanel | None:
    """The reader, their registration here for the year, open loans and notes: five queries however many loans."""
    reader = Reader.objects.filter(pk=reader_id).first()
    if reader is None:
        return None
    rule = rule_for(library, reader.category, "")
    registration = Registration.objects.filter(reader=reader, library=library, year=day.year).first()
    notes = list(Note.objects.filter(reader=reader, once=False, done_at=None).order_by("pk"))
    over = reader.blocked_until is not None and reader.blocked_until < day
    blocked = bool(reader.blocked_reason) and not over
    return ReaderPanel(reader, registration, open_loans(reader_id, day), rule.limit, notes, blocked)


def open_loans(reader_id: int, day: datetime.date) -> list[LoanAtDesk]:
    """The reader's open loans, those due first at the top."""
    found = Loan.objects.filter(reader_id=reader_id, state=Loan.OPEN).order_by("due_on", "pk")
    rows = found.values_list(
        "pk", "copy__record__title", "copy__barcode", "day", "due_on", "renewals", "place"
    )
    return [LoanAtDesk(*row, days_late=max((day - row[4]).days, 0)) for row in rows]


def visits_on(library: Unit, day: datetime.date) -> int:
    """People counted at a library on a day."""
    counted = Visit.objects.filter(library=library, day=day, voided=False).aggregate(n=Sum("quantity"))
    return counted["n"] or 0


def visitor(reader_id: int, library_id: int, day: datetime.date) -> Visitor:
    """Whom the reader's visit counts: a class with all its members; a person, by the age group of their year here."""
    reader = Reader.objects.only("category", "members", "grade").filter(pk=reader_id).first()
    if reader is not None and reader.category == Reader.Category.GROUP:
        return Visitor(max(reader.members, 1), group_of_grade(reader.grade))
    registered = Registration.objects.filter(reader=reader_id, library=library_id, year=day.year).first()
    return Visitor(1, registered.age_group if registered else "")
