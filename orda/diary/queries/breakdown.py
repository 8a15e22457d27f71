"""Quantities of a period grouped by anything the diary tells apart, for programs."""

import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from orda.diary.measures import DIMENSIONS
from orda.diary.queries.lines import library_ids_under
from orda.diary.queries.quantities import Quantity, totals
from orda.network.models import Unit

PLACES_AND_TIMES = ("library", "cohort", "month", "day")
BY = (*PLACES_AND_TIMES, *DIMENSIONS)


@dataclass(frozen=True)
class Row:
    """What one quantity was grouped by (None: the measure or the line does not say) and the quantity."""

    keys: Mapping[str, str | None]
    measure: str
    quantity: int


def breakdown(
    first: datetime.date,
    last: datetime.date,
    *,
    measures: Collection[str] = (),
    unit: Unit | None = None,
    by: Sequence[str] = (),
) -> list[Row]:
    """Quantities grouped by any of BY, in the order of their keys. `unit` stands for its subtree.

    Libraries are given by code, days as YYYY-MM-DD, months as YYYY-MM.
    """
    sums: Counter[tuple[tuple[str | None, ...], str]] = Counter()
    units = Unit.objects.in_bulk() if {"library", "cohort"} & set(by) else {}
    for one in totals(
        first, last, measures=measures, library_ids=library_ids_under(unit), by=_asked_of_totals(by)
    ):
        sums[tuple(_value(name, one, units) for name in by), one.measure] += one.quantity
    found = [Row(dict(zip(by, keys, strict=True)), measure, n) for (keys, measure), n in sums.items() if n]
    return sorted(found, key=lambda row: ([value or "" for value in row.keys.values()], row.measure))


def _asked_of_totals(by: Sequence[str]) -> set[str]:
    asked = {name for name in by if name in ("day", "month", "library")}
    asked |= {"library"} if "cohort" in by else set()
    return asked | ({"dimensions"} if any(name in DIMENSIONS for name in by) else set())


def _value(name: str, one: Quantity, units: Mapping[int, Unit]) -> str | None:
    if name in DIMENSIONS:
        return (one.values or {}).get(name)
    if name == "day":
        return one.day.isoformat() if one.day else None
    if name == "month":
        return f"{one.month:%Y-%m}"
    unit = units[one.library_id or 0]
    return unit.code if name == "library" else unit.cohort or None
