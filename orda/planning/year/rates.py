"""Rates as they stand: a count since the start of the year over another, or over the stock."""

from collections.abc import Collection
from decimal import Decimal

from orda.planning.indicators.declared import STOCK, Rate
from orda.planning.year.counts import Counts, running


def rate_by_month(counts: Counts, rate: Rate, libraries: Collection[int]) -> tuple[Decimal | None, ...]:
    """The rate from 1 January to each month's end (the day, in the day's month); None after, and where there
    is nothing to divide by. Unrounded."""
    over = running(counts.months(rate.numerator, libraries))
    under = denominator_of(counts, rate, libraries)
    rates = [Decimal(a) * rate.scale / b if b > 0 else None for a, b in zip(over, under, strict=True)]
    return tuple(value if month <= counts.as_of.month else None for month, value in enumerate(rates, 1))


def denominator_of(counts: Counts, rate: Rate, libraries: Collection[int]) -> list[int]:
    """What a rate divides by at each month's end: a level as it stands, a count since the year's start."""
    if rate.denominator == STOCK.key:
        return counts.stock_by_month(libraries)
    return running(counts.months(rate.denominator, libraries))
