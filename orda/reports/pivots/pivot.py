"""A pivot: what was chosen, added up along two axes. Whatever lacks a value stands under "not stated", so that the
sums of rows, of columns and of all are always what the diary says."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from orda.diary import queries as diary
from orda.diary.measures import DIMENSIONS, MEASURES
from orda.network import queries as network
from orda.network.models import Unit
from orda.planning.indicators.declared import Term
from orda.reports.pivots.choices import HOUR, NOT_STATED, TIMES, Choice, values_of
from orda.reports.pivots.hours import by_hour

FEW = 12  # values that are told apart in one pass over the rows
MISSING = ""  # the value of a line that carries none
_BY = {"library": "library", "cohort": "library", "year": "year", "quarter": "month", "month": "month"}
_BY |= {"day": "day", "weekday": "day"}

Value = str


@dataclass(frozen=True)
class Pivot:
    """Rows and columns as (value, label), the cells by (row value, column value), and their sums."""

    choice: Choice
    rows: tuple[tuple[Value, str], ...]
    columns: tuple[tuple[Value, str], ...]
    cells: dict[tuple[Value, Value], int]

    @property
    def shown_columns(self) -> tuple[tuple[Value, str], ...]:
        """The columns beside the total; none where nothing was chosen for them."""
        return self.columns if self.choice.columns else ()

    def cell(self, row: Value, column: Value) -> int:
        return self.cells.get((row, column), 0)

    def row_total(self, row: Value) -> int:
        return sum(self.cell(row, column) for column, _label in self.columns)

    def column_total(self, column: Value) -> int:
        return sum(self.cell(row, column) for row, _label in self.rows)

    @property
    def total(self) -> int:
        return sum(self.cells.values())


def pivot(choice: Choice) -> Pivot:
    """Adds up the diary along the choice's axes: one question for each term of what is counted."""
    libraries = {one.pk: one for one in network.libraries(choice.unit, choice.cohort)}
    keys = {axis: _key(axis, libraries) for axis in (choice.rows, choice.columns) if axis}
    sums: dict[tuple[Value, Value], int] = defaultdict(int)
    for first, last, terms in choice.stretches:
        for term in terms:
            for one in _quantities(choice, (first, last), term, keys, libraries):
                row = keys[choice.rows](one)
                column = keys[choice.columns](one) if choice.columns else MISSING
                sums[row, column] += term.sign * one.quantity
    cells = {place: number for place, number in sums.items() if number}
    rows = _labelled(choice.rows, {row for row, _column in cells}, libraries)
    columns = _labelled(choice.columns, {column for _row, column in cells}, libraries)
    return Pivot(choice, rows, columns if choice.columns else ((MISSING, _("In all")),), cells)


def _quantities(
    choice: Choice,
    days: tuple[datetime.date, datetime.date],
    term: Term,
    axes: Collection[str],
    libraries: Collection[int],
) -> Iterable[diary.Quantity]:
    """The diary's sums of one term over some days, the choice's place and values."""
    by = {_BY.get(axis, "dimensions") for axis in axes if axis != HOUR}
    # The finest of the times asked holds the others.
    finest = next((time for time in ("day", "month", "year") if time in by), "")
    by -= {"day", "month", "year"} - {finest}
    wanted = None
    if term.where or choice.where:
        sets = diary.dimension_sets()
        wanted = [pk for pk, v in sets.items() if diary.matches(v, term.where) and _chosen(v, choice.where)]
    if HOUR in axes:
        return by_hour(*days, measure=term.measure, library_ids=libraries, dimension_ids=wanted, by=by)
    where: dict[str, Any] = {"measures": [term.measure], "library_ids": libraries}
    apart = _told_apart(term.measure, [axis for axis in axes if axis in DIMENSIONS], wanted)
    if 0 < len(set(apart.values())) <= FEW:
        return _by_values(days, where, apart, by - {"dimensions"})
    return diary.totals(*days, **where, dimension_ids=wanted, by=by)


Told = tuple[tuple[str, Value], ...]  # the asked dimensions with their values


def _told_apart(measure: str, asked: Sequence[str], wanted: Collection[int] | None) -> dict[int, Told]:
    """Combination -> its values of the asked dimensions, of those combinations that the measure may have."""
    if not asked:
        return {}
    carried, kept = set(MEASURES[measure].dimensions), None if wanted is None else set(wanted)
    return {
        pk: tuple((name, values[name]) for name in asked if name in values)
        for pk, values in diary.dimension_sets().items()
        if values.keys() <= carried and (kept is None or pk in kept)
    }


def _by_values(
    days: tuple[datetime.date, datetime.date],
    where: Mapping[str, Any],
    apart: Mapping[int, Told],
    by: set[str],
) -> Iterator[diary.Quantity]:
    """Where few values are told apart the database adds them up as it reads, instead of sorting all combinations."""
    values = list(dict.fromkeys(apart.values()))
    number = {told: place for place, told in enumerate(values)}
    groups: dict[int, list[int]] = {place: [] for place in number.values()}
    for pk, told in apart.items():
        groups[number[told]].append(pk)
    for one in diary.totals(*days, **where, groups=groups, by=by):
        yield one._replace(values=dict(values[one.group or 0]))


def _chosen(values: Mapping[str, str], where: Mapping[str, str]) -> bool:
    """True where every asked dimension has the asked value; NOT_STATED asks for those that have none."""
    return all(values.get(name, NOT_STATED) == value for name, value in where.items())


Key = Callable[[diary.Quantity], Value]


def _key(axis: str, libraries: dict[int, Unit]) -> Key:
    """How a quantity's value along an axis is read."""
    if axis == "library":
        return lambda one: str(one.library_id)
    if axis == "cohort":
        return lambda one: libraries[one.library_id or 0].cohort
    if axis == HOUR:
        return lambda one: MISSING if one.hour is None else f"{one.hour:02d}"
    if axis in TIMES:
        return lambda one: _time(axis, one.day or one.month)
    return lambda one: (one.values or {}).get(axis, MISSING)


def _time(axis: str, day: datetime.date | None) -> Value:
    """A day's value along an axis of time; values sort as times do."""
    if day is None:
        return MISSING
    if axis == "quarter":
        return f"{day:%Y}-{(day.month + 2) // 3}"
    if axis == "weekday":
        return str(day.weekday())
    return f"{day:%Y}" if axis == "year" else f"{day:%Y-%m}" if axis == "month" else day.isoformat()


def _labelled(axis: str, values: set[Value], libraries: dict[int, Unit]) -> tuple[tuple[Value, str], ...]:
    """Values with their words, in the order people expect; "not stated" at the end."""
    stated = values - {MISSING}
    if axis in TIMES:
        found = [(value, _time_label(axis, value)) for value in _without_gaps(axis, stated)]
    else:
        labels = _labels(axis, libraries)
        found = [(value, label) for value, label in labels.items() if value in stated]
        found += [(value, value) for value in sorted(stated - labels.keys())]
    return (*found, *([(MISSING, _("not stated"))] if MISSING in values else []))


def _labels(axis: str, libraries: dict[int, Unit]) -> dict[Value, str]:
    if not axis:
        return {}
    if axis == "library":
        return {str(pk): one.name for pk, one in libraries.items()}
    if axis == "cohort":
        return {value: str(label) for value, label in Unit.Cohort.choices}
    return values_of(axis)


def _without_gaps(axis: str, values: set[Value]) -> list[Value]:
    """From the first of some times to the last: a month in which nothing was counted stands there as nothing."""
    if not values:
        return []
    return list(_between(axis, min(values), max(values)))


def _between(axis: str, first: Value, last: Value) -> Iterator[Value]:
    if axis in ("weekday", HOUR):
        yield from (f"{number:0{len(first)}d}" for number in range(int(first), int(last) + 1))
        return
    at = _first_day(axis, first)
    while (value := _time(axis, at)) <= last:
        yield value
        months = {"year": 12, "quarter": 3, "month": 1}.get(axis)
        at = _months_later(at, months) if months else at + datetime.timedelta(days=1)


def _first_day(axis: str, value: Value) -> datetime.date:
    if axis == "day":
        return datetime.date.fromisoformat(value)
    year, _dash, part = value.partition("-")
    month = int(part or 1)
    return datetime.date(int(year), month * 3 - 2 if axis == "quarter" else month, 1)


def _months_later(first: datetime.date, months: int) -> datetime.date:
    later = first.year * 12 + first.month - 1 + months
    return datetime.date(later // 12, later % 12 + 1, 1)


def _time_label(axis: str, value: Value) -> str:
    if axis == "weekday":
        return str(WEEKDAYS[int(value)])
    if axis == HOUR:
        return f"{value}:00"
    if axis == "quarter":
        return f"{('I', 'II', 'III', 'IV')[int(value[5:]) - 1]} {value[:4]}"
    return ".".join(reversed(value.split("-")))
