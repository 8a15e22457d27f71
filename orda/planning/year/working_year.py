"""The days of a year on which the libraries are open: by them the plan is spread over the year."""

import bisect
import datetime
from dataclasses import dataclass
from functools import cached_property

from orda.network import queries as network
from orda.network.models import Unit


@dataclass(frozen=True)
class WorkingYear:
    """The open days of a year, in order."""

    year: int
    open_days: tuple[datetime.date, ...]

    @cached_property
    def first(self) -> datetime.date:
        return datetime.date(self.year, 1, 1)

    @cached_property
    def last(self) -> datetime.date:
        return datetime.date(self.year, 12, 31)

    def between(self, first: datetime.date, last: datetime.date) -> int:
        """Open days from first to last, both counted; the same as network.queries.working_days."""
        after = bisect.bisect_right(self.open_days, last)
        return max(0, after - bisect.bisect_left(self.open_days, first))

    @cached_property
    def by_month(self) -> tuple[int, ...]:
        """Open days of each month."""
        firsts = (self.first.replace(month=month) for month in range(1, 13))
        return tuple(self.between(first, month_end(self.year, first.month)) for first in firsts)

    def left_after(self, day: datetime.date) -> int:
        """Open days of the year that come after `day`."""
        return self.between(day + datetime.timedelta(days=1), self.last)


def working_year(year: int, unit: Unit | None) -> WorkingYear:
    """The open days of a year by the calendar of `unit` (of every unit, without one)."""
    return WorkingYear(year, network.open_days(unit, datetime.date(year, 1, 1), datetime.date(year, 12, 31)))


def quarter_of(day: datetime.date) -> int:
    return (day.month + 2) // 3


def quarter_days(year: int, quarter: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a quarter."""
    return datetime.date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3)


def month_end(year: int, month: int) -> datetime.date:
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return after - datetime.timedelta(days=1)
