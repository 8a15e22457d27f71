"""What proves the diary: each room says, from its own tables, which lines its acts should have left.

A room declares it in its own `audit.py` (found by itself at the start):

    @audits("loan", act="loan")
    def loans():
        return Loan.objects.exclude(...).order_by("pk").values_list("pk", "day", "library_id", Value(1))

Rows are (act id, day, library id, quantity), in the order of act ids; an act that stands for nothing any more
(voided, cancelled) is left out. The check reads both sides once, side by side, and keeps neither in memory.
"""

import datetime
from collections.abc import Callable, Iterable

Row = tuple[int, datetime.date, int, int]
Said = Callable[[], Iterable[Row]]
FromScratch = Callable[[datetime.date], dict[int, int]]

AUDITORS: dict[tuple[str, str], Said] = {}
LEVELS_FROM_SCRATCH: dict[str, FromScratch] = {}


def audits(measure: str, *, act: str) -> Callable[[Said], Said]:
    """Registers what the acts say should stand in the diary for a measure."""

    def keep(said: Said) -> Said:
        AUDITORS[measure, act] = said
        return said

    return keep


TRUTHS: dict[str, Callable[[], Iterable[str]]] = {}


def truth(kind: str) -> Callable[[Callable[[], Iterable[str]]], Callable[[], Iterable[str]]]:
    """Registers what names the rows of which something is not true that always should be; `kind`: what is wrong."""

    def keep(said: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
        TRUTHS[kind] = said
        return said

    return keep


def level(key: str) -> Callable[[FromScratch], FromScratch]:
    """Registers a level's count on the things themselves: day -> {library id: amount at its end}."""

    def keep(said: FromScratch) -> FromScratch:
        LEVELS_FROM_SCRATCH[key] = said
        return said

    return keep
