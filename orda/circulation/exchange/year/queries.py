"""The year's table of the within-system loan, against the plan."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass

from orda.diary.measures import ASKER, GIVER, MEASURES, WAY, Dimension, Text
from orda.diary.queries import totals
from orda.network.models import Unit
from orda.network.queries import libraries

# The plan's targets for exchange in a year, by measure and by the value of its dimension ("" for all of it).
Planned = Callable[[int], dict[tuple[str, str], int]]


_told: list[Planned] = []


def tells_plan(said: Planned) -> Planned:
    """Registers the room that knows the plan; it stands above and is found at the start (`exchange_plan.py`)."""
    _told.append(said)
    return said


@dataclass(frozen=True)
class Line:
    """A line of the year's table: what was counted here, in the network, and the network's target."""

    label: Text
    here: int
    network: int
    plan: int | None
    part: bool  # of which


_LINES: tuple[tuple[str, Dimension | None], ...] = (
    ("exchange_reader", None),
    ("exchange_issue", GIVER),
    ("exchange_loan", None),
    ("selection", ASKER),
    ("set_lent", None),
    ("interlibrary_loan", WAY),
)


def table(year: int, unit: Unit) -> list[Line]:
    """The within-system loan (ЖАА, ВСО) of a year as the diary has it, against the plan."""
    here = _counted(year, libraries(unit).values_list("pk", flat=True))
    everywhere = _counted(year, libraries(unit.parent or unit).values_list("pk", flat=True))
    plan = {key: target for said in _told for key, target in said(year).items()}
    lines = []
    for measure, of_which in _LINES:
        rows = [("", MEASURES[measure].label), *((of_which.values or {}).items() if of_which else ())]
        for code, label in rows:
            key = (measure, code)
            lines.append(Line(label, here.get(key, 0), everywhere.get(key, 0), plan.get(key), bool(code)))
    return lines


def _counted(year: int, library_ids: Collection[int]) -> dict[tuple[str, str], int]:
    """(measure, dimension value or "") -> quantity of the year."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    wanted = [measure for measure, _of_which in _LINES]
    counted: dict[tuple[str, str], int] = {}
    for one in totals(first, last, library_ids=list(library_ids), measures=wanted, by=("dimensions",)):
        for code in {"", *(one.values or {}).values()}:
            counted[one.measure, code] = counted.get((one.measure, code), 0) + one.quantity
    return counted
