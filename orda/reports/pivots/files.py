"""A pivot as a file: CSV for anybody, XLSX with living sums, Parquet in the long form for other programs."""

import io

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from orda.network import plain_csv
from orda.network.extras import NotInstalled
from orda.reports.pivots.pivot import Pivot


def to_csv(pivot: Pivot) -> bytes:
    shown = pivot.shown_columns
    heads = ["", *(label for _value, label in shown), _("Total")]
    rows = [
        [label, *(pivot.cell(row, one) for one, _l in shown), pivot.row_total(row)]
        for row, label in pivot.rows
    ]
    sums = [_("Total"), *(pivot.column_total(one) for one, _l in shown), pivot.total]
    return plain_csv.to_csv([[pivot.choice.title], heads, *rows, sums])


def to_xlsx(pivot: Pivot) -> bytes:
    """Sums are formulas: who mends a number sees its sums mended."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, pivot.choice.title, bold)
        heads = [label for _value, label in pivot.shown_columns]
        for place, label in enumerate([*heads, _("Total")], 1):
            sheet.write_string(1, place, label, bold)
        for place, (row, label) in enumerate(pivot.rows, 2):
            sheet.write_string(place, 0, label)
            for column, (value, _label) in enumerate(pivot.columns, 1):
                sheet.write_number(place, column, pivot.cell(row, value), number)
            if heads:
                total = pivot.row_total(row)
                sheet.write_formula(place, len(heads) + 1, _sum(place, 1, place, len(heads)), number, total)
        last = len(pivot.rows) + 1
        sheet.write_string(last + 1, 0, _("Total"), bold)
        sums = [pivot.column_total(value) for value, _label in pivot.shown_columns]
        for column, total in enumerate([*sums, pivot.total] if pivot.rows else [], 1):
            sheet.write_formula(last + 1, column, _sum(2, column, last, column), number, total)
        sheet.set_column(0, 0, 40)
        sheet.freeze_panes(2, 1)
    return kept.getvalue()


def _sum(top: int, left: int, bottom: int, right: int) -> str:
    return f"=SUM({xl_rowcol_to_cell(top, left)}:{xl_rowcol_to_cell(bottom, right)})"


def to_parquet(pivot: Pivot) -> bytes:
    """Columns: row, column (values as codes), row_label, column_label, quantity. Raises NotInstalled."""
    try:
        import pyarrow  # 170 MB for this one file: an extra, and read only where it is asked for
        import pyarrow.parquet
    except ImportError:
        raise NotInstalled(what="Parquet", extra="parquet") from None

    labels = dict(pivot.rows), dict(pivot.columns)
    cells = [
        (row, column, labels[0][row], labels[1][column], n)
        for (row, column), n in sorted(pivot.cells.items())
    ]
    names = ("row", "column", "row_label", "column_label", "quantity")
    types = [pyarrow.string()] * 4 + [pyarrow.int64()]
    columns = {
        name: pyarrow.array([cell[place] for cell in cells], kind)
        for place, (name, kind) in enumerate(zip(names, types, strict=True))
    }
    table = pyarrow.table(columns).replace_schema_metadata({"title": pivot.choice.title})
    kept = io.BytesIO()
    pyarrow.parquet.write_table(table, kept)
    return kept.getvalue()


WRITERS = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (to_parquet, "application/vnd.apache.parquet"),
}
