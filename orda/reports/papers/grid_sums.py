"""Which cells of a printed table of the plan add up others, so that its sheet is alive when a figure is changed.

Only where the plan's own figures do add up: where a printed total contradicts its parts, it stays the number it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from orda.planning.document.queries import LineStatus, Place
from orda.planning.models import Line
from orda.reports.papers.paper import Cell, Sum

TOTAL = ".total"
# A stock at the year's end is that of its start with what came in and without what went out.
END, START, CAME, WENT = "stock_end.", "stock_start.", "stock_intake.", "stock_withdrawal."
Parts = tuple[list[Place], list[Place]]  # those added, those taken off


def sums_of(
    grid: Mapping[str, Any], figures: Mapping[Place, Decimal], lines: Iterable[Line], first: int
) -> tuple[Sum, ...]:
    """The cells of a grid that are sums. `first`: the column of a row's first figure."""
    cells: dict[Place, Cell] = {
        tuple(place): (row, first + column)
        for row, found in enumerate(grid["rows"])
        for column, place in enumerate(found["cells"])
        if isinstance(place, list)
    }
    declared = {line.key: line.source["of"] for line in lines if line.source.get("kind") == "sum"}
    found = []
    for place, cell in cells.items():
        for plus, minus in _ways(place, cells, declared):
            if place in figures and all(part in cells and part in figures for part in (*plus, *minus)):
                worked = sum((figures[one] for one in plus), Decimal(0)) - sum(figures[one] for one in minus)
                if len(plus) + len(minus) > 1 and worked == figures[place]:
                    found.append(
                        (cell, tuple(cells[one] for one in plus), tuple(cells[one] for one in minus))
                    )
                    break
    return tuple(found)


def sums_of_lines(lines: Sequence[LineStatus], column: int) -> tuple[Sum, ...]:
    """The same of a list with a line in each row: where a line's actual, in `column`, adds up those of others."""
    rows = {(one.line.key, one.line.cohort): row for row, one in enumerate(lines)}
    found = []
    for row, one in enumerate(lines):
        parts = one.line.source["of"] if one.line.source.get("kind") == "sum" else []
        known = [(rows.get((part["key"], one.line.cohort)), part["sign"]) for part in parts]
        amounts = [sign * (lines[at].actual or 0) for at, sign in known if at is not None]
        if one.actual is not None and len(amounts) == len(parts) > 1 and sum(amounts) == one.actual:
            plus, minus = (
                [(at, column) for at, sign in known if at is not None and sign == way] for way in (1, -1)
            )
            found.append(((row, column), tuple(plus), tuple(minus)))
    return tuple(found)


def _ways(
    place: Place, cells: Mapping[Place, Cell], declared: Mapping[str, list[dict[str, Any]]]
) -> Iterator[Parts]:
    """The ways in which a figure may add up: as its line says, by quarters, contents or cohorts, as a stock moves."""
    years, kind, key, cohort, quarter = place
    if key in declared:
        parts = [((years, kind, one["key"], cohort, quarter), one["sign"]) for one in declared[key]]
        yield [one for one, sign in parts if sign > 0], [one for one, sign in parts if sign < 0]
    if not quarter:
        yield [(years, kind, key, cohort, n) for n in range(1, 5)], []
    if key.endswith(TOTAL):
        stem = key.removesuffix(TOTAL)
        beside = [one for one in cells if (*one[:2], *one[3:]) == (years, kind, cohort, quarter)]
        yield [one for one in beside if one[2].rpartition(".")[0] == stem and one != place], []
    if not cohort:
        yield [one for one in cells if one[3] and (*one[:3], one[4]) == (years, kind, key, quarter)], []
    if key.startswith(END):
        start, came, went = (
            (years, kind, name + key.removeprefix(END), cohort, quarter) for name in (START, CAME, WENT)
        )
        yield [start, came], [went]
