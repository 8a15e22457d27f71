"""What a state form is: sections of rows and columns, and for every cell the source of its number.

Plain data, made from a definition file by `reading`, proved by `checking`, filled by `computing`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language


@dataclass(frozen=True)
class Words:
    """The same words in three languages; shown in the reader's, in Kazakh where his lacks them."""

    kk: str
    ru: str
    en: str

    def __str__(self) -> str:
        return str(getattr(self, (get_language() or "kk")[:2], "") or self.kk)


# When a term is read: over the form's year, or as it stood before its first day, or at its last.
YEAR, START, END = "year", "start", "end"


@dataclass(frozen=True)
class Term:
    """A measure of the diary, of it only what has one of the dimension values of `where`; sign -1 takes it off."""

    measure: str
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sign: int = 1
    when: str = YEAR


@dataclass(frozen=True, order=True)
class Place:
    """A cell's address: section, row, column. Written "4.02.total"."""

    section: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.section}.{self.row}.{self.column}"


@dataclass(frozen=True)
class Counted:
    """A cell read from the diary. `indicator`: the plan's row that it is, "" for a reading of the form's own."""

    terms: tuple[Term, ...]
    indicator: str = ""


@dataclass(frozen=True)
class Formula:
    """A cell worked out of others: `plus` added up, `minus` taken off."""

    plus: tuple[Place, ...]
    minus: tuple[Place, ...] = ()

    @property
    def operands(self) -> tuple[Place, ...]:
        return (*self.plus, *self.minus)


@dataclass(frozen=True)
class Ratio:
    """A cell that divides one cell by another, times `scale` (100 for a percentage)."""

    over: Place
    under: Place
    scale: int = 1

    @property
    def operands(self) -> tuple[Place, ...]:
        return (self.over, self.under)


@dataclass(frozen=True)
class ByHand:
    """A cell that nothing in the house counts: it is filled elsewhere, and here shown empty with the reason."""

    reason: Words


@dataclass(frozen=True)
class Crossed:
    """A cell that the form itself crosses out: nothing belongs there."""


Source = Counted | Formula | Ratio | ByHand | Crossed


@dataclass(frozen=True)
class Column:
    """`where`: what the column wants of the dimensions of every counted cell in it."""

    code: str
    label: Words
    of_which_of: str = ""
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """`of_which_of`: the number of the row that it tells a part of. `provisional`: its official wording or number
    was not seen."""

    number: str
    label: Words
    unit: str
    of_which_of: str = ""
    provisional: bool = False
    note: Words | None = None


@dataclass(frozen=True)
class Check:
    """A control: `plus` less `minus` is `whole`, or is at most it. Rows of a section, or columns of it."""

    across: str  # "rows" or "columns"
    whole: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    at_most: bool = False


@dataclass(frozen=True)
class Section:
    number: str
    title: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    checks: tuple[Check, ...] = ()
    note: Words | None = None

    def row(self, number: str) -> Row | None:
        return next((one for one in self.rows if one.number == number), None)

    def column(self, code: str) -> Column | None:
        return next((one for one in self.columns if one.code == code), None)


@dataclass(frozen=True)
class Form:
    """A version of a form, valid for the years first_year to last_year (None: still).

    `units`: key -> words. `cells`: the source of every cell. `provisional`: in words what of the official form
    was not seen; None where all was. `file`: the name of its definition.
    """

    code: str
    version: str
    first_year: int
    last_year: int | None
    title: Words
    basis: Words
    provisional: Words | None
    units: Mapping[str, Words]
    sections: tuple[Section, ...]
    cells: Mapping[Place, Source]
    file: str = ""

    def valid_in(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def section(self, number: str) -> Section | None:
        return next((one for one in self.sections if one.number == number), None)

    def places(self) -> Iterator[tuple[Section, Row, Column, Place]]:
        """Every cell in reading order."""
        for section in self.sections:
            for row in section.rows:
                for column in section.columns:
                    yield section, row, column, Place(section.number, row.number, column.code)

    @property
    def measures(self) -> frozenset[str]:
        """Everything of the diary that the form reads."""
        counted = (one for one in self.cells.values() if isinstance(one, Counted))
        return frozenset(term.measure for one in counted for term in one.terms)
