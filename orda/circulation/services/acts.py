"""What the desk's acts answer."""

import datetime
from dataclasses import dataclass

STAYS, HOLD_SHELF, TRANSIT = "stays", "hold_shelf", "transit"


@dataclass(frozen=True)
class Lent:
    """A loan made or renewed."""

    loan_id: int
    due_on: datetime.date
    renewal_id: int | None = None
    title: str = ""


@dataclass(frozen=True)
class Next:
    """What becomes of a copy that came back: it stays, waits for a reader, or goes to a library."""

    what: str = STAYS
    reader_id: int | None = None
    library_id: int | None = None


@dataclass(frozen=True)
class Returned:
    """A loan closed. `reader_id` is None where the loan had forgotten its reader."""

    loan_id: int
    reader_id: int | None
    days_late: int
    next: Next = Next()
    title: str = ""
