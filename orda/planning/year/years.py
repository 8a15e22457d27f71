"""A year of the plan with the year before it: whole, and as it stood on the same day."""

import datetime
from dataclasses import dataclass, replace

from orda.planning.year.counts import cut
from orda.planning.year.status import PlanYear, another_year


@dataclass(frozen=True)
class Years:
    """`before` is the whole of last year, `same_day` that year by the day on which `now` stands."""

    now: PlanYear
    before: PlanYear
    same_day: PlanYear


def with_the_year_before(now: PlanYear) -> Years:
    """Reads last year beside a year; of last year's days only those of one month are read one by one."""
    last = now.calendar.year - 1
    before = another_year(now, last, datetime.date(last, 12, 31))
    day = same_day_of(now.as_of, last)
    return Years(now, before, replace(before, as_of=day, counts=cut(before.counts, day)))


def same_day_of(day: datetime.date, year: int) -> datetime.date:
    """The same day of another year; 28 February where that year has no 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
