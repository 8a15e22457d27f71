"""A spreadsheet's formulas worked out as a spreadsheet would, to be held against the numbers written beside them."""

import io
import re
from decimal import Decimal

import openpyxl
from openpyxl.utils import range_boundaries

_SHARE = re.compile(r"=IF\((\w+)=0,\"\",(\w+)/(\w+)\*100\)")
_RANGE = re.compile(r"SUM\((\w+:\w+)\)")


def check_formulas(data: bytes) -> int:
    """Raises AssertionError where a formula's result is not the number kept with it; how many were worked out."""
    live = openpyxl.load_workbook(io.BytesIO(data))
    kept = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    worked = 0
    for sheet in live.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    written = kept[sheet.title][cell.coordinate].value
                    found = result(sheet, cell.value)
                    assert found is None or abs(found - Decimal(str(written))) < Decimal("0.06"), (
                        sheet.title,
                        cell.coordinate,
                        cell.value,
                        found,
                        written,
                    )
                    worked += 1
    return worked


def result(sheet, formula) -> Decimal | None:
    share = _SHARE.fullmatch(formula)
    if share:
        under, over = _value(sheet, share[1]), _value(sheet, share[2])
        return over / under * 100 if under else None
    total = Decimal(0)
    for sign, term in re.findall(r"([+-]?)(SUM\([^)]*\)|\w+)", formula.removeprefix("=")):
        whole = _RANGE.fullmatch(term)
        amount = _sum(sheet, whole[1]) if whole else _value(sheet, term)
        total += -amount if sign == "-" else amount
    return total


def _sum(sheet, cells) -> Decimal:
    left, top, right, bottom = range_boundaries(cells)
    rows = sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
    return sum((_value(sheet, cell.coordinate) for row in rows for cell in row), Decimal(0))


def _value(sheet, coordinate) -> Decimal:
    value = sheet[coordinate].value
    if isinstance(value, str) and value.startswith("="):
        return result(sheet, value) or Decimal(0)
    return Decimal(str(value or 0))
