"""What a reader's own page shows."""

import datetime
from dataclasses import dataclass

from orda.circulation.exchange.requests import RequestOfReader, requests_of_reader
from orda.circulation.holds.queries import HoldOfReader, holds_of_reader
from orda.circulation.models import Loan, LossCase
from orda.circulation.queries import LoanAtDesk, open_loans
from orda.readers.models import Reader, Registration

MOST_KEPT = 100


@dataclass(frozen=True)
class Mine:
    loans: list[LoanAtDesk]
    holds: list[HoldOfReader]
    requests: list[RequestOfReader]
    losses: list[LossCase]  # that are not settled
    registered_until: int | None  # the year


def mine(reader: Reader, day: datetime.date) -> Mine:
    """The reader's loans, holds, requests and what is lost or damaged."""
    registered = Registration.objects.filter(reader=reader, year=day.year).exists()
    losses = LossCase.objects.filter(reader=reader, state=LossCase.State.OPEN)
    return Mine(
        open_loans(reader.pk, day),
        holds_of_reader(reader.pk),
        requests_of_reader(reader.pk, day),
        list(losses.select_related("copy__record", "library").order_by("opened_on", "pk")),
        day.year if registered else None,
    )


def kept_history(reader: Reader) -> list[Loan]:
    """What the reader has read, where they chose that it be kept."""
    loans = Loan.objects.filter(reader=reader, state=Loan.RETURNED).select_related("copy__record")
    return list(loans.order_by("-returned_at")[:MOST_KEPT])
