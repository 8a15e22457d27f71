"""What may be asked of loans and visits."""

from orda.circulation.queries.desk import (
    LoanAtDesk,
    ReaderPanel,
    Visitor,
    open_loans,
    reader_panel,
    visitor,
    visits_on,
)
from orda.circulation.queries.slips import Slip, slip
from orda.circulation.queries.why import Shut, Why, explain, would_be

__all__ = [
    "LoanAtDesk",
    "ReaderPanel",
    "Shut",
    "Slip",
    "Visitor",
    "Why",
    "explain",
    "open_loans",
    "reader_panel",
    "slip",
    "visitor",
    "visits_on",
    "would_be",
]
