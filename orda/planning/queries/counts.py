"""What the diary says about the plan's rows: each library's counts by month, and its stock."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from orda.diary import queries as diary
from orda.planning.indicators import DECLARED, STOCK, Count, Counted, Rows, Term
from orda.planning.queries.working_year import month_end

MONTHS = range(12)
# What the stock gained and lost, read as one more row.
STOCK_MOVES = Count(
    "stock moves",  # with a space: no indicator's key
    STOCK.label,
    STOCK.label,
    (*(Term(one) for one in STOCK.adds), *(Term(one, sign=-1) for one in STOCK.takes)),
)


@dataclass(frozen=True)
class Counts:
    """One year up to a day: (row, library) -> twelve monthly counts; library -> stock before the year's first day.

    `rows`: the indicators of that year. `places`: where many libraries were read together, each with the library that
    stands for it.
    """

    year: int
    as_of: datetime.date
    by_month: dict[tuple[str, int], list[int]]
    stock: dict[int, int]
    rows: Rows = DECLARED
    places: Mapping[int, int] | None = None

    def months(self, key: str, libraries: Collection[int]) -> list[int]:
        """Twelve monthly counts of a row over some libraries."""
        read = self._read_as(libraries)
        return _added(self.by_month[key, one] for one in read if (key, one) in self.by_month)

    def least(self, key: str, libraries: Collection[int]) -> int:
        """The year's least amount of a row among some libraries, as they were read."""
        return min((sum(self.by_month.get((key, one), ())) for one in self._read_as(libraries)), default=0)

    def stock_by_month(self, libraries: Collection[int]) -> list[int]:
        """Copies in stock over some libraries at the end of each month, counted up to the day."""
        return running(
            self.months(STOCK_MOVES.key, libraries),
            sum(self.stock.get(one, 0) for one in self._read_as(libraries)),
        )

    def _read_as(self, libraries: Collection[int]) -> Collection[int]:
        """Those that stand for some libraries. Raises ReadTogether for a part of what was read together."""
        if self.places is None:
            return libraries
        found = {self.places[one] for one in libraries}
        if sum(self._sizes[one] for one in found) != len(libraries):
            raise ReadTogether
        return found

    @cached_property
    def _sizes(self) -> Counter[int]:
        return Counter((self.places or {}).values())


class ReadTogether(ValueError):
    """A part was asked of libraries that were read as one: an error of the program."""


@dataclass(frozen=True)
class Part:
    """A row's count in one place and time; only what was asked for is filled."""

    key: str
    quantity: int
    library_id: int
    month: datetime.date | None
    day: datetime.date | None


def counts(
    year: int, as_of: datetime.date, rows: Rows = DECLARED, places: Mapping[int, int] | None = None
) -> Counts:
    """Counts of all rows and libraries from 1 January to `as_of`."""
    first = datetime.date(year, 1, 1)
    by_month: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0] * 12)
    wanted = (*rows.counted.values(), STOCK_MOVES)
    for part in parts(wanted, first, as_of, by=("month", "library"), places=places):
        if part.month:
            by_month[part.key, part.library_id][part.month.month - 1] += part.quantity
    stock = diary.level_by_library(STOCK.key, first - datetime.timedelta(days=1), places)
    return Counts(year, as_of, dict(by_month), stock, rows, places)


def cut(whole: Counts, day: datetime.date) -> Counts:
    """The same year up to an earlier day: whole months are known already, of that day's month alone are days read,
    those up to the day or those after it, whichever are fewer."""
    if day >= whole.as_of:
        return whole
    end = min(month_end(day.year, day.month), whole.as_of)
    after = day + datetime.timedelta(days=1)
    by_month = {
        key: [*months[: day.month], *[0] * (12 - day.month)] for key, months in whole.by_month.items()
    }
    if day == end:
        return replace(whole, as_of=day, by_month=by_month)
    running_month = day.month - 1
    first, last, sign = after, end, -1
    if day.day * 2 < end.day:
        first, last, sign = day.replace(day=1), day, 1
        for months in by_month.values():
            months[running_month] = 0
    wanted = (*whole.rows.counted.values(), STOCK_MOVES)
    for part in parts(wanted, first, last, by=("library",), places=whole.places):
        months = by_month.setdefault((part.key, part.library_id), [0] * 12)
        months[running_month] += sign * part.quantity
    return replace(whole, as_of=day, by_month=by_month)


def parts(
    rows: Iterable[Counted],
    first: datetime.date,
    last: datetime.date,
    *,
    by: Iterable[str],
    library_ids: Collection[int] | None = None,
    places: Mapping[int, int] | None = None,
) -> Iterator[Part]:
    """Counts of rows over a period, by any of "day", "month", "library".

    The database adds up, in two questions however many rows there are: what counts whole measures, and what wants
    something of the dimensions. What comes back is rows by libraries and months, not all that tells loans apart.
    """
    plain = [(row.key, term) for row in rows for term in row.terms if not term.where]
    told_apart = [(row.key, term) for row in rows for term in row.terms if term.where]
    whole = {term.measure for _key, term in plain}
    where: dict[str, Any] = {"library_ids": library_ids, "places": places, "by": by}
    for one in diary.totals(first, last, measures=whole, **where) if whole else ():
        for key, term in plain:
            if term.measure == one.measure:
                yield _part(key, term.sign, one)
    if not told_apart:
        return
    groups, wanted = _alike(told_apart)
    measures = {term.measure for _key, term in told_apart}
    for one in diary.totals(first, last, measures=measures, groups=groups, **where):
        for key, term in wanted[one.group or 0]:
            if term.measure == one.measure:
                yield _part(key, term.sign, one)


KeyedTerm = tuple[str, Term]


def _alike(terms: Sequence[KeyedTerm]) -> tuple[dict[int, int], list[list[KeyedTerm]]]:
    """(combination of dimensions -> group, the terms of each group): combinations that the same terms want are one
    group; those that none wants are left out."""
    names = sorted({name for _key, term in terms for name in term.where})
    groups: dict[int, int] = {}
    wanted: list[list[KeyedTerm]] = []
    known: dict[tuple[str | None, ...], int | None] = {}
    for pk, values in diary.dimension_sets().items():
        told = tuple(values.get(name) for name in names)
        if told not in known:
            wanting = [one for one in terms if diary.matches(values, one[1].where)]
            known[told] = (wanted.index(wanting) if wanting in wanted else len(wanted)) if wanting else None
            wanted += [wanting] if wanting and wanting not in wanted else []
        group = known[told]
        if group is not None:
            groups[pk] = group
    return groups, wanted


def _part(key: str, sign: int, one: diary.Quantity) -> Part:
    return Part(key, sign * one.quantity, one.library_id or 0, one.month, one.day)


def _added(rows: Iterable[list[int]]) -> list[int]:
    total = [0] * 12
    for row in rows:
        for month in MONTHS:
            total[month] += row[month]
    return total


def running(changes: Sequence[int], start: int = 0) -> list[int]:
    """What stands after each of some changes."""
    standing = []
    for change in changes:
        start += change
        standing.append(start)
    return standing
