"""The plan's lines with what was reached of each, and the versions' differences."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orda.diary.measures import MEASURES, Text, described
from orda.network.days import day_of_month, month_name
from orda.network.queries import local_code
from orda.planning.document.models import Line, Plan
from orda.planning.document.reached import Number, absent_of, held_in, reached
from orda.planning.year.models import Figure
from orda.planning.year.status import PlanYear, plan_year

Place = tuple[
    int, str, str, str, int
]  # what a cell shows: (years from the plan's, kind, key, cohort, quarter)


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
    "works": _("works"),
    "pieces": _("pieces"),
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


@dataclass(frozen=True)
class LineStatus:
    """A line, its target and what was reached by the day; None is "there is none".

    `absent`: of an event, the codes of the libraries that are named for it and have not held it.
    `gaps`: of a sum, how many of its parts nobody has counted, and how many they are; (0, 0) where all are known.
    """

    line: Line
    target: Decimal | None
    actual: Number | None
    state: str
    absent: tuple[str, ...] = ()
    gaps: tuple[int, int] = (0, 0)

    @property
    def text(self) -> str:
        return whole_text(self.line)

    @property
    def unit(self) -> Text:
        return UNITS.get(self.line.unit, self.line.unit)

    @property
    def percent(self) -> Decimal | None:
        if not self.target or self.actual is None or self.gaps[0]:
            return None
        return Decimal(self.actual) * 100 / self.target

    @property
    def state_label(self) -> Text:
        return LINE_STATES[self.state]

    @property
    def state_text(self) -> str:
        """The state, and what it lacks."""
        return "; ".join([str(self.state_label), *self.lacks])

    @property
    def lacks(self) -> list[str]:
        """Who has not held the event yet; how many parts of a sum nobody has counted."""
        told = []
        if self.absent:
            codes = ", ".join(performer_text(code) for code in self.absent)
            told.append(_("not held yet: %(libraries)s") % {"libraries": codes})
        if self.gaps[0]:
            told.append(
                _("in part: %(missing)s of %(parts)s not counted")
                % dict(zip(("missing", "parts"), self.gaps, strict=True))
            )
        return [str(one) for one in told]


def said(thing: Any, name: str) -> str:
    """A text of the plan in the reader's language: Russian where it is asked for and stands there, else Kazakh."""
    russian = str(getattr(thing, f"{name}_ru"))
    return russian if get_language() == "ru" and russian else str(getattr(thing, f"{name}_kk"))


def whole_text(line: Line) -> str:
    """Content, form and group of readers in the reader's language."""
    return (line.whole("ru") if get_language() == "ru" else "") or line.whole("kk")


def lines_of(
    plan: Plan, as_of: datetime.date | None = None, lines: Sequence[Line] | None = None
) -> list[LineStatus]:
    """Every line of the plan (or those given) with its actual from 1 January to the end of `as_of`.

    A handful of questions to the database, however many lines.
    """
    year = plan_year(plan.year, as_of)
    asked = list(plan.lines.select_related("table__section")) if lines is None else list(lines)
    targets = _targets(year, asked)
    held = held_in(year) if any(line.source["kind"] == "events" for line in asked) else {}
    found = reached(year, asked, held)
    codes = {one.pk: one.code for one in year.libraries}
    return [
        LineStatus(
            line,
            target,
            actual,
            _state(line, target, actual, year.as_of, absent),
            absent,
            found.gaps.get(line.pk, (0, 0)),
        )
        for line in asked
        for target, actual in [(_target_of(line, targets, codes), found.numbers.get(line.pk))]
        for absent in [absent_of(line, held, codes)]
    ]


def parts_of(line: Line) -> list[tuple[Line, int]]:
    """The lines that a line adds up, each with its sign."""
    signs = {part["key"]: part["sign"] for part in line.source.get("of", ())}
    found = Line.objects.filter(plan_id=line.plan_id, cohort=line.cohort, key__in=signs) if signs else ()
    return [(one, signs[one.key]) for one in found]


def plan_of(year: int) -> Plan | None:
    return Plan.objects.filter(year=year).first()


def plans() -> list[Plan]:
    return list(Plan.objects.all())


def figures_around(year: int) -> dict[Place, Decimal]:
    """What the plan's grids show, by its place."""
    found = Figure.objects.filter(year__range=(year - 2, year))
    return {(one.year - year, one.kind, one.indicator, one.cohort, one.quarter): one.value for one in found}


Targets = Mapping[tuple[str, str], Decimal]


def _targets(year: PlanYear, lines: Iterable[Line]) -> Targets:
    """Line -> what is planned of it: the figure that the plan prints, else what follows of the plan's figures for a
    control indicator that is a rate."""
    printed = Figure.objects.filter(year=year.calendar.year, kind=Figure.TARGET, quarter=0)
    found = {(one.indicator, one.cohort): one.value for one in printed}
    for line in lines:
        place = (line.key, line.cohort)
        if line.source["kind"] == "indicator" and line.unit == "rate" and place not in found:
            rate = year.targets.year_plan(line.source["key"], line.cohort)
            if rate is not None:
                found[place] = rate
    return found


def _target_of(line: Line, targets: Targets, codes: Mapping[int, str]) -> Decimal | None:
    """Of an event without a figure each library that is named for it is to hold it once; one that names nobody is
    held once. How often "all" or a department hold it the plan does not say."""
    place = (line.key, line.cohort)
    if place in targets or line.source["kind"] != "events" or line.target_text:
        return targets.get(place)
    named = line.performers.split()
    libraries = [code for code in named if code in codes.values()]
    return Decimal(len(libraries) or 1) if libraries or not named else None


def _state(
    line: Line, target: Decimal | None, actual: Number | None, day: datetime.date, absent: Sequence[str]
) -> str:
    first, last = term_of(line)
    wanted = target if target is not None else Decimal(1) if line.unit in ("done", "events") else None
    if actual is None:
        return "overdue" if day > last else "not_due" if day < first else "no_count"
    if wanted is None or line.source["kind"] in ("level", "manual_level"):
        return "standing"
    if wanted and actual >= wanted and not absent:
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


# Departments and groups that the plan names beside the libraries' codes; each language has its own abbreviation.
PERFORMERS: dict[str, Text] = {
    "барлығы": _("all (libraries)"),
    "ОКЖ": _("CLS"),
    "ҚҰҚБ": _("stock dept."),
    "ӘБ": _("methods dept."),
    "АББ": _("information dept."),
    "ҚКБ": _("service dept."),
    "бағдарламашы": _("programmer"),
}


def performer_text(code: str) -> str:
    """A department's abbreviation or a library's code, as the reader's language writes it."""
    return str(PERFORMERS[code]) if code in PERFORMERS else local_code(code)


def performers_text(line: Line) -> str:
    """ "ОҚК, 1б, 5б" as the plan lists them."""
    return ", ".join(performer_text(code) for code in line.performers.split())


def target_words(line: Line) -> str:
    """What stands in place of a number."""
    return str(TARGET_WORDS.get(line.target_text, line.target_text))


TARGET_WORDS: dict[str, Text] = {Line.BY_PLAN: _("by the plan"), Line.ALL: _("all"), Line.CLS: _("CLS")}


ROMAN = ("", "I", "II", "III", "IV")


def term_text(line: Line) -> str:
    """ "I–IV", "II", a month or a day in words, as the plan writes terms; "" where none is printed."""
    if line.term_text:
        return line.term_text
    if line.day:
        return day_of_month(line.day)
    if line.month:
        return month_name(line.month)
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
    if source["kind"] == "libraries":
        return "libraries:" + " ".join(_term_text(term) for term in source["terms"])
    if source["kind"] == "diary":
        return " ".join(_term_text(term) for term in source["terms"])
    if source["kind"] == "level":
        return f"level:{source['level']}{_where_text(source['where'])}@{source['at']}"
    if source["kind"] == "events":
        return f"events:{source['number']}"
    if source["kind"] == "reports":
        return f"reports:{source['report']}"
    if source["kind"] == "sum":
        return " ".join(f"{'-' if part['sign'] < 0 else '+'}line:{part['key']}" for part in source["of"])
    return str(source["kind"])


def _term_text(term: Mapping[str, Any]) -> str:
    sign = "-" if term["sign"] < 0 else "+"
    return f"{sign}diary:{term['measure']}{_where_text(term['where'])}"


def _where_text(where: Mapping[str, str]) -> str:
    return f"[{','.join(f'{name}={value}' for name, value in sorted(where.items()))}]" if where else ""


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
