"""From an indicator down: which libraries, which months, which days, and the diary's very lines."""

import datetime
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from orda.diary import queries as diary
from orda.diary.models import Entry
from orda.network.models import Unit
from orda.planning.indicators.declared import Counted, Rows
from orda.planning.year.counts import parts
from orda.planning.year.levels import Branch
from orda.planning.year.rates import rate_by_month
from orda.planning.year.status import PlanYear


@dataclass(frozen=True)
class LibraryShare:
    """What of an indicator is a library's, or a unit's above some; `share` in % of all that are listed (None for a
    rate)."""

    library: Unit
    amount: Decimal | int
    share: Decimal | None


def by_library(year: PlanYear, key: str, branches: Sequence[Branch], *, month: int = 0) -> list[LibraryShare]:
    """Libraries, or the units that hold them, by their amount in the year up to its day (or in one
    month, 1 to 12), the largest first.

    A rate is told up to the year's day alone, and is left out where there is nothing to divide by.
    """
    amounts = [(one.unit, _amount(year, key, one.ids, month)) for one in branches]
    known = [(unit, amount) for unit, amount in amounts if amount is not None]
    return _ranked(known, shares=key in year.rows.counted)


def by_month(year: PlanYear, key: str, libraries: Sequence[Unit]) -> tuple[int, ...]:
    """A counted row's twelve monthly amounts over some libraries."""
    return tuple(year.counts.months(key, [library.pk for library in libraries]))


def by_day(
    row: Counted, first: datetime.date, last: datetime.date, library_ids: Collection[int]
) -> dict[datetime.date, int]:
    """A counted row's amount on each day of a period; days without any are left out."""
    sums: Counter[datetime.date] = Counter()
    for part in parts([row], first, last, by=("day",), library_ids=library_ids):
        if part.day:
            sums[part.day] += part.quantity
    return {day: amount for day, amount in sorted(sums.items()) if amount}


def amount_between(
    row: Counted, first: datetime.date, last: datetime.date, library_ids: Collection[int]
) -> int:
    """A counted row's amount in a period."""
    found = parts([row], first, last, by=(), library_ids=library_ids)
    return sum(part.quantity for part in found)


def amounts_between(
    rows: Rows, first: datetime.date, last: datetime.date, library_ids: Collection[int]
) -> dict[str, int]:
    """Every counted row's amount in a period."""
    sums: Counter[str] = Counter()
    for part in parts(rows.counted.values(), first, last, by=(), library_ids=library_ids):
        sums[part.key] += part.quantity
    return dict(sums)


def lines_behind(
    row: Counted, first: datetime.date, last: datetime.date, library_ids: Collection[int]
) -> QuerySet[Entry]:
    """The very lines of the diary that a counted row adds up, newest first: with reversals, so they sum to it.

    A line says how many and by which act, never who.
    """
    sets = diary.dimension_sets()
    added, taken_off = Q(pk__in=[]), Q(pk__in=[])
    for term in row.terms:
        one = Q(measure=term.measure)
        if term.where:
            one &= Q(dimensions__in=[pk for pk, values in sets.items() if diary.matches(values, term.where)])
        if term.sign > 0:
            added |= one
        else:
            taken_off |= one
    return diary.entries(first, last).filter(added, ~taken_off, library__in=library_ids)


def _amount(year: PlanYear, key: str, library_ids: Collection[int], month: int) -> Decimal | int | None:
    row = year.rows.rates.get(key)
    if row is not None:
        return rate_by_month(year.counts, row, library_ids)[year.as_of.month - 1]
    months = year.counts.months(key, library_ids)
    return months[month - 1] if month else sum(months)


def _ranked(amounts: list[tuple[Unit, Decimal | int]], *, shares: bool) -> list[LibraryShare]:
    whole = sum(amount for _library, amount in amounts)
    found = [
        LibraryShare(library, amount, Decimal(amount) * 100 / whole if shares and whole else None)
        for library, amount in amounts
    ]
    return sorted(found, key=lambda one: (-one.amount, one.library.path))
