"""The plan's lines with what was reached of each, and the versions' differences."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orda.diary import queries as diary
from orda.diary.measures import LEVELS, MEASURES, Text, described
from orda.diary.models import BEGINNING
from orda.events.models import HeldEvent
from orda.network.models import Unit
from orda.planning.models import Figure, Line, ManualCount, Plan
from orda.planning.queries.status import PlanYear, plan_year

UNITS: dict[str, Text] = {
    "readers": _("readers"),
    "copies": _("copies"),
    "visits": _("visits"),
    "records": _("records"),
    "events": _("events"),
    "people": _("people"),
    "views": _("views"),
    "tenge": _("tenge"),
    "thousand_tenge": _("thousand tenge"),
    "times": _("times"),
    "done": _("done or not"),
    "references": _("references"),
    "articles": _("articles"),
    "computers": _("computers"),
    "libraries": _("libraries"),
    "followers": _("followers"),
    "posts": _("posts"),
    "rate": _("rate"),
}

LINE_STATES: dict[str, Text] = {
    "done": _("done"),
    "under_way": _("under way"),
    "not_due": _("not due yet"),
    "overdue": _("term passed"),
    "standing": _("counted"),
    "no_count": _("no count yet"),
}

Number = Decimal | int


@dataclass(frozen=True)
class LineStatus:
    """A line, its target and what was reached by the day; None is "there is none"."""

    line: Line
    target: Decimal | None
    actual: Number | None
    state: str

    @property
    def text(self) -> str:
        return said(self.line, "content")

    @property
    def unit(self) -> Text:
        return UNITS.get(self.line.unit, self.line.unit)

    @property
    def percent(self) -> Decimal | None:
        if not self.target or self.actual is None or self.line.unit == "rate":
            return None
        return Decimal(self.actual) * 100 / self.target

    @property
    def state_label(self) -> Text:
        return LINE_STATES[self.state]


def said(thing: Any, name: str) -> str:
    """A text of the plan in the reader's language: Russian where it is asked for and stands there, else Kazakh."""
    russian = str(getattr(thing, f"{name}_ru"))
    return russian if get_language() == "ru" and russian else str(getattr(thing, f"{name}_kk"))


def lines_of(
    plan: Plan, as_of: datetime.date | None = None, lines: Sequence[Line] | None = None
) -> list[LineStatus]:
    """Every line of the plan (or those given) with its actual from 1 January to the end of `as_of`.

    A handful of questions to the database, however many lines.
    """
    year = plan_year(plan.year, as_of)
    asked = list(plan.lines.select_related("table__section")) if lines is None else list(lines)
    targets = _targets(plan.year)
    actuals = _actuals(year, asked)
    return [
        LineStatus(line, target, actuals.get(line.pk), _state(line, target, actuals.get(line.pk), year.as_of))
        for line in asked
        for target in [targets.get((line.key, line.cohort))]
    ]


def plan_of(year: int) -> Plan | None:
    return Plan.objects.filter(year=year).first()


def plans() -> list[Plan]:
    return list(Plan.objects.all())


def figures_around(year: int) -> dict[tuple[int, str, str, str, int], Decimal]:
    """(years from the plan's, kind, key, cohort, quarter) -> number: what the plan's grids show."""
    found = Figure.objects.filter(year__range=(year - 2, year))
    return {(one.year - year, one.kind, one.indicator, one.cohort, one.quarter): one.value for one in found}


def _targets(year: int) -> dict[tuple[str, str], Decimal]:
    found = Figure.objects.filter(year=year, kind=Figure.TARGET, quarter=0)
    return {(one.indicator, one.cohort): one.value for one in found}


def _actuals(year: PlanYear, lines: Sequence[Line]) -> dict[int, Number]:
    by_kind: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_kind[line.source["kind"]].append(line)
    found: dict[int, Number] = {}
    found.update(_indicators(year, by_kind["indicator"]))
    found.update(_diary(year, by_kind["diary"]))
    found.update(_levels(year, by_kind["level"]))
    found.update(_events(year, by_kind["events"]))
    found.update(_by_hand(year, [*by_kind["manual"], *by_kind["manual_level"], *by_kind["milestone"]]))
    return found


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


def _events(year: PlanYear, lines: Sequence[Line]) -> dict[int, Number]:
    held: dict[int, int] = defaultdict(int)
    if lines:
        happened = HeldEvent.objects.filter(
            planned__year=year.calendar.year,
            cancelled=False,
            day__range=(datetime.date(year.calendar.year, 1, 1), year.as_of),
        )
        for number in happened.values_list("planned__number", flat=True):
            held[number] += 1
    return {line.pk: held[line.source["number"]] for line in lines}


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


def _state(line: Line, target: Decimal | None, actual: Number | None, day: datetime.date) -> str:
    first, last = term_of(line)
    wanted = target if target is not None else Decimal(1) if line.unit in ("done", "events") else None
    if actual is None:
        return "overdue" if day > last else "not_due" if day < first else "no_count"
    if wanted is None or line.source["kind"] in ("level", "manual_level"):
        return "standing"
    if wanted and actual >= wanted:
        return "done"
    return "overdue" if day > last else "not_due" if day < first and not actual else "under_way"


def term_of(line: Line) -> tuple[datetime.date, datetime.date]:
    """First and last day of a line's term; the whole year where none is printed."""
    year = line.plan.year
    if line.day:
        return line.day, line.day
    months = [line.month, line.month] if line.month else [1, 12]
    if line.quarters and not line.month:
        months = [int(line.quarters[0]) * 3 - 2, int(line.quarters[-1]) * 3]
    first = datetime.date(year, months[0] or 1, 1)
    after = datetime.date(year + (months[1] or 12) // 12, (months[1] or 12) % 12 + 1, 1)
    return first, after - datetime.timedelta(days=1)


ROMAN = ("", "I", "II", "III", "IV")


def term_text(line: Line) -> str:
    """ "I–IV", "II" or the month's number and day as the plan writes terms; "" where none is printed."""
    if line.day:
        return line.day.strftime("%d.%m.%Y")
    if line.month:
        return f"{line.month:02d}.{line.plan.year}"
    if not line.quarters:
        return ""
    ends = list(dict.fromkeys((line.quarters[0], line.quarters[-1])))
    return "–".join(ROMAN[int(one)] for one in ends)


def share_automatic(lines: Iterable[Line]) -> tuple[int, int]:
    """(counted by Orda, counted by hand)."""
    kinds = [line.automatic for line in lines]
    return sum(kinds), len(kinds) - sum(kinds)


def source_text(line: Line) -> str:
    """From where the actual comes, for other programs: "indicator:loans", "diary:intake[language=kk]"…"""
    source = line.source
    if source["kind"] == "indicator":
        return f"indicator:{source['key']}"
    if source["kind"] == "diary":
        return " ".join(_term_text(term) for term in source["terms"])
    if source["kind"] == "level":
        return f"level:{source['level']}{_where_text(source['where'])}@{source['at']}"
    if source["kind"] == "events":
        return f"events:{source['number']}"
    return str(source["kind"])


def _term_text(term: Mapping[str, Any]) -> str:
    sign = "-" if term["sign"] < 0 else "+"
    return f"{sign}diary:{term['measure']}{_where_text(term['where'])}"


def _where_text(where: Mapping[str, str]) -> str:
    return f"[{','.join(f'{name}={value}' for name, value in sorted(where.items()))}]" if where else ""


@dataclass(frozen=True)
class Difference:
    """What one version says of a thing and the next says otherwise; "" where it isn't there."""

    what: str
    name: str
    before: str
    after: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What changed from one version's content to another's, line by line."""
    found = []
    for key in dict.fromkeys([*before["lines"], *after["lines"]]):
        one, other = before["lines"].get(key, {}), after["lines"].get(key, {})
        what = _named(other or one)
        for name in ("kk", "ru", "performers", "quarters", "month", "day"):
            found += _changed(what, name, one.get(name), other.get(name))
        for quarter in sorted({*one.get("target", {}), *other.get("target", {})}):
            name = "target" if quarter == "0" else f"target_q{quarter}"
            found += _changed(
                what, name, one.get("target", {}).get(quarter), other.get("target", {}).get(quarter)
            )
    for key in dict.fromkeys([*before["passages"], *after["passages"]]):
        one, other = before["passages"].get(key, ["", ""]), after["passages"].get(key, ["", ""])
        for place, name in enumerate(("kk", "ru")):
            what = _named(dict(zip(("kk", "ru"), other if other[0] else one, strict=True)))
            found += _changed(what[:60], name, one[place], other[place])
    return found


def _named(content: Mapping[str, Any]) -> str:
    """What a version says of a thing, in the reader's language where it stands in that."""
    return str((get_language() == "ru" and content.get("ru")) or content["kk"])


def _changed(what: str, name: str, before: Any, after: Any) -> list[Difference]:
    same = (before or "") == (after or "")
    return [] if same else [Difference(what, name, str(before or ""), str(after or ""))]


def terms_in_words(line: Line) -> list[str]:
    """What of the diary a line counts, in words: "copies taken in: Kazakh, fiction"."""
    terms = line.source.get("terms", ())
    return [
        f"{'− ' if term['sign'] < 0 else ''}{MEASURES[term['measure']].label}"
        + (f": {diary_words(term['where'])}" if term["where"] else "")
        for term in terms
    ]


def diary_words(where: Mapping[str, str]) -> str:
    return described(where)
