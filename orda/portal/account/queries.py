"""What a reader's own page shows."""

import datetime
from dataclasses import dataclass

from orda.circulation.exchange.requests import RequestOfReader, requests_of_reader
from orda.circulation.holds.queries import HoldOfReader, holds_of_reader
from orda.circulation.models import Loan, LossCase
from orda.circulation.queries import LoanAtDesk, open_loans
from orda.network.calendar.words import Now, Stretch, doors, stretches
from orda.network.models import Unit
from orda.network.queries import calendar_of
from orda.readers.models import Reader, Registration

MOST_KEPT = 100


@dataclass(frozen=True)
class Mine:
    loans: list[LoanAtDesk]
    holds: list[HoldOfReader]
    requests: list[RequestOfReader]
    losses: list[LossCase]  # that are not settled
    registered_until: int | None  # the year
    # Of the libraries it has to do with: whether they are open now, and days soon on which they are shut.
    doors: list[tuple[str, Now, list[Stretch]]]


def mine(reader: Reader, day: datetime.date) -> Mine:
    """The reader's loans, holds, requests and what is lost or damaged."""
    registered = Registration.objects.filter(reader=reader, year=day.year).exists()
    losses = LossCase.objects.filter(reader=reader, state=LossCase.State.OPEN)
    loans, holds = open_loans(reader.pk, day), holds_of_reader(reader.pk)
    return Mine(
        loans,
        holds,
        requests_of_reader(reader.pk, day),
        list(losses.select_related("copy__record", "library").order_by("opened_on", "pk")),
        day.year if registered else None,
        _doors(reader, holds, day),
    )


def _doors(
    reader: Reader, holds: list[HoldOfReader], day: datetime.date
) -> list[tuple[str, Now, list[Stretch]]]:
    """The reader's libraries now, and within a fortnight."""
    lent = Unit.objects.filter(pk__in=Loan.objects.filter(reader=reader, state=Loan.OPEN).values("library"))
    units = {unit.pk: unit for unit in (*lent, *(hold.library for hold in holds))}
    soon = day + datetime.timedelta(days=14)
    return [(unit.name, doors(unit), stretches(calendar_of(unit), day, soon)) for unit in units.values()]


def kept_history(reader: Reader) -> list[Loan]:
    """What the reader has read, where they chose that it be kept."""
    loans = Loan.objects.filter(reader=reader, state=Loan.RETURNED).select_related("copy__record")
    return list(loans.order_by("-returned_at")[:MOST_KEPT])
