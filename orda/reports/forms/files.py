"""A filled form as files: CSV with one cell a line, XLSX with living formulas, and a paper for DOCX and PDF."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from orda.reports.forms.computing import Filled, Value
from orda.reports.forms.definition import Form, Formula, Place, Ratio, Section
from orda.reports.forms.showing import ShownSection, kind_of, shown_outcomes, shown_sections
from orda.reports.papers import paper as papers

FIRST_ROW, FIRST_COLUMN = (
    4,
    3,
)  # where a section's numbers begin on its sheet: below its head, after its labels


def to_csv(filled: Filled, place: str) -> bytes:
    """One line for each cell, empty ones with the reason. UTF-8 with its mark, so that Excel reads Kazakh."""
    kept = io.StringIO()
    write = csv.writer(kept)
    write.writerow(
        "form version year as_of place section row row_name provisional of_which_of unit column column_name"
        " source value why_empty".split()
    )
    form = filled.form
    for shown in shown_sections(filled):
        for row in shown.rows:
            for cell in row.cells:
                write.writerow(
                    _harmless(one)
                    for one in (
                        *(form.code, form.version, filled.year, filled.as_of.isoformat(), place),
                        *(shown.section.number, row.row.number, row.row.label, int(row.row.provisional)),
                        *(row.row.of_which_of, row.unit, cell.column.code, cell.column.label),
                        *(cell.kind, _exact(cell.value), cell.reason or ""),
                    )
                )
    return kept.getvalue().encode("utf-8-sig")


def _exact(value: Value) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else str(value.quantize(Decimal("0.0001")))


def _harmless(value: object) -> str:
    """A text that a spreadsheet would take for a formula is marked as text."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "@", "\t", "\r")) else text


def to_xlsx(filled: Filled, place: str) -> bytes:
    """A sheet for each section and one for the controls; what is worked out stays a formula."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        book.set_properties({"title": str(filled.form.title)})
        styles = _styles(book)
        for shown in shown_sections(filled):
            _sheet(book.add_worksheet(shown.section.number), filled, shown, place, styles)
        _controls(book.add_worksheet(_("Controls")[:31]), filled, styles)
    return kept.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "soft": book.add_format({"italic": True, "font_color": "#555555"}),
        "head": book.add_format(
            {**cell, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#EEEEEE"}
        ),
        "text": book.add_format({**cell, "text_wrap": True}),
        "inside": book.add_format({**cell, "text_wrap": True, "indent": 1}),
        "whole": book.add_format({**cell, "num_format": "#,##0"}),
        "rate": book.add_format({**cell, "num_format": "0.00"}),
        "empty": book.add_format({**cell, "bg_color": "#F4EEE1"}),
    }


def _sheet(sheet: Any, filled: Filled, shown: ShownSection, place: str, styles: dict[str, Any]) -> None:
    section = shown.section
    sheet.write_string(0, 0, str(filled.form.title), styles["title"])
    sheet.write_string(1, 0, f"{section.number}. {section.title}", styles["title"])
    sheet.write_string(2, 0, f"{place}, {filled.as_of:%d.%m.%Y}", styles["soft"])
    for column, text in enumerate(("№", _("Row"), _("Unit"), *(str(one.label) for one in section.columns))):
        sheet.write_string(FIRST_ROW - 1, column, text, styles["head"])
    for at, row in enumerate(shown.rows, FIRST_ROW):
        sheet.write_string(at, 0, row.row.number, styles["text"])
        sheet.write_string(at, 1, str(row.row.label), styles["inside" if row.row.of_which_of else "text"])
        sheet.write_string(at, 2, str(row.unit), styles["text"])
        for column, cell in enumerate(row.cells, FIRST_COLUMN):
            _cell(sheet, at, column, filled, cell.place, styles)
            if cell.reason:
                sheet.write_comment(at, column, str(cell.reason))
    notes = [str(one) for one in (section.note, filled.form.provisional, *shown.reasons) if one]
    for at, text in enumerate(notes, FIRST_ROW + len(shown.rows) + 1):
        sheet.write_string(at, 0, text, styles["soft"])
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, FIRST_COLUMN + len(section.columns) - 1, 14)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cell(sheet: Any, at: int, column: int, filled: Filled, place: Place, styles: dict[str, Any]) -> None:
    source, value = filled.form.cells[place], filled.values[place]
    if isinstance(source, Formula | Ratio):
        style = styles["rate" if isinstance(source, Ratio) else "whole"]
        text = formula_of(filled.form, place.section, source)
        sheet.write_formula(at, column, text, style, _number(value))
    elif value is not None:
        sheet.write_number(at, column, float(value), styles["whole"])
    elif kind_of(source) == "crossed":
        sheet.write_string(at, column, "×", styles["text"])
    else:
        sheet.write_blank(at, column, None, styles["empty"])


def formula_of(form: Form, section: str, source: Formula | Ratio) -> str:
    """A cell's formula as a spreadsheet writes it, from the sheet of its section."""

    cells = [_address(form, place, section) for place in source.operands]
    if isinstance(source, Ratio):
        over, under = cells
        return _once_filled(cells, f'IF({under}=0,"",{over}/{under}*{source.scale})')
    plus = len(source.plus)
    return _once_filled(cells, "+".join(cells[:plus]) + "".join(f"-{one}" for one in cells[plus:]))


def _once_filled(cells: Sequence[str], formula: str) -> str:
    """An empty cell is no nought: what needs it stays empty until it is filled."""
    return f'=IF(COUNT({",".join(cells)})<{len(cells)},"",{formula})'


def _number(value: Value) -> float | str:
    return "" if value is None else float(value)


def _address(form: Form, place: Place, from_section: str = "") -> str:
    section = form.section(place.section)
    if section is None:
        raise KeyError(place)
    row = [one.number for one in section.rows].index(place.row)
    column = [one.code for one in section.columns].index(place.column)
    address = xl_rowcol_to_cell(FIRST_ROW + row, FIRST_COLUMN + column)
    return address if place.section == from_section else f"'{place.section}'!{address}"


def _controls(sheet: Any, filled: Filled, styles: dict[str, Any]) -> None:
    """Each control with its two sides as formulas: it stays true, or not, when a cell is filled by hand."""
    heads = (_("Control"), _("Where"), _("Whole"), _("Parts"), _("Stays true"))
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, styles["head"])
    for at, one in enumerate(shown_outcomes(filled), 1):
        check, section = one.outcome.check, one.outcome.section

        def cell(key: str, one: Any = one, across: str = check.across, section: str = section) -> str:
            place = (key, one.outcome.along) if across == "rows" else (one.outcome.along, key)
            return _address(filled.form, Place(section, *place))

        plus, minus = [cell(key) for key in check.plus], [cell(key) for key in check.minus]
        parts = _once_filled([*plus, *minus], "+".join(plus) + "".join(f"-{one}" for one in minus))
        whole = _once_filled([cell(check.whole)], cell(check.whole))
        left, right = xl_rowcol_to_cell(at, 2), xl_rowcol_to_cell(at, 3)
        sign = ">=" if check.at_most else "="
        words = {True: _("is kept"), False: _("does not hold"), None: ""}
        holds = _once_filled([left, right], f'IF({left}{sign}{right},"{words[True]}","{words[False]}")')
        sheet.write_string(at, 0, one.formula, styles["text"])
        sheet.write_string(at, 1, one.along, styles["text"])
        sheet.write_formula(at, 2, whole, styles["whole"], _number(one.outcome.whole))
        sheet.write_formula(at, 3, parts, styles["whole"], _number(one.outcome.parts))
        sheet.write_formula(at, 4, holds, styles["text"], words[one.outcome.holds])
    sheet.set_column(0, 1, 48)
    sheet.set_column(2, 4, 14)


def to_paper(filled: Filled, place: str, language: str) -> papers.Paper:
    """The form as a paper: its sections as tables, what is empty and why, the controls that do not hold."""
    form = filled.form
    blocks: list[papers.Block] = [papers.Heading(1, str(form.title)), papers.Text(str(form.basis))]
    if form.provisional:
        blocks.append(papers.Text(str(form.provisional), bold=True))
    for shown in shown_sections(filled):
        blocks.append(_table(shown))
    blocks += list(_said_of_controls(filled))
    return papers.Paper(
        title=str(form.title),
        organisation=place,
        language=language,
        blocks=tuple(blocks),
        contents_title=_("Contents"),
        place_and_year=_("%(year)s, up to %(day)s")
        % {"year": filled.year, "day": f"{filled.as_of:%d.%m.%Y}"},
    )


def _table(shown: ShownSection) -> papers.Table:
    section: Section = shown.section
    columns = len(section.columns)
    heads = ("№", _("Row"), _("Unit"), *(str(one.label) for one in section.columns))
    rows = tuple(
        papers.Row(
            (
                row.row.number,
                ("– " if row.row.of_which_of else "") + str(row.row.label),
                str(row.unit),
                *(_paper_value(cell.kind, cell.value) for cell in row.cells),
            ),
            inside=bool(row.row.of_which_of),
        )
        for row in shown.rows
    )
    notes = [str(one) for one in (section.note, *shown.reasons) if one]
    return papers.Table(
        title=f"{section.number}. {section.title}",
        heads=(tuple(papers.Head(text) for text in heads),),
        rows=rows,
        widths=(1, 8, 2, *([2] * columns)) if columns < 5 else (1, 4, 2, *([3] * columns)),
        note=" ".join(notes),
    )


def _paper_value(kind: str, value: Value) -> papers.Value:
    if isinstance(value, Decimal):
        return value.quantize(Decimal("0.01"))
    return "×" if kind == "crossed" else value


def _said_of_controls(filled: Filled) -> Iterator[papers.Block]:
    broken = [one for one in shown_outcomes(filled) if one.outcome.holds is False]
    if broken:
        yield papers.Heading(2, _("Controls that do not hold"))
        yield papers.Bullets(
            tuple(f"{one.formula} ({one.along}): {one.outcome.whole} / {one.outcome.parts}" for one in broken)
        )
