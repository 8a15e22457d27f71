"""Which copies are out: the circulation room above says so, when it is asked.

A room that lends declares in its own `availability.py` (found by itself at the start):

    @tells_loans
    def open_loans(record_ids): ...
"""

import datetime
from collections.abc import Callable, Collection, Iterable

# (record id, copy id, day on which it is due back)
OpenLoan = tuple[int, int, datetime.date]
OpenLoans = Callable[[Collection[int]], Iterable[OpenLoan]]

_told: list[OpenLoans] = []


def tells_loans(said: OpenLoans) -> OpenLoans:
    """Registers a room's answer: record ids -> the open loans of their copies."""
    _told.append(said)
    return said


def open_loans(record_ids: Collection[int]) -> list[OpenLoan]:
    """The open loans of the copies of these records."""
    return [loan for said in _told for loan in said(record_ids)]
