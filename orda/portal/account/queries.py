"""What a reader's own page shows."""

import datetime
from dataclasses import dataclass

from orda.circulation.models import Hold, Loan
from orda.circulation.queries import LoanAtDesk, open_loans
from orda.readers.models import Reader, Registration

MOST_KEPT = 100


@dataclass(frozen=True)
class HoldOfReader:
    """`position` in the title's queue, from 1; 0 once a copy is found."""

    hold: Hold
    position: int


@dataclass(frozen=True)
class Mine:
    loans: list[LoanAtDesk]
    holds: list[HoldOfReader]
    registered_until: int | None  # the year


def mine(reader: Reader, day: datetime.date) -> Mine:
    """The reader's loans and holds."""
    registered = Registration.objects.filter(reader=reader, year=day.year).exists()
    return Mine(open_loans(reader.pk, day), holds_of(reader), day.year if registered else None)


def holds_of(reader: Reader) -> list[HoldOfReader]:
    """Open holds with their places in the queue: two queries however many."""
    mine = list(
        Hold.objects.filter(reader=reader, state__in=Hold.OPEN)
        .select_related("record", "library")
        .order_by("placed_at")
    )
    titles = [one.record_id for one in mine if one.state == Hold.State.WAITING]
    ahead = list(
        Hold.objects.filter(record__in=titles, state=Hold.State.WAITING).values_list("record_id", "placed_at")
    )
    return [
        HoldOfReader(
            one,
            1 + sum(record == one.record_id and at < one.placed_at for record, at in ahead)
            if one.state == Hold.State.WAITING
            else 0,
        )
        for one in mine
    ]


def kept_history(reader: Reader) -> list[Loan]:
    """What the reader has read, where they chose that it be kept."""
    loans = Loan.objects.filter(reader=reader, state=Loan.RETURNED).select_related("copy__record")
    return list(loans.order_by("-returned_at")[:MOST_KEPT])
