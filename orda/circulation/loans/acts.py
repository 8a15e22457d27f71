"""What a loan, a renewal and a return answer."""

import datetime
from dataclasses import dataclass

from orda.circulation.copies.onward import Next


@dataclass(frozen=True)
class Lent:
    """A loan made or renewed."""

    loan_id: int
    due_on: datetime.date
    renewal_id: int | None = None
    title: str = ""


@dataclass(frozen=True)
class Returned:
    """A loan closed. `reader_id` is None where the loan had forgotten its reader."""

    loan_id: int
    reader_id: int | None
    days_late: int
    next: Next = Next()
    title: str = ""
