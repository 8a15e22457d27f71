"""What may be asked of loans and visits."""

from orda.circulation.queries.desk import LoanAtDesk, ReaderPanel, open_loans, reader_panel, visits_on
from orda.circulation.queries.why import Shut, Why, explain, would_be

__all__ = [
    "LoanAtDesk",
    "ReaderPanel",
    "Shut",
    "Why",
    "explain",
    "open_loans",
    "reader_panel",
    "visits_on",
    "would_be",
]
