"""What was reached of the plan's lines: from indicators, the diary, levels, events, counts by hand, other lines."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orda.diary import queries as diary
from orda.diary.measures import LEVELS
from orda.diary.models import BEGINNING
from orda.events.models import HeldEvent
from orda.network.models import Unit
from orda.planning.document.filed import filed
from orda.planning.document.models import Line, ManualCount
from orda.planning.year.models import Figure
from orda.planning.year.status import PlanYear

Number = Decimal | int
Held = Mapping[int, Counter[int]]  # number of a planned event -> library -> how often it was held there


@dataclass(frozen=True)
class Reached:
    """Line -> what was reached of it by the year's day; what nobody has counted is left out. `gaps`: of a line that
    adds up others, how many of them nobody has counted, and how many they are: its number is no result yet."""

    numbers: dict[int, Number]
    gaps: dict[int, tuple[int, int]]


def reached(year: PlanYear, lines: Sequence[Line], held: Held) -> Reached:
    by_kind: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_kind[line.source["kind"]].append(line)
    found: dict[int, Number] = {}
    found.update(_indicators(year, by_kind["indicator"]))
    found.update(_diary(year, by_kind["diary"]))
    found.update(_taking_part(year, by_kind["libraries"]))
    found.update(_levels(year, by_kind["level"]))
    found.update({line.pk: held.get(line.source["number"], Counter()).total() for line in by_kind["events"]})
    found.update(_by_hand(year, [*by_kind["manual"], *by_kind["manual_level"], *by_kind["milestone"]]))
    if by_kind["reports"]:
        submitted = filed(year.calendar.year, year.as_of)
        found.update({line.pk: submitted.get(line.source["report"], 0) for line in by_kind["reports"]})
    sums = _sums(year, by_kind["sum"])
    return Reached({**found, **sums.numbers}, sums.gaps)


def _sums(year: PlanYear, lines: Sequence[Line]) -> Reached:
    """Lines that add up others of their plan and cohort; none of what has no part counted yet. A part that plans
    nothing (a printed 0) is waited for by nobody."""
    keys = {part["key"] for line in lines for part in line.source["of"]}
    if not keys:
        return Reached({}, {})
    of_year = year.calendar.year
    parts = list(Line.objects.filter(plan__year=of_year, key__in=keys))
    below = reached(year, parts, {})
    whole = {(one.key, one.cohort): below.numbers[one.pk] for one in parts if one.pk in below.numbers}
    empty = Figure.objects.filter(year=of_year, kind=Figure.TARGET, quarter=0, value=0, indicator__in=keys)
    waited = {(one.key, one.cohort) for one in parts if one.pk not in below.numbers or one.pk in below.gaps}
    waited -= set(empty.values_list("indicator", "cohort"))
    found: dict[int, Number] = {}
    gaps = {}
    for line in lines:
        places = [((part["key"], line.cohort), part["sign"]) for part in line.source["of"]]
        known = [sign * whole[place] for place, sign in places if place in whole]
        missing = sum(place in waited for place, _sign in places)
        if known:
            found[line.pk] = sum(known)
        if known and missing:
            gaps[line.pk] = (missing, len(places))
    return Reached(found, gaps)


def _indicators(year: PlanYear, lines: Sequence[Line]) -> dict[int, Number]:
    found: dict[int, Number] = {}
    for cohort in {line.cohort for line in lines}:
        rows = {row.key: row.actual for row in year.status(cohort).indicators}
        for line in lines:
            actual = rows.get(line.source["key"]) if line.cohort == cohort else None
            if actual is not None:
                found[line.pk] = actual
    return found


def _libraries(year: PlanYear) -> dict[str, frozenset[int]]:
    cohorts = ("", *Unit.Cohort.values)
    return {cohort: frozenset(one.pk for one in year.in_cohort(cohort)) for cohort in cohorts}


def _diary(year: PlanYear, lines: Sequence[Line]) -> dict[int, Number]:
    terms = [(line, term) for line in lines for term in line.source["terms"]]
    first = datetime.date(year.calendar.year, 1, 1)
    sums = _summed(first, year.as_of, {term["measure"] for _line, term in terms})
    inside = _libraries(year)
    found: dict[int, Number] = {line.pk: 0 for line in lines}
    for line, term in terms:
        found[line.pk] += term["sign"] * _matching(sums, term["measure"], term["where"], inside[line.cohort])
    return found


Sums = Mapping[str, Sequence[diary.Quantity]]


def _summed(first: datetime.date, last: datetime.date, measures: Iterable[str]) -> Sums:
    wanted = sorted(measures)
    found: dict[str, list[diary.Quantity]] = {measure: [] for measure in wanted}
    if wanted and first <= last:
        for one in diary.totals(first, last, measures=wanted, by=("library", "dimensions")):
            found[one.measure].append(one)
    return found


def _taking_part(year: PlanYear, lines: Sequence[Line]) -> dict[int, Number]:
    """How many libraries have any of what a line's terms count."""
    terms = [(line, term) for line in lines for term in line.source["terms"]]
    sums = _summed(
        datetime.date(year.calendar.year, 1, 1), year.as_of, {term["measure"] for _l, term in terms}
    )
    inside = _libraries(year)
    taking: dict[int, Counter[int]] = {line.pk: Counter() for line in lines}
    for line, term in terms:
        for one in sums[term["measure"]]:
            if one.library_id in inside[line.cohort] and diary.matches(one.values, term["where"]):
                taking[line.pk][one.library_id or 0] += term["sign"] * one.quantity
    return {pk: sum(amount > 0 for amount in each.values()) for pk, each in taking.items()}


def _matching(sums: Sums, measure: str, where: Mapping[str, str], libraries: frozenset[int]) -> int:
    return sum(
        one.quantity
        for one in sums[measure]
        if one.library_id in libraries and diary.matches(one.values, where)
    )


def _levels(year: PlanYear, lines: Sequence[Line]) -> dict[int, Number]:
    """What stands at the start of the year, or at the day. The catalogue is one for the whole network."""
    found: dict[int, Number] = {}
    everywhere = frozenset(one.pk for one in year.libraries)
    inside = _libraries(year)
    before = datetime.date(year.calendar.year, 1, 1) - datetime.timedelta(days=1)
    for at, day in (("start", before), ("end", year.as_of)):
        here = [line for line in lines if line.source["at"] == at]
        levels = {LEVELS[line.source["level"]] for line in here}
        sums = _summed(BEGINNING, day, {name for one in levels for name in (*one.adds, *one.takes)})
        for line in here:
            level = LEVELS[line.source["level"]]
            where, libraries = line.source["where"], inside[line.cohort]
            libraries = everywhere if level.key == "catalogue_records" else libraries
            added = sum(_matching(sums, name, where, libraries) for name in level.adds)
            found[line.pk] = added - sum(_matching(sums, name, where, libraries) for name in level.takes)
    return found


def held_in(year: PlanYear) -> Held:
    found: dict[int, Counter[int]] = defaultdict(Counter)
    happened = HeldEvent.objects.filter(
        planned__year=year.calendar.year,
        cancelled=False,
        day__range=(datetime.date(year.calendar.year, 1, 1), year.as_of),
    )
    for number, library in happened.values_list("planned__number", "library_id"):
        found[number][library] += 1
    return found


def absent_of(line: Line, held: Held, codes: Mapping[int, str]) -> tuple[str, ...]:
    """One event held by several libraries is one line: it is done when each of those named has held it."""
    if line.source["kind"] != "events":
        return ()
    here = {codes.get(library) for library in held.get(line.source["number"], ())}
    known = set(codes.values())
    return tuple(code for code in line.performers.split() if code in known and code not in here)


def _by_hand(year: PlanYear, lines: Sequence[Line]) -> dict[int, Number]:
    """Sums of counts; of what stands, the last count of each library. None where nobody has counted."""
    standing = {line.pk for line in lines if line.source["kind"] == "manual_level"}
    milestones = {line.pk for line in lines if line.source["kind"] == "milestone"}
    found: dict[int, Number] = {}
    seen: set[tuple[int, int]] = set()
    counts = ManualCount.objects.filter(
        line__plan__year=year.calendar.year, taken_back=False, day__lte=year.as_of
    )
    wanted = {line.pk for line in lines}
    for one in counts if lines else ():
        place = (one.line_id, one.library_id)
        if one.line_id not in wanted or (one.line_id in standing and place in seen):
            continue
        seen.add(place)
        found[one.line_id] = found.get(one.line_id, 0) + one.quantity
    return {pk: min(int(number), 1) if pk in milestones else number for pk, number in found.items()}
