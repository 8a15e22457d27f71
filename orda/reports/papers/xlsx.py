"""A paper's tables as XLSX: a sheet each, sums and shares as living formulas, a sheet of contents in front."""

import io
import re
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from orda.reports.papers.paper import Paper, Row, Table

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE, _NARROW = 48, 13
_LONG = 3  # more cells than these are written as a range


def to_xlsx(paper: Paper) -> bytes:
    """The tables of the paper as sheets. A text is written as text, whatever it begins with."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        book.set_properties({"title": _clean(paper.title), "author": _clean(paper.organisation)})
        styles = {
            "head": book.add_format(
                {
                    "bold": True,
                    "border": 1,
                    "text_wrap": True,
                    "align": "center",
                    "bg_color": "#EEEEEE",
                    "valign": "vcenter",
                }
            ),
            "title": book.add_format({"bold": True, "font_size": 13}),
            "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
            "inside": book.add_format({"border": 1, "text_wrap": True, "valign": "top", "indent": 1}),
            "number": book.add_format({"border": 1, "num_format": "#,##0.##"}),
            "whole": book.add_format({"border": 1, "num_format": "#,##0"}),
            "share": book.add_format({"border": 1, "num_format": "0.0"}),
        }
        contents = book.add_worksheet(_clean(paper.contents_title)[:31] or "Contents")
        contents.set_column(0, 0, 100)
        contents.write_string(0, 0, _clean(paper.title), styles["title"])
        names: set[str] = {contents.get_name().lower()}
        for place, table in enumerate((one for one in paper.blocks if isinstance(one, Table)), 1):
            name = _name(table.title, place, names)
            _sheet(book.add_worksheet(name), table, styles)
            contents.write_url(place, 0, f"internal:'{name}'!A1", string=_clean(table.title)[:250])
    return kept.getvalue()


def _sheet(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    sheet.write_string(0, 0, _clean(table.title), styles["title"])
    first = 1 + len(table.heads)
    _heads(sheet, table, styles["head"])
    for place, row in enumerate(table.rows):
        _row(sheet, table, row, first, first + place, styles)
    widths = table.widths
    for column in range(table.columns):
        wide = column == 0 if widths is None else widths[column] >= max(widths)
        sheet.set_column(column, column, _WIDE if wide else _NARROW)
    sheet.freeze_panes(first, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1, first - 1)


def _heads(sheet: Any, table: Table, style: Any) -> None:
    taken: set[tuple[int, int]] = set()
    for level, heads in enumerate(table.heads):
        column = 0
        for head in heads:
            while (level, column) in taken:
                column += 1
            for down in range(head.rows):
                taken |= {(level + down, column + right) for right in range(head.columns)}
            top, bottom = 1 + level, level + head.rows
            if head.rows > 1 or head.columns > 1:
                sheet.merge_range(top, column, bottom, column + head.columns - 1, "", style)
            sheet.write_string(top, column, _clean(head.text), style)
            column += head.columns


def _row(sheet: Any, table: Table, row: Row, first: int, at: int, styles: dict[str, Any]) -> None:
    shares = {place: (over, under) for place, over, under in table.shares}
    totals = {place: (plus, minus) for place, plus, minus in table.totals}
    sums = {place: parts for (number, place), *parts in table.sums if number == at - first}
    for column, value in enumerate(row.cells):
        if value is None:
            sheet.write_blank(at, column, None, styles["text"])
        elif isinstance(value, str):
            sheet.write_string(
                at, column, _clean(value), styles["inside" if row.inside and not column else "text"]
            )
        elif column in shares:
            over, under = (xl_rowcol_to_cell(at, place) for place in shares[column])
            sheet.write_formula(
                at, column, f'=IF({under}=0,"",{over}/{under}*100)', styles["share"], float(value)
            )
        elif row.sum_of or row.less:
            sheet.write_formula(
                at,
                column,
                _sum(*([(first + place, column) for place in places] for places in (row.sum_of, row.less))),
                styles[_format_of(value)],
                float(value),
            )
        elif column in totals:
            plus, minus = ([(at, place) for place in places] for places in totals[column])
            sheet.write_formula(at, column, _sum(plus, minus), styles[_format_of(value)], float(value))
        elif column in sums:
            plus, minus = ([(first + down, place) for down, place in parts] for parts in sums[column])
            sheet.write_formula(at, column, _sum(plus, minus), styles[_format_of(value)], float(value))
        else:
            sheet.write_number(at, column, float(value), styles[_format_of(value)])


def _sum(plus: list[tuple[int, int]], minus: list[tuple[int, int]]) -> str:
    """A formula over cells (row, column); a long run down a column as a range."""
    cells = [xl_rowcol_to_cell(*one) for one in plus]
    down = all(row == plus[0][0] + n and column == plus[0][1] for n, (row, column) in enumerate(plus))
    added = f"SUM({cells[0]}:{cells[-1]})" if down and len(cells) > _LONG else "+".join(cells)
    return f"={added}" + "".join(f"-{xl_rowcol_to_cell(*one)}" for one in minus)


def _format_of(value: Decimal | int) -> str:
    return "whole" if Decimal(value) == Decimal(value).to_integral_value() else "number"


def _name(title: str, place: int, taken: set[str]) -> str:
    """A sheet's name: 31 signs, unlike the others."""
    name = f"{place} {_FORBIDDEN.sub(' ', _clean(title))}"[:31].strip()
    taken.add(name.lower())
    return name


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)[:32_000]
