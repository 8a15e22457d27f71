"""A submitted report, or one about to be, as a paper."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from orda.diary.measures import Text as Text_
from orda.events.models import PlannedEvent
from orda.network.days import month_of_year
from orda.network.models import Unit
from orda.network.queries import local_code
from orda.planning.indicators.declared import COUNTED, INDICATORS
from orda.reports.letterhead.signed import signed
from orda.reports.papers.done import as_of_day
from orda.reports.papers.names import indicator_names
from orda.reports.papers.paper import Block, Head, Paper, Row, Table, Text
from orda.reports.periods import Kind, Period

# To whom each report goes (plan, section of methods).
TO: dict[str, Text_] = {
    Kind.INDICATORS: gettext_lazy("To the oblast universal scientific library"),
    Kind.EVENTS: gettext_lazy("To the city department of culture and languages"),
    Kind.HALF_YEAR: gettext_lazy("To the oblast library and the city department of culture and languages"),
    Kind.YEAR: gettext_lazy("To the oblast library and the city department of culture and languages"),
}
ROMAN = ("", "I", "II", "III", "IV")


def title_of(period: Period) -> str:
    """ "Control indicators, quarter II of 2024", in the reader's language."""
    what = {"kind": str(period.kind.label), "year": period.year}
    if period.kind == Kind.INDICATORS:
        return _("Control indicators: quarter %(number)s of %(year)s") % {
            **what,
            "number": ROMAN[period.number],
        }
    if period.kind == Kind.EVENTS:
        return _("Events: %(month)s") % {"month": month_of_year(period.year, period.number)}
    if period.kind == Kind.HALF_YEAR:
        return _("Analysis of the first half of %(year)s") % what
    return _("Analysis of the year %(year)s") % what


def report_paper(
    period: Period, content: dict[str, Any], language: str, note: str = "", seal: str = ""
) -> Paper:
    """The report's tables, whose and to whom; the note and the checksum of a submitted one stand at its end."""
    with translation.override(language):
        whose = signed()
        blocks: list[Block] = list(_tables(period, content))
        if note:
            blocks.append(Text(_("Note: %(note)s") % {"note": note}))
        if seal:
            blocks.append(Text(_("Checksum (SHA-256): %(seal)s") % {"seal": seal}))
        blocks.append(whose.signatures(period.due.year))
        day = content.get("as_of")
        return Paper(
            title=title_of(period),
            organisation=whose.organisation,
            language=language,
            blocks=tuple(blocks),
            contents_title=_("Contents"),
            place_and_year=str(TO[period.kind]),
            cover=False,
            as_of=as_of_day(datetime.date.fromisoformat(day)) if day else "",
        )


def _tables(period: Period, content: dict[str, Any]) -> Iterator[Block]:
    if period.kind == Kind.EVENTS:
        yield from _events(period, content)
        return
    names = indicator_names(period.year)
    same = bool(content.get("as_of"))
    for cohort in Unit.Cohort:
        rows = [row for row in content["rows"] if row["cohort"] == cohort.value]
        title = str(cohort.label)
        title = title[:1].upper() + title[1:]
        yield (
            _quarter(title, rows, names)
            if period.kind == Kind.INDICATORS
            else _analysis(title, rows, period, names, same)
        )
    whole = together(content["rows"])
    title = _("In all, both cohorts")
    yield (
        _quarter(title, whole, names)
        if period.kind == Kind.INDICATORS
        else _analysis(title, whole, period, names, same)
    )
    lacking = [_label(row, names) for row in whole if row.get("lacks")]
    if lacking:
        yield Text(
            _("Only one cohort has a plan, so none is set beside the whole: %(rows)s.")
            % {"rows": ", ".join(lacking)}
        )
    if any(row.get("otherwise") for row in content["rows"]):
        yield Text(_("* The year before it was counted otherwise: the two numbers are not compared."))
    for cohort in Unit.Cohort:
        said = explained(content["rows"], cohort.value)
        if said:
            yield _why(_("Fulfilment and reasons: %(cohort)s") % {"cohort": cohort.label}, said, names)


def explained(rows: list[dict[str, Any]], cohort: str) -> list[dict[str, Any]]:
    """The rows of a cohort that the report keeps a reason of."""
    return [row for row in rows if row["cohort"] == cohort and row.get("why")]


def together(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What can be added up of the cohorts' rows: counts. A rate of the whole is no sum, and stays with its cohort.

    Where a cohort counts what it has no plan for, the other's plan is none of the whole ("lacks").
    """
    whole: dict[str, dict[str, Any]] = {}
    planned = {(row["key"], row.get("plan") is not None) for row in rows if row.get("actual")}
    for row in rows:
        if row["key"] not in COUNTED and not row.get("adds_up"):
            continue
        known = whole.setdefault(row["key"], {**row, **dict.fromkeys(_ADDED, None)})
        for name in _ADDED:
            if row.get(name) is not None:
                known[name] = (known[name] or 0) + row[name]
    for key, row in whole.items():
        if {(key, True), (key, False)} <= planned:
            row |= {"plan": None, "plan_to_date": None, "lacks": True}
    return list(whole.values())


_ADDED = ("plan", "plan_to_date", "own", "carried", "actual", "to_date", "before")


def _label(row: dict[str, Any], names: Mapping[str, str]) -> str:
    """A control indicator's name, or the name that the report keeps of one that people added."""
    if row["key"] in INDICATORS:
        return names[row["key"]]
    label: dict[str, str] = row["label"]
    return label[(get_language() or "kk")[:2]] + (" *" if row.get("otherwise") else "")


def _quarter(title: str, rows: list[dict[str, Any]], names: Mapping[str, str]) -> Table:
    heads = (
        *(_("Indicator"), _("Plan of the quarter"), _("Quarter"), _("Corrections of earlier quarters")),
        *(_("Reported"), "%", _("Since the start of the year")),
    )
    cells = tuple(
        Row(
            (
                _label(row, names),
                row["plan"],
                row["own"],
                row["carried"],
                row["actual"],
                _share(row["actual"], row["plan"]),
                row["to_date"],
            ),
            inside=bool(row["of_which_of"]),
        )
        for row in rows
    )
    return Table(
        title, (tuple(Head(one) for one in heads),), cells, (10, 3, 3, 3, 3, 2, 3), shares=((5, 4, 1),)
    )


def _analysis(
    title: str, rows: list[dict[str, Any]], period: Period, names: Mapping[str, str], same: bool
) -> Table:
    """Plan, actual, the year before; of half a year also what the plan asks of it, and the share of that. `same`: the
    year before is counted up to the same day, for this one's period is not over."""
    half = period.kind == Kind.HALF_YEAR
    before = _("The same day a year before") if same else _("A year before")
    plans = (_("Plan of the half-year"), _("Actual"), _("% of the half-year")) if half else (_("Actual"),)
    heads = (_("Indicator"), _("Plan of the year"), *plans, "%", before, _("Difference"))
    cells = tuple(
        Row(
            (
                _label(row, names),
                _rounded(row["plan"]),
                *((_rounded(row["plan_to_date"]),) if half else ()),
                _rounded(row["actual"]),
                *((_share(row["actual"], row["plan_to_date"]),) if half else ()),
                _share(row["actual"], row["plan"]),
                _rounded(row["before"]),
                None if row.get("otherwise") else _difference(row["actual"], row["before"]),
            ),
            inside=bool(row["of_which_of"]),
        )
        for row in rows
    )
    widths = (10, 3, 3, 3, 3, 2, 3, 3) if half else (10, 3, 3, 2, 3, 3)
    shares = ((4, 3, 2), (5, 3, 1)) if half else ((3, 2, 1),)
    return Table(title, (tuple(Head(one) for one in heads),), cells, widths, shares=shares)


def _why(title: str, rows: list[dict[str, Any]], names: Mapping[str, str]) -> Table:
    language = (get_language() or "kk")[:2]
    cells = tuple(
        Row((_label(row, names), row["why"][language]), inside=bool(row["of_which_of"])) for row in rows
    )
    return Table(title, ((Head(_("Indicator")), Head(_("Why"))),), cells, (6, 18))


def _events(period: Period, content: dict[str, Any]) -> Iterator[Block]:
    totals, ago = content["totals"], content["year_ago"]
    names = (("events", _("Events")), ("attendance", _("Attendance")), ("views", _("Views")))
    heads = tuple(
        Head(one) for one in (_("Indicator"), _("Month"), _("The same month a year before"), _("Difference"))
    )
    if content.get("as_of"):
        heads = tuple(
            Head(one)
            for one in (_("Indicator"), _("Month"), _("The same days a year before"), _("Difference"))
        )
    rows = tuple(Row((label, totals[name], ago[name], totals[name] - ago[name])) for name, label in names)
    yield Table(_("In all"), (heads,), rows, (6, 3, 3, 3))
    russian = _russian_titles(period, content)
    lists = (
        (_("Events of the month"), content["events"]),
        (_("Noted after an earlier report"), content["late"]),
        (_("Reported earlier, corrected since"), content["gone"]),
    )
    for title, events in lists:
        if events:
            yield _list(title, events, russian)


def _russian_titles(period: Period, content: dict[str, Any]) -> Mapping[str, str]:
    """Title -> the same in Russian, of what the plan names in both languages."""
    if get_language() != "ru":
        return {}
    titles = {one["title"] for name in ("events", "late", "gone") for one in content[name]}
    found = PlannedEvent.objects.filter(year=period.year, title__in=titles).exclude(title_ru="")
    return dict(found.values_list("title", "title_ru"))


def _list(title: str, events: list[dict[str, Any]], russian: Mapping[str, str]) -> Table:
    heads = (_("Day"), _("Library"), _("Event"), _("Form"), _("Attendance"), _("Views"), _("Evidence"))
    rows = tuple(
        Row(
            (
                *(
                    datetime.date.fromisoformat(one["day"]),
                    local_code(one["library"]),
                    russian.get(one["title"], one["title"]),
                    one.get("form_ru", one["form"]) if get_language() == "ru" else one["form"],
                    one["attendance"],
                    one["views"],
                ),
                " ; ".join(shown.get("link") or shown["file"] for shown in one.get("evidence", [])) or None,
            )
        )
        for one in events
    )
    return Table(title, (tuple(Head(one) for one in heads),), rows, (3, 3, 9, 5, 3, 3, 7))


def _share(actual: Any, plan: Any) -> Any:
    if not plan or actual is None:
        return None
    return (Decimal(str(actual)) * 100 / Decimal(str(plan))).quantize(Decimal("0.1"))


def _rounded(value: Any) -> Any:
    """A count as it is, a rate with two digits."""
    return value if value is None or isinstance(value, int) else Decimal(str(value)).quantize(Decimal("0.01"))


def _difference(actual: Any, before: Any) -> Any:
    if actual is None or before is None:
        return None
    return _rounded(
        actual - before if isinstance(actual, int) and isinstance(before, int) else round(actual - before, 4)
    )
