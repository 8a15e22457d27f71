"""What the diary says about the plan's rows: each library's counts by month, and its stock."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from orda.diary import queries as diary
from orda.planning.indicators.declared import DECLARED, STOCK, Count, Counted, Rows, Term
from orda.planning.year.working_year import month_end

MONTHS = range(12)
# What the stock gained and lost, read as one more row.
STOCK_MOVES = Count(
    "stock moves",  # with a space: no indicator's key
    STOCK.label,
    STOCK.label,
    (*(Term(one) for one in STOCK.adds), *(Term(one, sign=-1) for one in STOCK.takes)),
)


KeyedTerm = tuple[str, Term]


@dataclass(frozen=True)
class Terms:
    """What rows ask of the diary: whole measures, and what they tell apart, by groups of combinations of dimensions.

    Made once for all the periods of which the same is asked.
    """

    whole: Mapping[str, Sequence[KeyedTerm]]
    told_apart: Collection[str]  # measures
    groups: Mapping[int, Collection[int]]  # a group is what terms of one condition want
    wanting: Sequence[Sequence[KeyedTerm]]  # of each group


def terms_of(rows: Iterable[Counted]) -> Terms:
    """Sorts the terms of rows; the diary's combinations of dimensions are read where any is wanted.

    A group for each condition, not for each way in which conditions cross: what is added up grows with the terms.
    """
    whole: dict[str, list[KeyedTerm]] = defaultdict(list)
    told_apart: dict[tuple[tuple[str, str], ...], list[KeyedTerm]] = defaultdict(list)
    for row in rows:
        for term in row.terms:
            alike = told_apart[tuple(sorted(term.where.items()))] if term.where else whole[term.measure]
            alike.append((row.key, term))
    measures = {term.measure for terms in told_apart.values() for _key, term in terms}
    return Terms(dict(whole), measures, _groups([dict(one) for one in told_apart]), list(told_apart.values()))


def _groups(conditions: Sequence[Mapping[str, str]]) -> dict[int, list[int]]:
    """Number of a condition -> the combinations that meet it; left out where none does."""
    if not conditions:
        return {}
    names = sorted({name for where in conditions for name in where})
    groups: dict[int, list[int]] = defaultdict(list)
    known: dict[tuple[str | None, ...], list[int]] = {}
    for pk, values in diary.dimension_sets().items():
        told = tuple(values.get(name) for name in names)
        if told not in known:
            known[told] = [n for n, where in enumerate(conditions) if diary.matches(values, where)]
        for met in known[told]:
            groups[met].append(pk)
    return dict(groups)


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
    terms: Terms
    rows: Rows = DECLARED
    places: Mapping[int, int] | None = None

    def months(self, key: str, libraries: Collection[int]) -> list[int]:
        """Twelve monthly counts of a row over some libraries."""
        asked = (key, frozenset(libraries))
        if asked not in self._added_up:
            read = self._read_as(libraries)
            self._added_up[asked] = _added(
                self.by_month[key, one] for one in read if (key, one) in self.by_month
            )
        return list(self._added_up[asked])

    @cached_property
    def _added_up(self) -> dict[tuple[str, frozenset[int]], list[int]]:
        """What was added up already: a page asks for the same row and libraries many times."""
        return {}

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


class Part(NamedTuple):
    """A row's count in one place and time; only what was asked for is filled."""

    key: str
    quantity: int
    library_id: int
    month: datetime.date | None
    day: datetime.date | None


def counts(
    year: int,
    as_of: datetime.date,
    rows: Rows = DECLARED,
    places: Mapping[int, int] | None = None,
    terms: Terms | None = None,
) -> Counts:
    """Counts of all rows and libraries from 1 January to `as_of`. `terms`: those of the rows, where they are known."""
    first = datetime.date(year, 1, 1)
    by_month: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0] * 12)
    terms = terms or terms_of((*rows.counted.values(), STOCK_MOVES))
    for part in parts(terms, first, as_of, by=("month", "library"), places=places):
        if part.month:
            by_month[part.key, part.library_id][part.month.month - 1] += part.quantity
    stock = diary.level_by_library(STOCK.key, first - datetime.timedelta(days=1), places)
    return Counts(year, as_of, dict(by_month), stock, terms, rows, places)


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
    for part in parts(whole.terms, first, last, by=("library",), places=whole.places):
        months = by_month.setdefault((part.key, part.library_id), [0] * 12)
        months[running_month] += sign * part.quantity
    return replace(whole, as_of=day, by_month=by_month)


def parts(
    rows: Iterable[Counted] | Terms,
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
    asked = rows if isinstance(rows, Terms) else terms_of(rows)
    where: dict[str, Any] = {"library_ids": library_ids, "places": places, "by": by}
    for one in diary.totals(first, last, measures=asked.whole, **where) if asked.whole else ():
        for key, term in asked.whole[one.measure]:
            yield Part(key, term.sign * one.quantity, one.library_id or 0, one.month, one.day)
    if not asked.told_apart:
        return
    for one in diary.totals(first, last, measures=asked.told_apart, groups=asked.groups, **where):
        for key, term in asked.wanting[one.group or 0]:
            if term.measure == one.measure:
                yield Part(key, term.sign * one.quantity, one.library_id or 0, one.month, one.day)


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
