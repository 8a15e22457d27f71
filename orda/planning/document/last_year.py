"""Last year's actuals in a plan's tables: as the plan prints them, else as the lines of last year's plan count."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from orda.network import clock
from orda.planning.document.models import Plan, Table
from orda.planning.document.queries import Place, figures_around, lines_of, plan_of
from orda.planning.year.models import Figure
from orda.planning.year.status import limited_to

LAST_YEAR = (-1, Figure.PRINTED_ACTUAL)
HUNDREDTH = Decimal("0.01")


def figures_of(plan: Plan, tables: Iterable[Table]) -> dict[Place, Decimal]:
    """What the cells of some tables show. A copied plan prints no actuals: they are last year's own, up to today."""
    figures = figures_around(plan.year)
    wanted = {(place[2], place[3]) for table in tables for place in _actuals(table) if place not in figures}
    last = plan_of(plan.year - 1) if wanted else None
    if last is None or last.year > clock.today().year:
        return figures
    lines = [one for one in last.lines.select_related("table__section") if (one.key, one.cohort) in wanted]
    for one in lines_of(last, limited_to(last.year, clock.today()), lines):
        if one.actual is not None:
            place = (*LAST_YEAR, one.line.key, one.line.cohort, 0)
            figures[place] = Decimal(one.actual).quantize(HUNDREDTH)
    return figures


def counted_by(plan: Plan, table: Table) -> datetime.date | None:
    """The day up to which a table's actuals of last year are counted, while that year is not over."""
    today = clock.today()
    return today if today.year == plan.year - 1 and any(_actuals(table)) else None


def _actuals(table: Table) -> Iterable[Place]:
    for row in (table.grid or {"rows": ()})["rows"]:
        for place in row["cells"]:
            if isinstance(place, list) and tuple(place[:2]) == LAST_YEAR:
                yield tuple(place)
