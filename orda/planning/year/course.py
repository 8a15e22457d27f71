"""How a year's work lies in the year: what share of it is done by each month's end, by the plan or as last year."""

from collections.abc import Sequence
from dataclasses import dataclass

from orda.planning.year.working_year import WorkingYear

Shares = tuple[float, ...]  # of the year, by the end of each month; the last is 1
WHOLE = 1.0


@dataclass(frozen=True)
class Course:
    """The shares of a year that are done by its months' ends, and how a month's share lies over its open days."""

    calendar: WorkingYear
    ends: Shares

    def by(self, month: int, day_share: float = WHOLE) -> float:
        """The share of the year done when `day_share` of a month (1 to 12) has passed."""
        before = self.ends[month - 2] if month > 1 else 0.0
        return before + (self.ends[month - 1] - before) * day_share

    def of_month(self, month: int) -> float:
        return self.by(month) - self.by(month, 0.0)


def course_of(calendar: WorkingYear, amounts: Sequence[float]) -> Course:
    """A course from twelve monthly amounts, none below nothing and one of them above."""
    whole = sum(amounts)
    done, ends = 0.0, []
    for amount in amounts:
        done += amount
        ends.append(done / whole)
    return Course(calendar, (*ends[:-1], WHOLE))


def even_course(calendar: WorkingYear) -> Course:
    """The same on every open day."""
    days = open_days(calendar)
    return course_of(calendar, days if any(days) else [1] * 12)


def last_years_course(calendar: WorkingYear, last: WorkingYear, months: Sequence[int]) -> Course | None:
    """Last year's months, each by this year's open days instead of its own. None where a month stood empty: a
    library that was shut, or a thing too rare to have a course."""
    if min(months) <= 0:
        return None
    now, then = open_days(calendar), open_days(last)
    return course_of(
        calendar, [amount * (a / b if b else 1.0) for amount, a, b in zip(months, now, then, strict=True)]
    )


def halfway(one: Course, other: Course | None) -> Course:
    """Between two courses; the first alone where there is no second."""
    if other is None:
        return one
    return Course(one.calendar, tuple((a + b) / 2 for a, b in zip(one.ends, other.ends, strict=True)))


def open_days(calendar: WorkingYear) -> list[int]:
    """Open days of each month."""
    return list(calendar.by_month)
