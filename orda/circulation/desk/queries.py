"""The reader who stands at the desk."""

import datetime
from dataclasses import dataclass

from orda.circulation.loans.models import Place
from orda.circulation.loans.queries import LoanAtDesk, open_loans
from orda.circulation.notes.models import Note
from orda.circulation.rules.rule import rule_for
from orda.network.models import Unit
from orda.readers.models import Reader, Registration

MOST_SHOWN = 60  # loans of a class


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
