"""What the diary says about the plan's rows: each library's counts by month, and its stock."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from orda.diary import queries as diary
from orda.planning.indicators import COUNTED, STOCK, Counted, Term
from orda.planning.queries.working_year import month_end

MONTHS = range(12)


@dataclass(frozen=True)
class Counts:
    """One year up to a day: (row, library) -> twelve monthly counts; library -> stock at the ends of months."""

    year: int
    as_of: datetime.date
    by_month: dict[tuple[str, int], list[int]]
    stock: dict[int, list[int]]

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


def counts(year: int, as_of: datetime.date) -> Counts:
    """Counts of all rows and libraries from 1 January to `as_of`."""
    first = datetime.date(year, 1, 1)
    by_month: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0] * 12)
    moved: dict[int, list[int]] = defaultdict(lambda: [0] * 12)
    for part in parts(COUNTED.values(), first, as_of, by=("month", "library")):
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
    return Counts(year, as_of, dict(by_month), stock)


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
        return Counts(whole.year, day, by_month, stock)
    running_month = day.month - 1
    first, last, sign = after, end, -1
    if day.day * 2 < end.day:
        first, last, sign = day.replace(day=1), day, 1
        for months in by_month.values():
            months[running_month] = 0
    for part in parts(COUNTED.values(), first, last, by=("library",)):
        months = by_month.setdefault((part.key, part.library_id), [0] * 12)
        months[running_month] += sign * part.quantity
    # The stock of a day is that of its month's end less what moved in between.
    for one in diary.totals(after, end, measures=(*STOCK.adds, *STOCK.takes), by=("library",)):
        signed = one.quantity if one.measure in STOCK.adds else -one.quantity
        stock[one.library_id or 0][running_month] -= signed
    return Counts(whole.year, day, by_month, stock)


def parts(
    rows: Iterable[Counted],
    first: datetime.date,
    last: datetime.date,
    *,
    by: Iterable[str],
    library_ids: Collection[int] | None = None,
) -> Iterator[Part]:
    """Counts of rows over a period, by any of "day", "month", "library".

    The database adds up: rows that count whole measures together, the others by what they want of the
    dimensions. What comes back is rows by libraries and months, not all that tells loans apart.
    """
    plain = [(row.key, term) for row in rows for term in row.terms if not term.where]
    told_apart = [(row.key, term) for row in rows for term in row.terms if term.where]
    for one in diary.totals(
        first, last, measures={term.measure for _key, term in plain}, library_ids=library_ids, by=by
    ):
        for key, term in plain:
            if term.measure == one.measure:
                yield _part(key, term.sign, one)
    sets = diary.dimension_sets() if told_apart else {}
    alike: dict[frozenset[tuple[str, str]], list[tuple[str, Term]]] = defaultdict(list)
    for key, term in told_apart:
        alike[frozenset(term.where.items())].append((key, term))
    for where, rows_alike in alike.items():
        for one in diary.totals(
            first,
            last,
            measures={term.measure for _key, term in rows_alike},
            library_ids=library_ids,
            dimension_ids=[pk for pk, values in sets.items() if where <= values.items()],
            by=by,
        ):
            for key, term in rows_alike:
                if term.measure == one.measure:
                    yield _part(key, term.sign, one)


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
