"""What a report says: worked out anew until it is submitted, and from then on read from its seal.

What was corrected in a period after it was submitted flows into the next report of its kind: "carried". So a year's
submitted reports always add up to what the diary says.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from orda.events.models import HeldEvent
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.planning.board.cards import cards
from orda.planning.indicators.declared import INDICATORS, Indicator, Rate
from orda.planning.queries import PlanYear, month_end, plan_year, with_the_year_before
from orda.reports.models import Submission
from orda.reports.periods import Kind, Period, periods_of

COHORTS = tuple(Unit.Cohort.values)


@dataclass(frozen=True)
class Owed:
    """A report of the year: submitted, or how many days are left (below 0: late)."""

    period: Period
    submission: Submission | None
    days_left: int

    @property
    def state(self) -> str:
        if self.submission:
            return "submitted"
        if not self.period.over(clock.today()):
            return "running"
        return "late" if self.days_left < 0 else "due"


def network_of_reports() -> Unit | None:
    """Whose reports they are: the network's, or the top of the tree's where there is none."""
    return Unit.objects.filter(kind=Unit.Kind.NETWORK).order_by("path").first() or network.root()


def owed(year: int) -> list[Owed]:
    """Every report of a year, by its term."""
    done = {
        (one.kind, one.number): one
        for one in Submission.objects.filter(year=year, library=None).defer("content")
    }
    return [
        Owed(one, done.get((one.kind.value, one.number)), (one.due - clock.today()).days)
        for one in periods_of(year)
    ]


def submitted(period: Period) -> Submission | None:
    return Submission.objects.filter(kind=period.kind, year=period.year, number=period.number).first()


def content_of(period: Period) -> dict[str, Any]:
    """What the report of a period says now, as plain data; "as_of": up to which day, while the period is not over."""
    if period.kind == Kind.INDICATORS:
        told: dict[str, Any] = {"rows": _indicators(period)}
    elif period.kind == Kind.EVENTS:
        told = _events(period)
    else:
        told = {"rows": _analysis(period)}
    day = last_day(period)
    return {
        "kind": period.kind.value,
        "year": period.year,
        "number": period.number,
        **told,
        **({} if day == period.last else {"as_of": day.isoformat()}),
    }


def last_day(period: Period) -> datetime.date:
    """Up to which day a report counts: its last one, or today where the period is not over (at least its first)."""
    return max(period.first, min(period.last, clock.today()))


def _earlier(period: Period) -> list[Submission]:
    return list(
        Submission.objects.filter(kind=period.kind, year=period.year, number__lt=period.number).order_by(
            "number"
        )
    )


def _indicators(period: Period) -> list[dict[str, Any]]:
    """The counted rows of the board by cohort: plan and actual of the quarter, corrections carried, year to date."""
    year = plan_year(period.year, last_day(period))
    reported: dict[tuple[str, str], int] = {}
    for one in _earlier(period):
        for row in one.content["rows"]:
            place = (row["key"], row["cohort"])
            reported[place] = reported.get(place, 0) + row["actual"]
    return [_quarter(year, period, key, cohort, reported) for key in _rows(year) for cohort in COHORTS]


def _rows(year: PlanYear) -> list[str]:
    return [key for key in year.rows.indicators if key in year.rows.counted]


def _named(row: Indicator) -> dict[str, Any]:
    """A row's key, and of one that people added its name as it is now and whether it adds up: a sealed report keeps
    both, whatever becomes of the indicator."""
    if row.key in INDICATORS:
        return {"key": row.key}
    label = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            label[language] = str(row.label)
    return {"key": row.key, "label": label, "adds_up": not isinstance(row, Rate)}


def _quarter(
    year: PlanYear, period: Period, key: str, cohort: str, reported: dict[tuple[str, str], int]
) -> dict[str, Any]:
    months = year.counts.months(key, [one.pk for one in year.in_cohort(cohort)])
    own = sum(months[period.first.month - 1 : period.last.month])
    to_date = sum(months[: period.last.month])
    # Where nothing earlier was submitted there is nothing to correct: the report speaks of its own quarter.
    known = (key, cohort) in reported
    carried = to_date - own - reported.get((key, cohort), 0) if known else 0
    plan = year.targets.figures.get(("target", key, cohort, period.number))
    return {
        **_named(year.rows.indicators[key]),
        "cohort": cohort,
        "of_which_of": year.rows.indicators[key].of_which_of,
        "plan": None if plan is None else int(plan),
        "own": own,
        "carried": carried,
        "actual": own + carried,
        "to_date": to_date,
    }


def _analysis(period: Period) -> list[dict[str, Any]]:
    """Every row of the board by cohort up to the period's end or today: plan, actual, the same time a year before."""
    day = last_day(period)
    now, then = plan_year(period.year, day), plan_year(period.year - 1, _year_before(day))
    found = []
    for cohort in COHORTS:
        why = _reasons(now, cohort)
        earlier = {row.key: row for row in then.status(cohort).indicators}
        for row in now.status(cohort).indicators:
            before = earlier.get(row.key)
            found.append(
                {
                    **_named(now.rows.indicators[row.key]),
                    "cohort": cohort,
                    "of_which_of": row.of_which_of,
                    "plan": _plain(row.plan),
                    "plan_to_date": _plain(row.plan_to_date),
                    "actual": _plain(row.actual),
                    "before": _plain(before.actual) if before else None,
                    "why": why.get(row.key, {}),
                    **({} if now.rows.counted_alike(row.key, then.rows) else {"otherwise": True}),
                }
            )
    return found


def _reasons(year: PlanYear, cohort: str) -> dict[str, dict[str, str]]:
    """Row -> language -> why it stands so: the board's own words of that day, which a sealed report keeps."""
    found: dict[str, dict[str, str]] = {}
    if year.owner is None or not year.in_cohort(cohort):
        return found
    years = with_the_year_before(year)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            shown = cards(years, cohort, year.owner)
            for card in (part for one in shown for part in (one, *one.parts)):
                found.setdefault(card.row.key, {})[language] = str(card.brief)
    return found


def _year_before(day: datetime.date) -> datetime.date:
    """The same day a year before; the last of February for the last of February."""
    if day == month_end(day.year, 2):
        return month_end(day.year - 1, 2)
    return day.replace(year=day.year - 1)


def _plain(value: Any) -> Any:
    """A count as it is, a rate with four digits: what JSON keeps and a seal can be made of."""
    return value if value is None or isinstance(value, int) else round(float(value), 4)


def _events(period: Period) -> dict[str, Any]:
    """The events of the month with their evidence; what was noted late or cancelled since earlier reports."""
    seen: dict[int, dict[str, Any]] = {}
    for one in _earlier(period):
        for row in one.content["gone"]:
            seen.pop(row["id"], None)
        seen |= {row["id"]: row for row in [*one.content["events"], *one.content["late"]]}
    here = _held(period.first, last_day(period))
    first = datetime.date(period.year, 1, 1)
    before = _held(first, period.first - datetime.timedelta(days=1)) if _earlier(period) else []
    standing = {row["id"]: row for row in before}
    late = [row for row in before if _bare(seen.get(row["id"])) != _bare(row)]
    gone = [row for pk, row in seen.items() if _bare(standing.get(pk)) != _bare(row)]
    a_year_ago = [_year_before(day) for day in (period.first, last_day(period))]
    return {
        "events": here,
        "late": late,
        "gone": gone,
        "totals": {name: _sums(here, late, gone, name) for name in ("events", "attendance", "views")},
        "year_ago": {name: _sum(_held(*a_year_ago), name) for name in ("events", "attendance", "views")},
        "rows": [],
    }


def _bare(row: dict[str, Any] | None) -> dict[str, Any] | None:
    """An event without its evidence and its other names: a photo that came later corrects no number."""
    return row and {name: value for name, value in row.items() if name not in ("evidence", "form_ru")}


def said_the_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two contents of a report have the same numbers and the same events."""
    return _bare_content(one) == _bare_content(other)


def _bare_content(content: dict[str, Any]) -> dict[str, Any]:
    lists = {name: [_bare(row) for row in content.get(name, [])] for name in ("events", "late", "gone")}
    rows = [{name: value for name, value in row.items() if name != "why"} for row in content["rows"]]
    return {**content, **lists, "rows": rows}


def _shown_by(event: HeldEvent) -> list[dict[str, str]]:
    """The evidence as a report tells it; a file by its name and its SHA-256."""
    found = []
    for one in event.evidence.all():
        if not one.taken_back:
            found += [{"link": one.link}] if one.link else []
            found += [{"file": one.name, "sha256": one.digest}] if one.digest else []
    return found


def _held(first: datetime.date, last: datetime.date) -> list[dict[str, Any]]:
    found = HeldEvent.objects.filter(day__range=(first, last), cancelled=False, library__cohort__in=COHORTS)
    return [
        {
            "id": one.pk,
            "day": one.day.isoformat(),
            "library": one.library.code,
            "title": one.title,
            "form": one.form.name_kk,
            "form_ru": one.form.name_ru,
            "direction": one.direction.name_kk,
            "channel": one.channel,
            "attendance": one.attendance,
            "views": one.views,
            "planned": one.planned.number if one.planned else None,
            "evidence": _shown_by(one),
        }
        for one in found.select_related("library", "form", "direction", "planned")
        .prefetch_related("evidence")
        .order_by("day", "pk")
    ]


def _sums(
    here: Sequence[dict[str, Any]], late: Sequence[dict[str, Any]], gone: Sequence[dict[str, Any]], name: str
) -> int:
    return _sum(here, name) + _sum(late, name) - _sum(gone, name)


def _sum(rows: Sequence[dict[str, Any]], name: str) -> int:
    return len(rows) if name == "events" else sum(row[name] for row in rows)
