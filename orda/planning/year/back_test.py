"""How forecasts would have come true: made at each past month's end from what was known then, beside what came."""

import datetime
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orda.diary.measures import Text
from orda.planning.year.course import Course, even_course, last_years_course, open_days
from orda.planning.year.forecast import courses, day_share, level_of, planned_course
from orda.planning.year.status import PlanYear
from orda.planning.year.working_year import month_end

# The ways to forecast that are measured beside each other; "chosen" is the board's.
CHOSEN, EVEN, MONTH, PLAN, LAST_YEAR = "chosen", "even", "month", "plan", "last_year"
WAYS = (CHOSEN, EVEN, MONTH, PLAN, LAST_YEAR)


@dataclass(frozen=True)
class Tried:
    """One forecast made at the end of `day`, by each way that could make one, with the board's interval."""

    day: datetime.date
    amounts: dict[str, int]
    low: int | None
    high: int | None
    came: int

    @property
    def held(self) -> bool | None:
        """Whether the interval held what came true; None without an interval."""
        return None if self.low is None or self.high is None else self.low <= self.came <= self.high

    @property
    def amount(self) -> int | None:
        return self.amounts.get(CHOSEN)

    @property
    def error(self) -> Decimal | None:
        """Of the board's forecast, in % of what came true: above nothing where it was too high."""
        return _error(self.amount, self.came)


@dataclass(frozen=True)
class Trial:
    """A row's forecasts over a year; `came` is its amount by the last day known."""

    key: str
    label: Text
    came: int
    tried: tuple[Tried, ...]
    history: bool

    @property
    def error(self) -> Decimal | None:
        """Mean absolute error of the board's forecasts, %."""
        return mean_error(self.tried, CHOSEN)


@dataclass(frozen=True)
class Score:
    """One way over all rows: how many forecasts, their mean absolute error in %."""

    way: str
    count: int
    error: Decimal


def back_test(
    year: PlanYear, before: PlanYear | None, cohort: str, libraries: Collection[int]
) -> list[Trial]:
    """Every counted row of the plan that has anything by the year's day; of a running year, what stands today."""
    found = []
    for key, row in year.rows.indicators.items():
        if key in year.rows.rates:
            continue
        months = year.counts.months(key, libraries)
        came = sum(months[: year.as_of.month])
        if came > 0:
            tried, history = _tried(year, before, key, cohort, libraries, months)
            found.append(Trial(key, row.label, came, tried, history))
    return found


def scores(trials: Sequence[Trial]) -> list[Score]:
    """Each way over the forecasts that every way could make, so that they are judged by the same."""
    every = [one for trial in trials for one in trial.tried]
    ways = [way for way in WAYS if any(way in one.amounts for one in every)]
    shared = [one for one in every if all(way in one.amounts for way in ways)]
    errors = {way: mean_error(shared, way) for way in ways}
    return [Score(way, len(shared), error) for way, error in errors.items() if error is not None]


def coverage(trials: Sequence[Trial]) -> tuple[int, int]:
    """(intervals that held what came true, all intervals)."""
    held = [one.held for trial in trials for one in trial.tried if one.held is not None]
    return sum(held), len(held)


def mean_error(tried: Sequence[Tried], way: str) -> Decimal | None:
    errors = [abs(error) for one in tried if (error := _error(one.amounts.get(way), one.came)) is not None]
    return sum(errors, Decimal(0)) / len(errors) if errors else None


def _tried(
    year: PlanYear,
    before: PlanYear | None,
    key: str,
    cohort: str,
    libraries: Collection[int],
    months: Sequence[int],
) -> tuple[tuple[Tried, ...], bool]:
    course, last = courses(year, before, key, cohort, libraries)
    plan = planned_course(year, key, cohort, libraries)
    even = even_course(year.calendar)
    own = last_years_course(year.calendar, before.calendar, last) if before and last else None
    ways = {CHOSEN: (course, last), EVEN: (even, ()), PLAN: (plan, ())}
    if not has_quarters(plan, even):
        del ways[PLAN]
    if own is not None:
        ways[LAST_YEAR] = (own, ())
    found = []
    for month in range(1, year.as_of.month + 1):
        day = month_end(year.calendar.year, month)
        if day >= year.as_of:
            break
        found.append(_at(year, day, months, ways))
    return tuple(found), bool(last)


def _at(
    year: PlanYear,
    day: datetime.date,
    months: Sequence[int],
    ways: dict[str, tuple[Course, Sequence[int]]],
) -> Tried:
    known = [*months[: day.month], *[0] * (12 - day.month)]
    until, share = year.as_of.month, day_share(year.calendar, year.as_of)
    amounts, low, high = {}, None, None
    for way, (course, last) in ways.items():
        level = level_of(known, day, course, last)
        if level is None:
            continue
        amount, lowest, highest = level.at(course.by(until, share))
        amounts[way] = amount
        if way == CHOSEN:
            low, high = lowest, highest
    days = open_days(year.calendar)
    if days[day.month - 1]:
        left = year.calendar.between(day + datetime.timedelta(days=1), year.as_of)
        amounts[MONTH] = sum(known) + round(known[day.month - 1] * left / days[day.month - 1])
    return Tried(day, amounts, low, high, sum(months[:until]))


def has_quarters(plan: Course, even: Course) -> bool:
    """Whether the plan asks more of some quarters than of others."""
    return any(not math.isclose(a, b, abs_tol=1e-6) for a, b in zip(plan.ends, even.ends, strict=True))


def _error(amount: int | None, came: int) -> Decimal | None:
    return None if amount is None else Decimal(amount - came) * 100 / came
