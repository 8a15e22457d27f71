"""The network's year up to yesterday, read once for all tables.

Nothing here is about a person: counts alone, never by disability, and small groups of readers are not told.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from orda.diary import queries as diary
from orda.diary.measures import DIMENSIONS
from orda.diary.models import BEGINNING, Entry, MonthTotal
from orda.events.models import Direction
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.portal.open_tables import TABLES, OpenTable, Words, in_three

SMALL = 5  # in a group of fewer people one could be recognised
YEARS_SHOWN = 10
NOT_STATED = ""
OF_A_YEAR = ("reader_registered", "loan", "visit", "event_held")  # what a library's years are known by


@dataclass(frozen=True)
class OpenRow:
    """`quantity`: None where the group is too small to be told."""

    code: str
    names: Words
    quantity: int | None


@dataclass(frozen=True)
class Published:
    """A table of a year up to a day, and the sum of all its rows, those that are not told too."""

    table: OpenTable
    year: int
    until: datetime.date
    rows: tuple[OpenRow, ...]
    total: int

    @property
    def suppressed(self) -> int:
        return sum(row.quantity is None for row in self.rows)


def known_years() -> list[int]:
    """The years of which the diary tells work up to yesterday, the latest first."""
    folded = MonthTotal.objects.filter(measure__in=OF_A_YEAR).aggregate(first=Min("month"))["first"]
    waiting = Entry.objects.filter(measure__in=OF_A_YEAR, open=True).aggregate(first=Min("day"))["first"]
    known = [day for day in (folded, waiting) if day]
    if not known:
        return []
    last = _yesterday().year
    return list(range(last, max(min(known).year, last - YEARS_SHOWN + 1) - 1, -1))


def published(year: int, wanted: Iterable[OpenTable] = tuple(TABLES.values())) -> list[Published]:
    """Tables of a year, in six readings of the diary however many tables there are."""
    until = min(_yesterday(), datetime.date(year, 12, 31))
    tables = list(wanted)
    libraries = list(network.libraries())
    directions = {one.code: one for one in Direction.objects.all()}
    found = _read(tables, datetime.date(year, 1, 1), until)
    return [
        _published(table, year, until, _added(table, found), _names(table, year, libraries, directions))
        for table in tables
    ]


def _yesterday() -> datetime.date:
    return clock.today() - datetime.timedelta(days=1)


Found = Mapping[tuple[bool, str], Sequence[diary.Quantity]]  # (of a level, what told apart) -> quantities


def _read(tables: Sequence[OpenTable], first: datetime.date, until: datetime.date) -> Found:
    """What is told by place and time comes by month and library, the rest by dimensions."""
    measures: dict[tuple[bool, str], set[str]] = {}
    for table in tables:
        measures.setdefault(_where_read(table), set()).update(term.measure for term in table.terms)
    found = {}
    for (level, by), wanted in measures.items():
        apart = ("month", "library") if by == "library" and not level else (by,)
        found[level, by] = diary.totals(BEGINNING if level else first, until, measures=wanted, by=apart)
    return found


def _where_read(table: OpenTable) -> tuple[bool, str]:
    """Terms that want a dimension, and tables by one, are read by dimensions."""
    of_dimension = table.by in DIMENSIONS or any(term.where for term in table.terms)
    return table.is_level, "dimensions" if of_dimension else "library"


def _added(table: OpenTable, found: Found) -> Counter[str]:
    sums: Counter[str] = Counter()
    for one in found[_where_read(table)]:
        for term in table.terms:
            if term.measure == one.measure and diary.matches(one.values, term.where):
                sums[_code(table.by, one)] += term.sign * one.quantity
    return sums


def _code(by: str, one: diary.Quantity) -> str:
    if by == "library":
        return str(one.library_id)
    if by == "month":
        return f"{one.month:%Y-%m}"
    return (one.values or {}).get(by, NOT_STATED)


def _names(
    table: OpenTable, year: int, libraries: Sequence[Unit], directions: Mapping[str, Direction]
) -> Mapping[str, tuple[str, Words]]:
    """Value as counted -> its public code and its names, in the order in which they are shown."""
    if table.by == "library":
        return {str(one.pk): (one.code, _named(one)) for one in libraries}
    if table.by == "month":
        months = (f"{year}-{month:02d}" for month in range(1, 13))
        return {one: (one, dict.fromkeys(("kk", "ru", "en"), f"{one[5:]}.{one[:4]}")) for one in months}
    if table.by == "direction":
        found = {code: (code, _named(one)) for code, one in directions.items()}
    else:
        values = DIMENSIONS[table.by].values or {}
        found = {code: (code, in_three(label)) for code, label in values.items()}
    return {**found, NOT_STATED: (NOT_STATED, in_three(_("not stated")))}


def _named(one: Unit | Direction) -> Words:
    return {"kk": one.name_kk, "ru": one.name_ru, "en": one.name_en}


def _published(
    table: OpenTable,
    year: int,
    until: datetime.date,
    sums: Counter[str],
    names: Mapping[str, tuple[str, Words]],
) -> Published:
    hidden = too_small(sums) if table.by == "age_group" else set()
    shown = [value for value in names if sums[value]]
    shown += sorted(value for value in sums if sums[value] and value not in names)
    rows = []
    for value in shown:
        code, words = names.get(value, (value, dict.fromkeys(("kk", "ru", "en"), value)))
        rows.append(OpenRow(code, words, None if value in hidden else sums[value]))
    return Published(table, year, until, tuple(rows), sum(sums.values()))


def too_small(sums: Mapping[str, int]) -> set[str]:
    """Groups that are not told: those under SMALL, and the next ones up until their sum, which the total gives
    away, could be many different things."""
    hidden: list[int] = []
    found = set()
    for amount, value in sorted((amount, value) for value, amount in sums.items() if amount):
        if amount >= SMALL and (not hidden or (len(hidden) > 1 and sum(hidden) >= SMALL)):
            break
        hidden.append(amount)
        found.add(value)
    return found
