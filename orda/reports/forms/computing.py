"""A form filled for a year and a place, in a handful of readings of the diary however many cells it has."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from orda.diary import queries as diary
from orda.diary.models import BEGINNING
from orda.reports.forms.checking import in_order
from orda.reports.forms.definition import (
    END,
    START,
    YEAR,
    Check,
    Counted,
    Form,
    Formula,
    Place,
    Ratio,
    Section,
    Source,
    Term,
)

Value = Decimal | int | None
Read = Mapping[str, Mapping[str, Iterable[diary.Quantity]]]  # when -> measure -> quantities by dimensions


@dataclass(frozen=True)
class Outcome:
    """A control in one column (or row): both sides, and whether it holds; None where a cell is empty."""

    check: Check
    section: str
    along: str
    whole: Value
    parts: Value
    holds: bool | None

    @property
    def difference(self) -> Value:
        return None if self.whole is None or self.parts is None else self.parts - self.whole


@dataclass(frozen=True)
class Filled:
    """A form with its numbers, at the end of a day of its year. None is an empty cell."""

    form: Form
    year: int
    as_of: datetime.date
    values: Mapping[Place, Value]

    @property
    def outcomes(self) -> list[Outcome]:
        """Every control of the form: those of its definition, and that no part is more than its whole."""
        return [one for section in self.form.sections for one in _outcomes(self, section)]


def fill(form: Form, year: int, as_of: datetime.date, library_ids: Collection[int]) -> Filled:
    """The form's cells from 1 January to `as_of`, over some libraries."""
    found = _read(form, year, as_of, library_ids)
    values: dict[Place, Value] = {}
    for place in in_order(form.cells.items()):
        values[place] = _value(form.cells[place], values, found)
    return Filled(form, year, as_of, values)


def periods_of(year: int, as_of: datetime.date) -> dict[str, tuple[datetime.date, datetime.date]]:
    """First and last day of what a term may be read over."""
    first = datetime.date(year, 1, 1)
    before = first - datetime.timedelta(days=1)
    return {YEAR: (first, as_of), START: (BEGINNING, before), END: (BEGINNING, as_of)}


def _read(form: Form, year: int, as_of: datetime.date, library_ids: Collection[int]) -> Read:
    """One reading of the diary for each of the three times that the form asks about."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for source in form.cells.values():
        for term in source.terms if isinstance(source, Counted) else ():
            wanted[term.when].add(term.measure)
    found: dict[str, dict[str, list[diary.Quantity]]] = {}
    for when, (first, last) in periods_of(year, as_of).items():
        found[when] = defaultdict(list)
        if wanted[when]:
            for one in diary.totals(
                first, last, measures=wanted[when], library_ids=library_ids, by=("dimensions",)
            ):
                found[when][one.measure].append(one)
    return found


def counts(term: Term, values: Mapping[str, str] | None) -> bool:
    """Whether a term wants lines with these dimension values."""
    return all((values or {}).get(key) in wanted for key, wanted in term.where.items())


def _value(source: Source, known: Mapping[Place, Value], found: Read) -> Value:
    if isinstance(source, Counted):
        return sum(
            term.sign * one.quantity
            for term in source.terms
            for one in found[term.when].get(term.measure, ())
            if counts(term, one.values)
        )
    if isinstance(source, Formula):
        return _less(_added(known[one] for one in source.plus), _added(known[one] for one in source.minus))
    if isinstance(source, Ratio):
        over, under = known[source.over], known[source.under]
        return Decimal(over) * source.scale / under if over is not None and under else None
    return None


def _added(values: Iterable[Value]) -> Value:
    """None as soon as one is unknown: a sum of what happens to be known would be no sum."""
    total: Decimal | int = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _less(one: Value, other: Value) -> Value:
    return None if one is None or other is None else one - other


def _outcomes(filled: Filled, section: Section) -> Iterable[Outcome]:
    for check in (*section.checks, *_parts_within(section)):
        across_rows = check.across == "rows"
        along = [one.code for one in section.columns] if across_rows else [one.number for one in section.rows]
        for one in along:

            def value(key: str, one: str = one, across_rows: bool = across_rows) -> Value:
                place = Place(section.number, key, one) if across_rows else Place(section.number, one, key)
                return filled.values[place]

            whole = value(check.whole)
            parts = _less(_added(map(value, check.plus)), _added(map(value, check.minus)))
            if whole is None and all(value(key) is None for key in check.plus):
                continue  # nothing of it is counted here
            holds = None
            if whole is not None and parts is not None:
                holds = parts <= whole if check.at_most else parts == whole
            yield Outcome(check, section.number, one, whole, parts, holds)


def _parts_within(section: Section) -> Iterable[Check]:
    """An "of which" is never more than what it is a part of."""
    for row in section.rows:
        if row.of_which_of:
            yield Check("rows", row.of_which_of, (row.number,), at_most=True)
    for column in section.columns:
        if column.of_which_of:
            yield Check("columns", column.of_which_of, (column.code,), at_most=True)
