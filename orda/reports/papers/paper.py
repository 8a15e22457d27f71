"""A paper as plain data: its blocks in order. Nothing here knows how it is written to a file.

Numbers stay numbers until they are written, so that a sheet can add them up and a page can set them apart.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

Value = Decimal | int | str | datetime.date | None
Cell = tuple[int, int]  # (row, column), from 0
Sum = tuple[
    Cell, tuple[Cell, ...], tuple[Cell, ...]
]  # a cell, those that it adds up, those that it takes off
FEW_ROWS, FEW_LETTERS = 10, 1500  # of a table that surely fits on a page


@dataclass(frozen=True)
class Heading:
    level: int  # 1 a chapter, 2 a part of one
    text: str


@dataclass(frozen=True)
class Text:
    text: str
    bold: bool = False


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Head:
    """A cell of a table's head: its text, how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Row:
    """A row of a table. `sum_of` are the places (from 0) of the rows of the same table that it adds up, if it does;
    `less` of those that it takes off."""

    cells: tuple[Value, ...]
    bold: bool = False
    sum_of: tuple[int, ...] = ()
    less: tuple[int, ...] = ()
    inside: bool = False  # an "of which" row: a part of another, never added


@dataclass(frozen=True)
class Table:
    """heads: rows of heads from the top down. widths: of the columns, in parts of the page (None: alike)."""

    title: str
    heads: tuple[tuple[Head, ...], ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...] | None = None
    note: str = ""
    own_page: bool = False  # begins a page
    # Places of columns whose cell in each row is the share of one column in another: (place, over, under), %.
    shares: tuple[tuple[int, int, int], ...] = ()
    # Places of columns whose cell in each row adds up cells of the same row: (place, those added, those taken off).
    totals: tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...] = ()
    sums: tuple[Sum, ...] = ()  # single cells that add up others of the table

    @property
    def columns(self) -> int:
        return max((len(row.cells) for row in self.rows), default=sum(head.columns for head in self.heads[0]))

    def digits(self, column: int) -> int | None:
        """How many digits after the mark a column's numbers always have: a share has one."""
        return 1 if any(place == column for place, _over, _under in self.shares) else None

    @property
    def short(self) -> bool:
        """Few rows of few words: it isn't parted by the end of a page."""
        letters = sum(len(cell) for row in self.rows for cell in row.cells if isinstance(cell, str))
        return len(self.rows) <= FEW_ROWS and letters <= FEW_LETTERS


@dataclass(frozen=True)
class Chart:
    """Bars beside each other: categories along the foot, a series for each name."""

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]


@dataclass(frozen=True)
class Signatures:
    """Who signs, each on a line: (post, name; "" where it is written in by hand). day: where the date is written;
    seal: where the stamp goes, "" for none."""

    signed: tuple[tuple[str, str], ...]
    day: str = ""
    seal: str = ""


Block = Heading | Text | Bullets | Table | Chart | Signatures


@dataclass(frozen=True)
class Paper:
    """language: kk, ru or en. approval: lines of the stamp at the upper right of the cover ("Бекітемін" …).

    cover: a page of its own for the title, and one of contents; without it the title heads the first page.
    as_of: said below the title where the paper's time is not over yet.
    """

    title: str
    organisation: str
    language: str
    blocks: tuple[Block, ...]
    contents_title: str
    approval: tuple[str, ...] = ()
    place_and_year: str = ""
    cover: bool = True
    as_of: str = ""


RATE_DIGITS = 2
MINUS = "\N{MINUS SIGN}"


def number(value: Decimal | int, language: str, digits: int | None = None) -> str:
    """A number as the language writes it: 1 234,5; en 1,234.5. Two digits after the mark at most, or always `digits`;
    what was rounded to two (a rate) keeps both, so that a column of rates has one rounding."""
    exact = Decimal(value)
    if digits is None and exact.as_tuple().exponent == -RATE_DIGITS:
        digits = RATE_DIGITS
    rounded = exact.quantize(Decimal(1).scaleb(-(2 if digits is None else digits)), ROUND_HALF_UP)
    if not rounded:  # what is less than half of the last digit is nought, and nought has no sign
        rounded = abs(rounded)
    whole = digits is None and rounded == rounded.to_integral_value()
    shown = f"{int(rounded):,}" if whole else f"{rounded if digits is not None else rounded.normalize():,f}"
    shown = shown.replace("-", MINUS)
    if language == "en":
        return shown
    return shown.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def in_words(value: Value) -> bool:
    """Whether a cell is set like words (a day too) and not like a number."""
    return isinstance(value, str | datetime.date)


def shown(value: Value, language: str, digits: int | None = None) -> str:
    """A cell as it is read: a number, words, a day, or a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y}"
    return value if isinstance(value, str) else number(value, language, digits)


def heads_of(paths: Sequence[Sequence[str]]) -> tuple[tuple[Head, ...], ...]:
    """Columns as paths from the top down -> rows of heads: neighbours that begin alike share a wide head."""
    deep = max(map(len, paths))
    rows = []
    for level in range(deep):
        heads, place = [], 0
        while place < len(paths):
            path = paths[place]
            wide = 1
            if level < len(path) - 1:
                while place + wide < len(paths) and _under(paths[place + wide], path[: level + 1]):
                    wide += 1
            if level < len(path):
                last = level == len(path) - 1
                heads.append(Head(path[level], wide, deep - level if last else 1))
            place += wide
        rows.append(tuple(heads))
    return tuple(rows)


def _under(path: Sequence[str], top: Sequence[str]) -> bool:
    return len(path) > len(top) and list(path[: len(top)]) == list(top)
