"""Who has not entered their counts by hand yet: line by line, and performer by performer."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from orda.network.models import Unit
from orda.planning.document.models import Line, ManualCount, Plan
from orda.planning.document.queries import term_of
from orda.planning.year.models import Figure


@dataclass(frozen=True)
class Missing:
    """A line counted by hand, and its performers that have entered nothing in the quarter."""

    line: Line
    libraries: tuple[Unit, ...]

    @property
    def performers(self) -> tuple[str, ...]:
        """Who is waited for: codes of libraries, else the departments that the plan names; "" for nobody named."""
        return tuple(one.code for one in self.libraries) or tuple(self.line.performers.split()) or ("",)


def who_is_missing(plan: Plan, quarter: int) -> list[Missing]:
    """Lines counted by hand whose term touches the quarter, and which named performers have no count in it.

    A line that names no library waits for any count at all (its `libraries` are empty); one that plans nothing
    (a printed 0 or dash) waits for none.
    """
    first = datetime.date(plan.year, quarter * 3 - 2, 1)
    last = datetime.date(plan.year, quarter * 3, 30 if quarter in (2, 3) else 31)
    by_code = {unit.code: unit for unit in Unit.objects.filter(kind=Unit.Kind.LIBRARY)}
    counted: dict[int, set[int]] = defaultdict(set)
    for line_id, library_id in ManualCount.objects.filter(
        line__plan=plan, taken_back=False, day__range=(first, last)
    ).values_list("line_id", "library_id"):
        counted[line_id].add(library_id)
    done = set(
        ManualCount.objects.filter(line__plan=plan, taken_back=False, quantity__gt=0).values_list(
            "line_id", flat=True
        )
    )
    nothing = set(
        Figure.objects.filter(year=plan.year, kind=Figure.TARGET, quarter=0, value=0).values_list(
            "indicator", "cohort"
        )
    )
    found = []
    for line in plan.lines.select_related("plan", "table__section"):
        starts, ends = term_of(line)
        if not line.by_hand or ends < first or starts > last or (line.key, line.cohort) in nothing:
            continue
        if line.target_text == Line.NOTHING:
            continue
        if line.source["kind"] == "milestone" and line.pk in done:
            continue
        named = [by_code[code] for code in line.performers.split() if code in by_code]
        absent = tuple(unit for unit in named if unit.pk not in counted[line.pk])
        if absent or (not named and not counted[line.pk]):
            found.append(Missing(line, absent))
    return found


def by_performer(rows: Iterable[Missing]) -> list[tuple[str, int]]:
    """Each performer that is waited for, and for how many lines: those who owe most first."""
    counted = Counter(who for row in rows for who in row.performers)
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))
