"""What may be asked of loans and visits."""

from orda.circulation.desk.queries import ReaderPanel, reader_panel
from orda.circulation.loans.queries import LoanAtDesk, open_loans
from orda.circulation.loans.slips import Slip, slip
from orda.circulation.loans.why import explain
from orda.circulation.rules.why import Shut, Why, would_be
from orda.circulation.visits.queries import Visitor, visitor, visits_on

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
