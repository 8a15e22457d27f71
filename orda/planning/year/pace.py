"""How much of a count an open day brought lately."""

from collections.abc import Collection
from decimal import Decimal

from orda.planning.year.status import PlanYear


def recent_pace(year: PlanYear, key: str, libraries: Collection[int]) -> Decimal | None:
    """A day's amount over the running month and the one before it in the year; None where no day was open."""
    first = max(1, year.as_of.month - 1)
    months = year.counts.months(key, libraries)
    days = year.calendar.between(year.calendar.first.replace(month=first), year.as_of)
    return Decimal(sum(months[first - 1 : year.as_of.month])) / days if days else None
