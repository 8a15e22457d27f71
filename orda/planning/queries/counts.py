"""What the diary says about the plan's rows: each library's counts by month, and its stock."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from orda.diary import queries as diary
from orda.planning.indicators import DECLARED, STOCK, Counted, Rows, Term
from orda.planning.queries.working_year import month_end

MONTHS = range(12)


@dataclass(frozen=True)
class Counts:
    """One year up to a day: (row, library) -> twelve monthly counts; library -> stock at the ends of months.

    `rows`: the indicators of that year.
    """

    year: int
    as_of: datetime.date
    by_month: dict[tuple[str, int], list[int]]
    stock: dict[int, list[int]]
    rows: Rows = DECLARED

    def months(self, key: str, libraries: Collection[int]) -> list[int]:
        """Twelve monthly counts of a row over some libraries."""
        return _added(self.by_month[key, one] for one in libraries if (key, one) in self.by_month)

    def stock_by_month(self, libraries: Collection[int]) -> list[int]:
        """Copies in stock over some libraries at the end of each month, counted up to the day."""
        return _added(self.stock[one] for one in libraries if one in self.stock)


@dataclass(frozen=True)
class Part:
    """A row's count in one place and time; only what was asked for is filled."""

    key: str
    quantity: int
    library_id: int
    month: datetime.date | None
    day: datetime.date | None


def counts(year: int, as_of: datetime.date, rows: Rows = DECLARED) -> Counts:
    """Counts of all rows and libraries from 1 January to `as_of`."""
    first = datetime.date(year, 1, 1)
    by_month: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0] * 12)
    moved: dict[int, list[int]] = defaultdict(lambda: [0] * 12)
    for part in parts(rows.counted.values(), first, as_of, by=("month", "library")):
        if part.month:
            by_month[part.key, part.library_id][part.month.month - 1] += part.quantity
    for one in diary.totals(first, as_of, measures=(*STOCK.adds, *STOCK.takes), by=("month", "library")):
        signed = one.quantity if one.measure in STOCK.adds else -one.quantity
        if one.month:
            moved[one.library_id or 0][one.month.month - 1] += signed
    before = diary.level_by_library(STOCK.key, first - datetime.timedelta(days=1))
    stock = {
        library: running(moved.get(library, [0] * 12), before.get(library, 0))
        for library in {*before, *moved}
    }
    return Counts(year, as_of, dict(by_month), stock, rows)


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
    stock = {library: list(standing) for library, standing in whole.stock.items()}
    if day == end:
        return Counts(whole.year, day, by_month, stock, whole.rows)
    running_month = day.month - 1
    first, last, sign = after, end, -1
    if day.day * 2 < end.day:
        first, last, sign = day.replace(day=1), day, 1
        for months in by_month.values():
            months[running_month] = 0
    for part in parts(whole.rows.counted.values(), first, last, by=("library",)):
        months = by_month.setdefault((part.key, part.library_id), [0] * 12)
        months[running_month] += sign * part.quantity
    # The stock of a day is that of its month's end less what moved in between.
    for one in diary.totals(after, end, measures=(*STOCK.adds, *STOCK.takes), by=("library",)):
        signed = one.quantity if one.measure in STOCK.adds else -one.quantity
        stock[one.library_id or 0][running_month] -= signed
    return Counts(whole.year, day, by_month, stock, whole.rows)


def parts(
    rows: Iterable[Counted],
    first: datetime.date,
    last: datetime.date,
    *,
    by: Iterable[str],
    library_ids: Collection[int] | None = None,
) -> Iterator[Part]:
    """Counts of rows over a period, by any of "day", "month", "library".

    The database adds up, in two questions however many rows there are: what counts whole measures, and what wants
    something of the dimensions. What comes back is rows by libraries and months, not all that tells loans apart.
    """
    plain = [(row.key, term) for row in rows for term in row.terms if not term.where]
    told_apart = [(row.key, term) for row in rows for term in row.terms if term.where]
    whole = {term.measure for _key, term in plain}
    for one in diary.totals(first, last, measures=whole, library_ids=library_ids, by=by) if whole else ():
        for key, term in plain:
            if term.measure == one.measure:
                yield _part(key, term.sign, one)
    if not told_apart:
        return
    groups, wanted = _alike(told_apart)
    measures = {term.measure for _key, term in told_apart}
    for one in diary.totals(first, last, measures=measures, library_ids=library_ids, groups=groups, by=by):
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
