"""What proves the diary: each room says, from its own tables, which lines its acts should have left.

A room declares it in its own `audit.py` (found by itself at the start):

    @audits("loan", act="loan")
    def loans():
        return Loan.objects.exclude(...).order_by("pk").values_list("pk", "day", "library_id", Value(1))

Rows are (act id, day, library id, quantity), in the order of act ids; an act that stands for nothing any more
(voided, cancelled) is left out. The check reads both sides once, side by side, and keeps neither in memory.

A room also says there which of its acts are out of order by their hours: nothing ends before it began.

    @in_order("loans that ended before they began")
    def ended_before_they_began():
        return (f"loan {pk}" for pk in Loan.objects.filter(returned_at__lt=F("lent_at")).values_list("pk", flat=True))
"""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import F, Q

Row = tuple[int, datetime.date, int, int]
Said = Callable[[], Iterable[Row]]
FromScratch = Callable[[datetime.date], dict[int, int]]
OutOfOrder = Callable[[], Iterable[str]]

AUDITORS: dict[tuple[str, str], Said] = {}
LEVELS_FROM_SCRATCH: dict[str, FromScratch] = {}
ORDERS: dict[str, OutOfOrder] = {}


def audits(measure: str, *, act: str) -> Callable[[Said], Said]:
    """Registers what the acts say should stand in the diary for a measure."""

    def keep(said: Said) -> Said:
        AUDITORS[measure, act] = said
        return said

    return keep


def level(key: str) -> Callable[[FromScratch], FromScratch]:
    """Registers a level's count on the things themselves: day -> {library id: amount at its end}."""

    def keep(said: FromScratch) -> FromScratch:
        LEVELS_FROM_SCRATCH[key] = said
        return said

    return keep


def in_order(kind: str) -> Callable[[OutOfOrder], OutOfOrder]:
    """Registers what names the acts that are out of order, each in words; `kind`: what is wrong with them."""

    def keep(said: OutOfOrder) -> OutOfOrder:
        ORDERS[kind] = said
        return said

    return keep


def steps_in_order(kind: str, model: Any, *steps: str) -> None:
    """Registers columns of a table, each no earlier than the one before it that is known: `kind` names what is not.

    The database refuses the same; this line is for a database whose constraint was taken away.
    """

    @in_order(kind)
    def said() -> Iterable[str]:
        wrong = Q()
        for later in range(1, len(steps)):
            for earlier in steps[:later]:
                wrong |= Q(**{f"{steps[later]}__lt": F(earlier)})
        name = model._meta.model_name
        return (
            f"{name} {pk}" for pk in model.objects.filter(wrong).order_by("pk").values_list("pk", flat=True)
        )
