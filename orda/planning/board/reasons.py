"""Why an indicator stands as it does, in one sentence, and where its course leads, in another. All numbers computed."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orda.diary.measures import Text
from orda.planning.indicators.declared import STOCK
from orda.planning.templatetags.board import amount, percent
from orda.planning.year.forecast import Forecast
from orda.planning.year.pace import recent_pace
from orda.planning.year.rates import denominator_of
from orda.planning.year.standing import Standing
from orda.planning.year.states import IndicatorStatus
from orda.planning.year.status import PlanYear

NAMED = 2  # libraries a sentence names
WORTH_NAMING = Decimal("0.1")  # a library's shortfall, beside what is due from it

Value = Decimal | int


def reason_of(
    year: PlanYear,
    row: IndicatorStatus,
    cohort: str,
    counted: Collection[int],
    libraries: Sequence[Standing],
    then: Value | None,
    planned: bool = True,
    *,
    paced: bool = True,
) -> str:
    """One sentence. `counted`: ids of all libraries; `libraries`: how they, or the units that hold them, stand in
    this row; `then`: the same day of last year; `planned`: the plan sets these libraries a target of their own;
    `paced`: what each day left must bring, which a paper leaves out."""
    if row.actual is None:
        return _("There is nothing to divide by yet.")
    if row.plan is None:
        return _compared(row.actual, then)
    if row.state == "early":
        due = row.plan_to_date
        return (
            _("Too early to tell: %(due)s should be reached by this day.") % {"due": amount(due)}
            if due
            else _("Too early to tell: nothing should be reached yet.")
        )
    if row.key in year.rows.rates:
        return _of_rate(year, row, cohort, counted if planned else ())
    return _of_count(year, row, counted, libraries, paced=paced)


def outlook_of(row: IndicatorStatus, forecast: Forecast | None, days_left: int) -> str:
    """Where the course leads: nothing to say of a finished year, of a plan reached, or where there is none."""
    if (
        row.plan is None
        or forecast is None
        or not days_left
        or row.state in ("reached", "early", "no_figure")
    ):
        return ""
    end = forecast.end
    if end.value >= row.plan:
        return _("At this course the year's plan will be reached.")
    short = {"short": amount(row.plan - end.value)}
    if end.high is not None and end.high >= row.plan:
        return (
            _("At this course the year ends %(short)s short; the plan still lies in the forecast's range.")
            % short
        )
    return _("At this course the year ends %(short)s short of the plan.") % short


def _of_count(
    year: PlanYear,
    row: IndicatorStatus,
    counted: Collection[int],
    libraries: Sequence[Standing],
    *,
    paced: bool,
) -> str:
    left = year.calendar.left_after(year.as_of)
    plan, due, actual = row.plan or 0, row.plan_to_date or 0, row.actual or 0
    if row.state == "reached":
        over = {"over": amount(actual - plan)}
        return (
            _("The year's plan is passed by %(over)s.") % over
            if actual > plan
            else _("The year's plan is reached.")
        )
    if row.state == "not_reached":
        gap = {"gap": amount(plan - actual), "libraries": _named(_most_behind(libraries))}
        head = (
            _("The year's plan was not reached: %(gap)s short, mostly %(libraries)s")
            if gap["libraries"]
            else _("The year's plan was not reached: %(gap)s short")
        )
    elif actual < due:
        gap = {"gap": amount(due - actual), "libraries": _named(_most_behind(libraries))}
        head = _("Behind by %(gap)s: mostly %(libraries)s") if gap["libraries"] else _("Behind by %(gap)s")
    else:
        lagging = [one for one in _most_behind(libraries) if -_gap(one) >= WORTH_NAMING * (one.due or 0)]
        gap = {"gap": amount(actual - due), "libraries": _named(lagging)}
        if actual == due:
            head = _("On course, though not in %(libraries)s") if gap["libraries"] else _("On course")
        else:
            ahead, though = _("Ahead by %(gap)s"), _("Ahead by %(gap)s, though not in %(libraries)s")
            head = though if gap["libraries"] else ahead
    return f"{'; '.join([head % gap, *(_pace(year, row, left, counted) if paced else ())])}."


def _pace(year: PlanYear, row: IndicatorStatus, left: int, libraries: Collection[int]) -> list[str]:
    """Days left, what is needed on each, and what the last months gave on each."""
    if not left or not row.needed_per_working_day:
        return []
    needed = {"days": left, "need": amount(row.needed_per_working_day, 1)}
    said = [
        ngettext(
            "%(days)s open day left, %(need)s a day needed",
            "%(days)s open days left, %(need)s a day needed",
            left,
        )
        % needed
    ]
    pace = recent_pace(year, row.key, libraries)
    if pace is None:
        return said
    told = {"pace": amount(pace, 1)}
    if year.as_of.month == 1:
        return [*said, _("this month gave %(pace)s a day") % told]
    return [*said, _("this month and the last gave %(pace)s a day") % told]


def _of_rate(year: PlanYear, row: IndicatorStatus, cohort: str, libraries: Collection[int]) -> str:
    gap = Decimal(row.actual or 0) - Decimal(row.plan_to_date or 0)
    sides = ", ".join(_sides(year, row.key, cohort, libraries)) if libraries else ""
    told = {"gap": amount(abs(gap)), "sides": sides}
    if gap >= 0:
        return (
            _("Above what is due by %(gap)s: %(sides)s.") if sides else _("Above what is due by %(gap)s.")
        ) % told
    return (_("Short by %(gap)s: %(sides)s.") if sides else _("Short by %(gap)s.")) % told


def _sides(year: PlanYear, key: str, cohort: str, libraries: Collection[int]) -> list[str]:
    """How far each side of a rate lies from what is due of it."""
    rate, said = year.rows.rates[key], []
    over = sum(year.counts.months(rate.numerator, libraries))
    under = denominator_of(year.counts, rate, libraries)[year.as_of.month - 1]
    for side, reached in ((rate.numerator, over), (rate.denominator, under)):
        due = (
            year.targets.year_plan(side, cohort)
            if side == STOCK.key
            else year.targets.by(side, cohort, year.as_of)
        )
        if due:
            label = STOCK.label if side == STOCK.key else year.rows.counted[side].label
            said.append(_beside(label, (reached - due) * 100 / due))
    return said


def _beside(label: Text, apart: Decimal) -> str:
    name = str(label)
    told = {"what": name[:1].lower() + name[1:], "percent": percent(abs(apart))}
    if apart < 0:
        return _("%(what)s %(percent)s below what is due") % told
    return _("%(what)s %(percent)s above what is due") % told


def _compared(actual: Value, then: Value | None) -> str:
    if not then:
        return _("There is no plan to measure it by.")
    change = change_of(actual, then)
    told = {"then": amount(then), "percent": percent(abs(change))}
    if change > 0:
        return _("%(then)s by this day last year: now %(percent)s more.") % told
    if change < 0:
        return _("%(then)s by this day last year: now %(percent)s less.") % told
    return _("The same as by this day last year.")


def change_of(now: Value, then: Value) -> Decimal:
    """How much more (below nothing, less) than then, in %."""
    return (Decimal(now) - Decimal(then)) * 100 / Decimal(then)


def _most_behind(libraries: Sequence[Standing]) -> list[Standing]:
    behind = [one for one in libraries if _gap(one) <= -1]
    return sorted(behind, key=_gap)[:NAMED] if len(libraries) > 1 else []


def _gap(one: Standing) -> Decimal:
    return one.gap if one.gap is not None else Decimal(0)


def _named(libraries: Sequence[Standing]) -> str:
    named = [f"{one.library.name} ({amount(round(_gap(one)))})" for one in libraries]
    if len(named) == NAMED:
        return _("%(one)s and %(other)s") % {"one": named[0], "other": named[1]}
    return "".join(named)
