"""The network's year in tables for everybody: what they hold, from what they are counted, in three languages.

Nothing here is about a person: counts alone, without disability, and groups of readers under SMALL are not told.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from orda.diary.measures import Text
from orda.network import clock
from orda.network import queries as network
from orda.planning.queries import years
from orda.reports.pivots.choices import Choice, axis_label
from orda.reports.pivots.pivot import Pivot, pivot

SMALL = 5  # a group of fewer people could be recognised
LICENCE = "CC BY 4.0"


@dataclass(frozen=True)
class OpenTable:
    """counted, rows: as the report builder takes them. meaning: one sentence for the data dictionary."""

    name: str
    counted: str
    rows: str
    meaning: Text


TABLES: dict[str, OpenTable] = {
    one.name: one
    for one in (
        OpenTable(
            "readers-by-month",
            "i:readers",
            "month",
            _("Readers registered in each month: a reader counts once a year in each library."),
        ),
        OpenTable(
            "readers-by-group",
            "i:readers",
            "age_group",
            _("Readers registered in the year, by age and kind."),
        ),
        OpenTable(
            "readers-by-library", "i:readers", "library", _("Readers registered in the year, by library.")
        ),
        OpenTable(
            "loans-by-month", "i:loans", "month", _("Copies lent in each month; a renewal counts as a loan.")
        ),
        OpenTable(
            "loans-by-subject", "i:loans", "subject_field", _("Copies lent, by the field of knowledge.")
        ),
        OpenTable(
            "loans-by-language", "i:loans", "language", _("Copies lent, by the language of the document.")
        ),
        OpenTable("loans-by-library", "i:loans", "library", _("Copies lent, by library.")),
        OpenTable("visits-by-month", "i:visits", "month", _("Visits in each month.")),
        OpenTable("visits-by-library", "i:visits", "library", _("Visits, by library.")),
        OpenTable(
            "events-by-direction", "event_held", "direction", _("Events held, by the direction of work.")
        ),
        OpenTable("events-by-month", "event_held", "month", _("Events held in each month.")),
        OpenTable(
            "new-copies-by-language",
            "i:intake",
            "language",
            _("Copies taken into the stock in the year, by language."),
        ),
    )
}

# The columns of every table: name -> meaning.
COLUMNS: dict[str, Text] = {
    "code": _("the value as a code: a month, a library's code, a field"),
    "label": _("the same in words"),
    "quantity": _("how many; empty where a group of readers is under five people"),
}


@dataclass(frozen=True)
class Published:
    """A table of a year: rows of code, words and number (None: too few people to be told), and the sum of all."""

    table: OpenTable
    year: int
    until: datetime.date
    made: Pivot

    @property
    def rows(self) -> list[tuple[str, str, int | None]]:
        hidden = self._hidden
        codes = self._codes
        return [
            (codes.get(value, value), label, None if value in hidden else self.made.row_total(value))
            for value, label in self.made.rows
        ]

    @property
    def total(self) -> int:
        return self.made.total

    @property
    def suppressed(self) -> int:
        return len(self._hidden)

    @property
    def _hidden(self) -> set[str]:
        """Small groups of readers; where one alone is hidden, the next smallest too, or the sum would tell it."""
        if self.table.rows != "age_group":
            return set()
        by_size = sorted((self.made.row_total(value), value) for value, _label in self.made.rows)
        hidden = [value for number, value in by_size if number < SMALL]
        return {value for _number, value in by_size[:2]} if len(hidden) == 1 else set(hidden)

    @property
    def _codes(self) -> Mapping[str, str]:
        if self.table.rows != "library":
            return {}
        return {str(one.pk): one.code for one in network.libraries()}


def known_years() -> list[int]:
    """The years for which there is a plan and a day has passed, the latest first."""
    yesterday = clock.today() - datetime.timedelta(days=1)
    return [year for year in reversed(years()) if year <= yesterday.year]


def published(name: str, year: int) -> Published:
    """A table of a year up to yesterday. Raises KeyError for an unknown name."""
    table = TABLES[name]
    yesterday = clock.today() - datetime.timedelta(days=1)
    until = min(yesterday, datetime.date(year, 12, 31))
    top = network.root()
    assert top is not None
    choice = Choice(table.counted, table.rows, "", datetime.date(year, 1, 1), until, top)
    return Published(table, year, until, pivot(choice))


def described(table: OpenTable) -> dict[str, str]:
    """A table's line of the data dictionary, in the reader's language."""
    choice = Choice(table.counted, table.rows, "", datetime.date.min, datetime.date.min, network.root())  # type: ignore[arg-type]
    formula = " + ".join(
        ("−" if term.sign < 0 else "") + term.measure + "".join(f"[{a}={b}]" for a, b in term.where.items())
        for term in choice.terms
    )
    return {
        "name": table.name,
        "meaning": str(table.meaning),
        "counted": str(choice.label),
        "by": axis_label(table.rows),
        "formula": formula,
    }
