"""What may be asked of overdue loans and of what was said about them."""

from orda.reminders.overdue.queries import (
    EVERYBODY,
    NOT_WRITTEN,
    TO_CALL,
    Asked,
    Late,
    Totals,
    last_said,
    late_readers,
    overdue_loans,
    totals,
    with_their_loans,
)

__all__ = [
    "EVERYBODY",
    "NOT_WRITTEN",
    "TO_CALL",
    "Asked",
    "Late",
    "Totals",
    "last_said",
    "late_readers",
    "overdue_loans",
    "totals",
    "with_their_loans",
]
