"""What the year will come to, and between which amounts: docs/decisions/0015 tells why in this way.

The rest of the year is added to what is reached: its share of the year (halfway between the plan's course and last
year's), at the level of this year. Four in five such intervals should hold what comes true.
"""

import datetime
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orda.planning.indicators.declared import STOCK, Rate
from orda.planning.year.course import Course, course_of, even_course, halfway, last_years_course
from orda.planning.year.status import PlanYear
from orda.planning.year.working_year import WorkingYear, month_end

BALLAST = 0.1  # the part of last year's amount that steadies the level while little of the year has passed
MONTHS, QUARTER = 12, 3
# Student's t: four in five values lie within so many deviations, by degrees of freedom 1 to 11.
WITHIN = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363)

Value = Decimal | int


@dataclass(frozen=True)
class Expected:
    """An amount at the end of a day to come; `low` and `high` are None while there is nothing to tell them from."""

    day: datetime.date
    value: Value
    low: Value | None
    high: Value | None


@dataclass(frozen=True)
class Forecast:
    """The year's end, and the months' ends on the way there. `history`: last year's course was used."""

    end: Expected
    line: tuple[Expected, ...]
    history: bool


@dataclass(frozen=True)
class Level:
    """What a whole year of this course would come to, and how much months swing about it.

    `swing`: variance of an amount about the course, per share of the year; None where too little is known to tell it.
    """

    reached: int
    passed: float
    year: float
    swing: float | None
    within: float
    steadied: float

    def at(self, share: float) -> tuple[int, int | None, int | None]:
        """(amount, low, high) when `share` of the year is done: never below what is reached."""
        left = max(0.0, share - self.passed)
        value = self.reached + _half_up(self.year * left)
        if not left:
            return value, value, value
        if self.swing is None:
            return value, None, None
        # By chance month by month, by the error of the level, and because the rest may run as a whole as far
        # above or below as a single month does. What is counted one by one varies at least as chance does,
        # however alike its months were: by its own amount (Poisson's law).
        chance = left + left * left / (self.passed + self.steadied)
        spread = max(self.swing * (chance + MONTHS * left * left), self.year * chance)
        half = self.within * math.sqrt(spread)
        return value, max(self.reached, math.floor(value - half)), math.ceil(value + half)


def forecast(
    year: PlanYear, before: PlanYear | None, key: str, cohort: str, libraries: Collection[int]
) -> Forecast | None:
    """What a row of the plan (or a count behind it) will be by the year's end; None while nothing tells."""
    rate = year.rows.rates.get(key)
    if rate is not None:
        return _of_rate(year, before, rate, cohort, libraries)
    course, last = courses(year, before, key, cohort, libraries)
    months = year.counts.months(key, libraries)
    level = level_of(months, year.as_of, course, last)
    if level is None:
        return None
    line = tuple(Expected(day, *level.at(course.by(day.month))) for day in _days_to_come(year.as_of))
    return Forecast(line[-1], line, bool(last))


def courses(
    year: PlanYear, before: PlanYear | None, key: str, cohort: str, libraries: Collection[int]
) -> tuple[Course, Sequence[int]]:
    """The course that a forecast takes, and last year's months where it took them in (else none)."""
    planned = planned_course(year, key, cohort, libraries)
    if before and not year.rows.counted_alike(key, before.rows):
        before = None  # what was counted by another formula tells nothing of this one
    last = before.counts.months(key, libraries) if before else []
    known = last_years_course(year.calendar, before.calendar, last) if before else None
    return halfway(planned, known), last if known else []


def planned_course(year: PlanYear, key: str, cohort: str, libraries: Collection[int]) -> Course:
    """The plan's quarters over their open days; the same on every open day where the plan has none.

    The plan sets libraries no target: their course is that of their cohort.
    """
    cohorts = year.cohorts_of(libraries)
    whose = cohort or (cohorts.pop() if len(cohorts) == 1 else "")
    ends = [month_end(year.calendar.year, month) for month in range(1, MONTHS + 1)]
    due = [float(value) for day in ends if (value := year.targets.by(key, whose, day)) is not None]
    if not due or due[-1] <= 0:
        return even_course(year.calendar)
    return course_of(year.calendar, [now - then for now, then in zip(due, (0.0, *due), strict=False)])


def level_of(
    months: Sequence[int], as_of: datetime.date, course: Course, last: Sequence[int] = ()
) -> Level | None:
    """The level of a year from its months up to a day. Without last year it takes a whole month to tell one."""
    whole = as_of.month if as_of == month_end(as_of.year, as_of.month) else as_of.month - 1
    reached = sum(months[: as_of.month])
    passed = course.by(as_of.month, day_share(course.calendar, as_of))
    if as_of == course.calendar.last:
        return Level(reached, passed=1.0, year=float(reached), swing=None, within=0.0, steadied=0.0)
    if not last and (not whole or reached <= 0 or passed <= 0):
        return None
    steadied = BALLAST if last else 0.0
    level = max(0.0, (reached + steadied * sum(last)) / (passed + steadied))
    swing, freedom = _swing(months[:whole], course)
    if swing is None and last:
        swing, freedom = _swing(last, course)
        swing = swing * (level / sum(last)) ** 2 if swing is not None else None
    within = WITHIN[min(freedom, len(WITHIN)) - 1] if freedom else 0.0
    return Level(reached, passed, level, swing, within, steadied)


def day_share(calendar: WorkingYear, day: datetime.date) -> float:
    """The share of its month's open days that has passed at the end of a day."""
    first, end = day.replace(day=1), month_end(day.year, day.month)
    days = calendar.between(first, end)
    return calendar.between(first, day) / days if days else float(day == end)


def _swing(months: Sequence[int], course: Course) -> tuple[float | None, int]:
    """How far amounts lie from the course, per share of the year, and from how many free months that is known.

    Months of one season go together: where quarters lie further from the course than single months do, their
    variance is taken. None before there is a whole month of a second quarter: one season tells nothing of the next.
    """
    if len(months) <= QUARTER:
        return None, 0
    shares = [(amount, course.of_month(number)) for number, amount in enumerate(months, 1)]
    known = [(amount, share) for amount, share in shares if share > 0]
    if len(known) < 2:
        return None, 0
    quarters = [shares[at : at + QUARTER] for at in range(0, len(shares), QUARTER)]
    sums = [(sum(a for a, _share in one), sum(share for _a, share in one)) for one in quarters]
    return max(_variance(known), _variance([one for one in sums if one[1] > 0])), len(known) - 1


def _variance(parts: Sequence[tuple[int, float]]) -> float:
    """Of (amount, share of the year) about the level that they give together, per share; nothing of a single one."""
    if len(parts) < 2:
        return 0.0
    level = sum(amount for amount, _share in parts) / sum(share for _amount, share in parts)
    return sum((amount - level * share) ** 2 / share for amount, share in parts) / (len(parts) - 1)


def _of_rate(
    year: PlanYear, before: PlanYear | None, rate: Rate, cohort: str, libraries: Collection[int]
) -> Forecast | None:
    """A rate divides two forecasts; a stock is taken to stay as it stands."""
    over = forecast(year, before, rate.numerator, cohort, libraries)
    if over is None:
        return None
    if rate.denominator == STOCK.key:
        standing = year.counts.stock_by_month(libraries)[year.as_of.month - 1]
        under = tuple(Expected(one.day, standing, standing, standing) for one in over.line)
        history = over.history
    else:
        other = forecast(year, before, rate.denominator, cohort, libraries)
        if other is None:
            return None
        under, history = other.line, over.history and other.history
    line = [_divided(a, b, rate.scale) for a, b in zip(over.line, under, strict=True) if b.value > 0]
    return Forecast(line[-1], tuple(line), history) if len(line) == len(over.line) else None


def _divided(over: Expected, under: Expected, scale: int) -> Expected:
    """Both sides may be wrong, each on its own: their relative errors add up as squares do."""
    value = Decimal(over.value) * scale / Decimal(under.value)
    if over.low is None or over.high is None or under.low is None or under.high is None:
        return Expected(over.day, value, None, None)
    if not over.value:
        return Expected(over.day, value, value, Decimal(over.high) * scale / Decimal(under.value))
    up = _beside(over.high, over.value) ** 2 + _beside(under.low, under.value) ** 2
    down = _beside(over.low, over.value) ** 2 + _beside(under.high, under.value) ** 2
    return Expected(over.day, value, max(Decimal(0), value * (1 - down.sqrt())), value * (1 + up.sqrt()))


def _beside(bound: Value, value: Value) -> Decimal:
    return abs(Decimal(bound) / Decimal(value) - 1)


def _days_to_come(as_of: datetime.date) -> list[datetime.date]:
    """The months' ends after a day; of the year's last day itself."""
    ends = (month_end(as_of.year, month) for month in range(as_of.month, MONTHS + 1))
    return [day for day in ends if day > as_of] or [as_of]


def _half_up(value: float) -> int:
    return math.floor(value + 0.5)
