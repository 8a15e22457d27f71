"""A paper as XLSX: the whole paper, a sheet for each chapter; sums and shares are living formulas."""

import datetime
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from orda.network import clock
from orda.reports.papers.paper import (
    MINUS,
    RATE_DIGITS,
    Block,
    Bullets,
    Cell,
    Chart,
    Head,
    Heading,
    Paper,
    Row,
    Signatures,
    Table,
    Text,
    shown,
)

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOLD, _LETTERS = 1.15, 1.1  # a bold word beside a plain one; letters that go where a digit's width goes once
_LONG = 3  # more cells than these are written as a range
_LONGEST_NAME = 31  # of a sheet, as spreadsheets take it
_NARROW, _WIDE, _NUMBER = 9, 70, 5  # widths of columns in letters
_ACROSS = 110  # letters of a paragraph's line, over as many columns as that takes
FONT = {"font_name": "Times New Roman", "font_size": 11}
_LINE = 15.0  # pt, a line's height


def to_xlsx(paper: Paper) -> bytes:
    """The paper as it is read: approval and title on the first sheet, each chapter with its prose and tables on one of
    its own. A text is written as text, whatever it begins with."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "default_format_properties": FONT}) as book:
        book.set_properties(
            {
                "title": _clean(paper.title),
                "author": _clean(paper.organisation),
                "created": clock.now().astimezone(datetime.UTC).replace(tzinfo=None),
            }
        )
        styles = _styles(book)
        chapters = list(_chapters(paper))
        names = _names([name for name, _blocks in chapters])
        if len(chapters) > 1 or paper.cover:
            first = book.add_worksheet(_front_name(paper, names))
            _front(_Sheet(first, paper.language, styles, [_ACROSS]), paper, chapters, names)
        for (_name, blocks), name in zip(chapters, names, strict=True):
            tables = [one for one in blocks if isinstance(one, Table)]
            widths = _widths(tables, paper.language)
            sheet = _Sheet(book.add_worksheet(name), paper.language, styles, widths, alone=len(tables) == 1)
            places = iter(zip(_lefts(tables).values(), _ends(tables), strict=True))
            if len(chapters) == 1 and not paper.cover:
                _head(sheet, paper)
            for block in blocks:
                sheet.write(block, *(next(places) if isinstance(block, Table) else ()))
    return kept.getvalue()


def _chapters(paper: Paper) -> Iterator[tuple[str, list[Block]]]:
    """(title, blocks) of each chapter: what stands between headings of the first level. Of a paper without chapters
    each table that begins a page begins a sheet."""
    chaptered = any(isinstance(one, Heading) for one in paper.blocks)
    name, blocks = paper.title, list[Block]()
    for one in paper.blocks:
        if isinstance(one, Heading) and one.level == 1:
            if blocks:
                yield name, blocks
            name, blocks = one.text, []
        elif not chaptered and isinstance(one, Table) and one.own_page and blocks:
            yield name, blocks
            name, blocks = one.title, []
        blocks.append(_as_table(one) if isinstance(one, Chart) else one)
    yield name, blocks


def _names(titles: Sequence[str]) -> list[str]:
    """A sheet's name is its chapter's, as far as whole words of it go in; no two are alike."""
    found: list[str] = []
    for number, title in enumerate(titles, 1):
        name = _short(title)
        taken = {one.lower() for one in found}
        found.append(name if name and name.lower() not in taken else _short(f"{number} {name}"))
    return found


def _short(title: str) -> str:
    text = " ".join(_FORBIDDEN.sub(" ", _clean(title)).split())
    if len(text) > _LONGEST_NAME:
        text = text[: _LONGEST_NAME + 1].rpartition(" ")[0] or text[:_LONGEST_NAME]
    return text.strip(" .,;–-") or "1"


def _front_name(paper: Paper, names: Sequence[str]) -> str:
    name = _short(paper.contents_title)
    return name if name.lower() not in {one.lower() for one in names} else _short(f"{name} 0")


def _front(
    sheet: "_Sheet", paper: Paper, chapters: Sequence[tuple[str, list[Block]]], names: Sequence[str]
) -> None:
    _head(sheet, paper)
    sheet.line(paper.contents_title, "heading")
    for (title, _blocks), name in zip(chapters, names, strict=True):
        sheet.link(title, name)


def _head(sheet: "_Sheet", paper: Paper) -> None:
    for line in paper.approval:
        sheet.line(line, "approval")
    for line, style in (
        (paper.title, "title"),
        (paper.as_of, "plain"),
        (paper.organisation, "plain"),
        (paper.place_and_year, "plain"),
    ):
        if line:
            sheet.line(line, style)
    sheet.at += 1


def _styles(book: Any) -> dict[str, Any]:
    cell: dict[str, Any] = {"border": 1, "valign": "top"}
    forms: dict[str, dict[str, Any]] = {
        "text": {"text_wrap": True},
        "inside": {"text_wrap": True, "indent": 1},
        "number": {"num_format": _signed("#,##0.##")},
        "rate": {"num_format": _signed("#,##0.00")},
        "whole": {"num_format": _signed("#,##0")},
        "share": {"num_format": "0.0"},
        "day": {"num_format": "dd.mm.yyyy", "align": "left"},
    }
    return {
        "head": book.add_format(
            {
                **cell,
                "bold": True,
                "text_wrap": True,
                "align": "center",
                "bg_color": "#EEEEEE",
                "valign": "vcenter",
            }
        ),
        "title": book.add_format({"bold": True, "font_size": 16, "text_wrap": True, "valign": "top"}),
        "heading": book.add_format({"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"}),
        "part": book.add_format({"bold": True, "font_size": 12, "text_wrap": True, "valign": "top"}),
        "table": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "approval": book.add_format({"text_wrap": True, "valign": "top", "align": "right"}),
        "note": book.add_format(
            {"text_wrap": True, "valign": "top", "italic": True, "font_color": "#555555"}
        ),
        **{
            ("bold " if bold else "") + name: book.add_format({**cell, **form, "bold": bold})
            for bold in (False, True)
            for name, form in forms.items()
        },
    }


def _lefts(tables: Sequence[Table]) -> dict[int, int]:
    """Where each table of a sheet begins, by its place: numbers of lines (№) in the first column, words below words,
    figures below figures."""
    kinds = [_kind_of(table) for table in tables]
    words = int(_NUMBERED in kinds)
    figures = words + int(_NUMBERED in kinds or _WORDED in kinds)
    return {
        place: {_NUMBERED: 0, _WORDED: words, _FIGURES: figures}[kind] for place, kind in enumerate(kinds)
    }


_NUMBERED, _WORDED, _FIGURES = "numbered", "worded", "figures"


def _kind_of(table: Table) -> str:
    if table.heads[0][0].text == "№":
        return _NUMBERED
    return _WORDED if any(isinstance(row.cells[0], str) for row in table.rows) else _FIGURES


def _ends(tables: Sequence[Table]) -> list[int]:
    """The last column of each table: words in a table's last column reach as far as the widest table of the sheet."""
    lasts = [left + table.columns - 1 for table, left in zip(tables, _lefts(tables).values(), strict=True)]
    return [
        max(lasts) if table.rows and all(isinstance(row.cells[-1], str) for row in table.rows) else last
        for table, last in zip(tables, lasts, strict=True)
    ]


def _widths(tables: Sequence[Table], language: str) -> list[int]:
    """Of a sheet's columns, in letters: tables stand one below another, so each column is as wide as one asks."""
    found: list[int] = []
    for table, left, end in zip(tables, _lefts(tables).values(), _ends(tables), strict=True):
        heads = {column: head for row in table.heads for column, head in _placed(row) if head.columns == 1}
        found += [_NUMBER] * (left + table.columns - len(found))
        for place in range(table.columns - (end >= left + table.columns)):
            words = [shown(row.cells[place], language, table.digits(place)) for row in table.rows]
            longest = max((len(word) for word in words), default=0)
            head = heads[place].text if place in heads else ""
            parts = [len(part) for word in words for part in word.split()]
            parts += [round(len(part) * _BOLD) for part in head.split()]
            least = min(max(parts, default=0) + 2, 30)
            found[left + place] = max(found[left + place], least, min(longest + 2, _wish(table, place)))
    return found or [_ACROSS]


def _wish(table: Table, place: int) -> int:
    """How wide a column of words may grow: by its share of the page, where the paper says one."""
    if table.widths is None:
        return _WIDE if place == 0 else 24
    return max(_NARROW, min(_WIDE, round(170 * table.widths[place] / sum(table.widths))))


class _Sheet:
    """A sheet that is written from the top down. `at`: the row that is written next; `alone`: it has one table, whose
    head stands on every printed page."""

    def __init__(
        self, sheet: Any, language: str, styles: dict[str, Any], widths: Sequence[int], *, alone: bool = False
    ) -> None:
        self.sheet, self.language, self.styles, self.widths, self.at = sheet, language, styles, widths, 0
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        self.alone = alone
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        # A paragraph stands over as many columns as a line of prose takes.
        self.across = next(
            (n for n in range(1, len(widths) + 1) if sum(widths[:n]) >= _ACROSS), max(1, len(widths))
        )
        self.letters = sum(widths[: self.across])

    def write(self, one: Block, left: int = 0, end: int = 0) -> None:
        """A block; `left`, `end`: a table's first and last column."""
        if isinstance(one, Heading):
            self.line(one.text, "heading" if one.level == 1 else "part")
        elif isinstance(one, Text):
            self.line(one.text, "table" if one.bold else "plain")
        elif isinstance(one, Bullets):
            for item in one.items:
                self.line(f"• {item}", "plain")
        elif isinstance(one, Table):
            self._table(one, left, end)
        elif isinstance(one, Signatures):
            self.at += 1
            for post, name in one.signed:
                self.line(f"{post}  {'_' * 28}  {name}".rstrip(), "plain")
            for text in (one.day, one.seal):
                if text:
                    self.line(text, "plain")

    def line(self, text: str, style: str) -> None:
        """A text over the width of a line, as high as its words need."""
        text = _clean(text)
        if self.across > 1:
            self.sheet.merge_range(self.at, 0, self.at, self.across - 1, "", self.styles[style])
        self.sheet.write_string(self.at, 0, text, self.styles[style])
        size = {"title": 1.5, "heading": 1.35, "part": 1.15}.get(style, 1.0)
        lines = sum(self._lines(part, self.letters * _LETTERS / size) for part in text.split("\n"))
        self.sheet.set_row(
            self.at, _LINE * size * lines + (6 if style in ("heading", "part", "title") else 0)
        )
        self.at += 1

    def link(self, text: str, name: str) -> None:
        self.sheet.write_url(self.at, 0, f"internal:'{name}'!A1", string=_clean(text)[:250])
        self.at += 1

    def _table(self, table: Table, left: int, end: int) -> None:
        self.at += 1
        self.line(table.title, "table")
        self._heads(table, left, end)
        first = self.at
        if self.alone:
            self.sheet.repeat_rows(first - len(table.heads), first - 1)
        for row in table.rows:
            self._row(table, row, first, left, end)
            self.at += 1
        if table.note:
            self.line(table.note, "note")

    def _heads(self, table: Table, left: int, end: int) -> None:
        taken: set[tuple[int, int]] = set()
        deep = [1.0] * len(table.heads)
        for level, heads in enumerate(table.heads):
            column = 0
            for head in heads:
                while (level, column) in taken:
                    column += 1
                for down in range(head.rows):
                    taken |= {(level + down, column + right) for right in range(head.columns)}
                top, at = self.at + level, left + column
                column += head.columns
                bottom, last = top + head.rows - 1, end if column == table.columns else left + column - 1
                if bottom > top or last > at:
                    self.sheet.merge_range(top, at, bottom, last, "", self.styles["head"])
                self.sheet.write_string(top, at, _clean(head.text), self.styles["head"])
                lines = self._lines(head.text, sum(self.widths[at : last + 1]) * 0.85)
                for down in range(head.rows):
                    deep[level + down] = max(deep[level + down], lines / head.rows)
        for level, high in enumerate(deep):
            self.sheet.set_row(self.at + level, _LINE * high)
        self.at += len(table.heads)

    @staticmethod
    def _lines(text: str, wide: float) -> int:
        """How many lines a text takes in a column so many letters wide, parted between words."""
        lines, used = 1, 0
        width = max(1, int(wide))
        for word in text.split():
            if used and used + 1 + len(word) > width:
                lines, used = lines + 1, 0
            used += len(word) + bool(used)
            lines, used = lines + used // (width + 1), used % (width + 1)
        return lines

    def _row(self, table: Table, row: Row, first: int, left: int, end: int) -> None:
        shares = {place: (over, under) for place, over, under in table.shares}
        sums = {place: parts for (number, place), *parts in table.sums if number == self.at - first}
        at, bold = self.at, "bold " if row.bold else ""
        for place, value in enumerate(row.cells):
            column, style = left + place, self.styles[bold + _format_of(value)]
            if place == len(row.cells) - 1 and end > column:
                self.sheet.merge_range(at, column, at, end, "", style)
            if value is None:
                self.sheet.write_blank(at, column, None, style)
            elif isinstance(value, str):
                inside = row.inside and not place
                self.sheet.write_string(
                    at, column, _clean(value), self.styles[bold + "inside"] if inside else style
                )
            elif isinstance(value, datetime.date):
                self.sheet.write_datetime(at, column, value, style)
            elif place in shares:
                over, under = (xl_rowcol_to_cell(at, left + one) for one in shares[place])
                share = f'=IF({under}=0,"",{over}/{under}*100)'
                self.sheet.write_formula(at, column, share, self.styles[bold + "share"], float(value))
            elif parts := _parts(table, row, at - first, place, sums):
                plus, minus = ([(first + down, left + one) for down, one in cells] for cells in parts)
                self.sheet.write_formula(at, column, _sum(plus, minus), style, float(value))
            else:
                self.sheet.write_number(at, column, float(value), style)
        lines = [
            self._lines(
                value,
                _LETTERS
                * sum(self.widths[left + place : (end if place == len(row.cells) - 1 else left + place) + 1]),
            )
            for place, value in enumerate(row.cells)
            if isinstance(value, str)
        ]
        # Programs that show a sheet without working it out anew cut a wrapped text otherwise.
        if max(lines, default=1) > 1:
            self.sheet.set_row(self.at, _LINE * max(lines))


def _parts(table: Table, row: Row, number: int, column: int, sums: Any) -> list[list[Cell]]:
    """The cells (row, column of the table) that a cell adds up and takes off; [] for a number of its own."""
    if row.sum_of or row.less:
        return [[(place, column) for place in places] for places in (row.sum_of, row.less)]
    for place, plus, minus in table.totals:
        if place == column:
            return [[(number, one) for one in places] for places in (plus, minus)]
    return sums.get(column, [])


def _as_table(one: Chart) -> Table:
    """A chart's numbers: a sheet draws its own."""
    heads = (tuple(Head(text) for text in ("", *(name for name, _values in one.series))),)
    rows = tuple(
        Row((name, *(Decimal(str(values[place])) for _name, values in one.series)))
        for place, name in enumerate(one.categories)
    )
    return Table(one.title, heads, rows)


def _placed(heads: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    column = 0
    for head in heads:
        yield column, head
        column += head.columns


def _sum(plus: list[tuple[int, int]], minus: list[tuple[int, int]]) -> str:
    """A formula over cells (row, column); a long run down a column as a range."""
    cells = [xl_rowcol_to_cell(*one) for one in plus]
    down = all(row == plus[0][0] + n and column == plus[0][1] for n, (row, column) in enumerate(plus))
    added = f"SUM({cells[0]}:{cells[-1]})" if down and len(cells) > _LONG else "+".join(cells)
    return f"={added}" + "".join(f"-{xl_rowcol_to_cell(*one)}" for one in minus)


def _format_of(value: object) -> str:
    if isinstance(value, datetime.date):
        return "day"
    if not isinstance(value, Decimal | int):
        return "text"
    if isinstance(value, Decimal) and value.as_tuple().exponent == -RATE_DIGITS:
        return "rate"
    return "whole" if Decimal(value) == Decimal(value).to_integral_value() else "number"


def _signed(form: str) -> str:
    """A number's format with the same minus as in words."""
    return f"{form};{MINUS}{form}"


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)[:32_000]
