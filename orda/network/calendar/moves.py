"""What a change of the calendar moves: each room says it of itself, in its `calendar_moves.py`, found at the start.

A room is asked before the change, while the old calendar still holds, and answers with what it does after it:

    @moved_by_calendar
    def due_days(change: Change) -> Finish:
        ...                       # what must be known of the old calendar; on PostgreSQL also whom to hold off
        return finish             # moves what the new calendar moves, and says so
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from orda.network.models import Staff, Unit


@dataclass(frozen=True)
class Change:
    """Whose calendar is changed. `first`: the first day that it may concern (a closing may begin before today)."""

    unit: Unit
    first: datetime.date


def _nobody(staff: Staff) -> list[str]:
    return []


@dataclass(frozen=True)
class Effect:
    """What a change does to one kind of thing, said in words that hold its number.

    `named`: the first of them, for who may see them; it writes down whose record was looked at.
    """

    text: str
    number: int
    named: Callable[[Staff], list[str]] = field(default=_nobody, compare=False)


Finish = Callable[[], Iterable[Effect]]
Begin = Callable[[Change], Finish]
_MOVED: list[Begin] = []


def moved_by_calendar(begin: Begin) -> Begin:
    """Registers what a room moves when the calendar changes."""
    _MOVED.append(begin)
    return begin


@contextmanager
def moving(change: Change) -> Iterator[list[Effect]]:
    """Inside it the calendar is changed; at its end all that stands on it has moved: in one transaction, or not at
    all. The list is filled at the end."""
    effects: list[Effect] = []
    with transaction.atomic():
        finishes = [begin(change) for begin in _MOVED]
        yield effects
        effects.extend(effect for finish in finishes for effect in finish() if effect.number)


class _OnlyAsked(Exception):
    """Nothing is to be kept."""


def preview(do: Callable[[], list[Effect]], staff: Staff) -> list[tuple[str, list[str]]]:
    """What a change would do, and of what the person may see the names: it is done, noted and undone as if never."""
    effects: list[Effect] = []
    try:
        with transaction.atomic():
            effects = do()
            raise _OnlyAsked
    except _OnlyAsked:
        pass
    return [(effect.text, effect.named(staff)) for effect in effects]
