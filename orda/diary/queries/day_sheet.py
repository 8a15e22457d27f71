"""The day as the paper work diary shows it: the day, the month to date, "since the start of the year"."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from orda.diary.measures import DIMENSIONS, MEASURES, Text
from orda.diary.queries.quantities import Quantity, totals


@dataclass(frozen=True)
class SheetRow:
    """One line of the sheet. `kind`: "total", "heading" (no numbers), "part" or "of_which"."""

    kind: str
    label: Text
    day: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True)
class SheetPart:
    """A table of the paper diary. `letter` is its sign there, empty for what the paper has no table for."""

    letter: str
    title: Text
    rows: tuple[SheetRow, ...]


_OF_WHICH = {"disability"}  # added to no total: its people stand in the age groups already

# Part -> measures -> the dimensions by which each is shown. Order and letters: domain, work diary.
_PARTS: tuple[tuple[str, Text, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    (
        "A",
        _("Readers and visits"),
        (
            ("reader_registered", ("age_group", "disability")),
            ("site_user_registered", ()),
            ("electronic_user", ()),
            ("visit", ("purpose",)),
        ),
    ),
    (
        "B",
        _("Loans"),
        (
            ("loan", ("subject_field", "language", "document_kind", "age_group")),
            ("renewal", ()),
            ("return", ()),
        ),
    ),
    ("D", _("Events"), (("event_held", ("channel",)), ("event_attended", ()), ("event_viewed", ()))),
    (
        "",
        _("Stock and catalogue"),
        (
            ("catalogue_record", ("database",)),
            ("intake", ("supply",)),
            ("withdrawal", ("reason",)),
            ("electronic_intake", ()),
        ),
    ),
)
_HEADINGS: dict[str, Text] = {
    "subject_field": _("by content"),
    "language": _("by language"),
    "document_kind": _("by kind"),
    "age_group": _("by reader group"),
}

Key = tuple[str, str, str]  # measure, dimension, value; two empty strings for the measure's total
Sums = dict[Key, list[int]]  # day, month, year


def day_sheet(day: datetime.date, library_ids: Collection[int] | None = None) -> list[SheetPart]:
    """The parts of the diary for a day, with the sums of its month and its year up to and with that day."""
    sums: Sums = {}
    year = totals(day.replace(month=1, day=1), day, library_ids=library_ids, by=("month", "dimensions"))
    _add(sums, 2, year)
    _add(sums, 1, (one for one in year if one.month == day.replace(day=1)))
    _add(sums, 0, totals(day, day, library_ids=library_ids, by=("dimensions",)))
    return [
        SheetPart(letter, title, tuple(row for measure, by in measures for row in _rows(sums, measure, by)))
        for letter, title, measures in _PARTS
    ]


def _add(sums: Sums, column: int, found: Iterable[Quantity]) -> None:
    for one in found:
        for name, value in [("", ""), *(one.values or {}).items()]:
            sums.setdefault((one.measure, name, value), [0, 0, 0])[column] += one.quantity


def _rows(sums: Sums, measure: str, by: tuple[str, ...]) -> Iterator[SheetRow]:
    whole = sums.get((measure, "", ""), [0, 0, 0])
    yield SheetRow("total", MEASURES[measure].label, *whole)
    if not any(whole):
        return
    for name in by:
        if len(by) > 1 and name not in _OF_WHICH:
            yield SheetRow("heading", _HEADINGS.get(name, DIMENSIONS[name].label))
        rest = list(whole)
        for value, label in (DIMENSIONS[name].values or {}).items():
            part = sums.get((measure, name, value))
            if part and any(part):
                yield SheetRow("of_which" if name in _OF_WHICH else "part", label, *part)
                rest = [left - some for left, some in zip(rest, part, strict=True)]
        if any(rest) and name not in _OF_WHICH:
            yield SheetRow("part", _("not stated"), *rest)
