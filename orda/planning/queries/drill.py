"""From an indicator down: which libraries, which months, which days."""

import datetime
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from orda.network.models import Unit
from orda.planning.indicators import COUNTED, INDICATORS, STOCK, Rate
from orda.planning.queries.counts import Counts, parts
from orda.planning.queries.status import PlanYear


@dataclass(frozen=True)
class LibraryShare:
    """A library's part of an indicator; `share` in % of all that are listed (None for a rate)."""

    library: Unit
    amount: Decimal | int
    share: Decimal | None


def by_library(year: PlanYear, key: str, *, cohort: str = "", month: int = 0) -> list[LibraryShare]:
    """The reporting libraries by their amount in the year (or in one month, 1 to 12), the largest first."""
    amounts = [
        (library, _amount(year.counts, key, library.pk, month, year.as_of.month))
        for library in year.in_cohort(cohort)
    ]
    return _ranked([(library, amount) for library, amount in amounts if amount is not None], key)


def by_library_on(year: PlanYear, key: str, day: datetime.date, *, cohort: str = "") -> list[LibraryShare]:
    """The reporting libraries by a row's count on one day."""
    libraries = year.in_cohort(cohort)
    sums: Counter[int] = Counter()
    ids = [library.pk for library in libraries]
    for part in parts([COUNTED[key]], day, day, by=("library",), library_ids=ids):
        sums[part.library_id] += part.quantity
    return _ranked([(library, sums[library.pk]) for library in libraries], key)


def by_day(
    key: str, first: datetime.date, last: datetime.date, library_ids: Collection[int]
) -> dict[datetime.date, int]:
    """A row's count on each day of a period; days without any are left out."""
    sums: Counter[datetime.date] = Counter()
    for part in parts([COUNTED[key]], first, last, by=("day",), library_ids=library_ids):
        if part.day:
            sums[part.day] += part.quantity
    return {day: amount for day, amount in sorted(sums.items()) if amount}


def _amount(counts: Counts, key: str, library_id: int, month: int, last: int) -> Decimal | int | None:
    row = INDICATORS[key]
    if not isinstance(row, Rate):
        months = counts.months(key, [library_id])
        return months[month - 1] if month else sum(months)
    over = sum(counts.months(row.numerator, [library_id]))
    if row.denominator == STOCK.key:
        under = counts.stock_by_month([library_id])[last - 1]
    else:
        under = sum(counts.months(row.denominator, [library_id]))
    return Decimal(over) * row.scale / under if under > 0 else None


def _ranked(amounts: list[tuple[Unit, Decimal | int]], key: str) -> list[LibraryShare]:
    whole = sum(amount for _library, amount in amounts)
    shares = key in COUNTED and whole
    found = [
        LibraryShare(library, amount, Decimal(amount) * 100 / whole if shares else None)
        for library, amount in amounts
    ]
    return sorted(found, key=lambda one: (-one.amount, one.library.path))
