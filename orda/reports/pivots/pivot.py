"""A pivot: what was chosen, added up along two axes. Whatever lacks a value stands under "not stated", so that the
sums of rows, of columns and of all are always what the diary says."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from orda.diary import queries as diary
from orda.diary.measures import DIMENSIONS
from orda.events.models import Direction, Form
from orda.network import queries as network
from orda.network.models import Unit
from orda.reports.pivots.choices import PLACES_AND_TIMES, Choice

MISSING = ""  # the value of a line that carries none
_BY = {"library": "library", "cohort": "library", "year": "year", "quarter": "month", "month": "month"}
_BY["weekday"] = "day"

Value = str


@dataclass(frozen=True)
class Pivot:
    """Rows and columns as (value, label), the cells by (row value, column value), and their sums."""

    choice: Choice
    rows: tuple[tuple[Value, str], ...]
    columns: tuple[tuple[Value, str], ...]
    cells: dict[tuple[Value, Value], int]

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
    by = {_BY.get(axis, "dimensions") for axis in keys}
    by -= {"year"} if by & {"day", "month"} else set()
    by |= {"dimensions"} if any(term.where for term in choice.terms) else set()
    sums: dict[tuple[Value, Value], int] = defaultdict(int)
    for term in choice.terms:
        for one in diary.totals(
            choice.first, choice.last, measures=[term.measure], library_ids=list(libraries), by=by
        ):
            if diary.matches(one.values, term.where):
                row = keys[choice.rows](one)
                column = keys[choice.columns](one) if choice.columns else MISSING
                sums[row, column] += term.sign * one.quantity
    cells = {place: number for place, number in sums.items() if number}
    rows = _labelled(choice.rows, {row for row, _column in cells}, libraries)
    columns = _labelled(choice.columns, {column for _row, column in cells}, libraries)
    return Pivot(choice, rows, columns if choice.columns else ((MISSING, _("In all")),), cells)


Key = Callable[[diary.Quantity], Value]


def _key(axis: str, libraries: dict[int, Unit]) -> Key:
    """How a quantity's value along an axis is read."""
    if axis == "library":
        return lambda one: str(one.library_id)
    if axis == "cohort":
        return lambda one: libraries[one.library_id or 0].cohort
    if axis == "weekday":
        return lambda one: str(one.day.weekday()) if one.day else MISSING
    if axis in ("year", "quarter", "month"):
        return lambda one: _period(axis, one.month or (one.day and one.day.replace(day=1)))
    return lambda one: (one.values or {}).get(axis, MISSING)


def _period(axis: str, month: datetime.date | None) -> Value:
    if month is None:
        return MISSING
    if axis == "year":
        return f"{month:%Y}"
    return f"{month:%Y}-{(month.month + 2) // 3}" if axis == "quarter" else f"{month:%Y-%m}"


def _labelled(axis: str, values: set[Value], libraries: dict[int, Unit]) -> tuple[tuple[Value, str], ...]:
    """Values with their words, in the order people expect; "not stated" at the end."""
    stated = values - {MISSING}
    labels = _labels(axis, stated, libraries)
    found = [(value, labels[value]) for value in labels if value in stated]
    found += [(value, value) for value in sorted(stated - labels.keys())]
    return (*found, *([(MISSING, _("not stated"))] if MISSING in values else []))


def _labels(axis: str, values: set[Value], libraries: dict[int, Unit]) -> dict[Value, str]:
    if axis == "library":
        return {str(pk): one.name for pk, one in libraries.items()}
    if axis == "cohort":
        return {value: str(label) for value, label in Unit.Cohort.choices}
    if axis == "weekday":
        return {str(number): str(WEEKDAYS[number]) for number in range(7)}
    if axis == "quarter":
        return {value: f"{value[5:]}/{value[:4]}" for value in sorted(values)}
    if axis == "month":
        return {value: f"{value[5:]}.{value[:4]}" for value in sorted(values)}
    if axis in ("form", "direction"):
        table = Form if axis == "form" else Direction
        return {one.code: str(one) for one in table.objects.all()}
    if axis in PLACES_AND_TIMES or not axis:
        return {value: value for value in sorted(values)}
    return {value: str(label) for value, label in (DIMENSIONS[axis].values or {}).items()}
