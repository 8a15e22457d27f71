"""Tables as CSV that spreadsheets open rightly: UTF-8 with its mark, and no text taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

FORMULAS = "=+-@\t\r"


def to_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    kept = io.StringIO()
    sheet = csv.writer(kept, lineterminator="\r\n")
    sheet.writerows([_cell(value) for value in row] for row in rows)
    return kept.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    """An apostrophe before a text that a spreadsheet would reckon; numbers are left as they are."""
    if value is None or isinstance(value, int | float | Decimal):
        return value
    text = str(value)
    return f"'{text}" if text and text[0] in FORMULAS else text
