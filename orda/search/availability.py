"""Which copies are out and how many readers wait: the circulation room above says so, when it is asked.

A room that lends declares in its own `availability.py` (found by itself at the start):

    @tells_taken
    def taken(record_ids): ...
"""

import datetime
from collections.abc import Callable, Collection, Iterable

# (record id, copy id, day on which it is due back); no day: put by for a reader, or between libraries
Taken = tuple[int, int, datetime.date | None]
TakenCopies = Callable[[Collection[int]], Iterable[Taken]]
Waiting = Callable[[int], int]

_taken: list[TakenCopies] = []
_waiting: list[Waiting] = []


def tells_taken(said: TakenCopies) -> TakenCopies:
    """Registers a room's answer: record ids -> those of their copies that are not to be had now."""
    _taken.append(said)
    return said


def tells_waiting(said: Waiting) -> Waiting:
    """Registers a room's answer: record id -> how many readers wait for it."""
    _waiting.append(said)
    return said


def taken_copies(record_ids: Collection[int]) -> list[Taken]:
    """The copies of these records that are not to be had now."""
    return [one for said in _taken for one in said(record_ids)]


def readers_waiting(record_id: int) -> int:
    """How many readers wait for a record."""
    return sum(said(record_id) for said in _waiting)
