"""The tables as files for programs: the same for every reader, whatever language his pages speak."""

import csv
import io
import json
from typing import Any

from orda.portal.open_tables import COLUMNS, LANGUAGES, LICENCE, LICENCE_ADDRESS, TABLES, described, in_three
from orda.portal.open_year import SMALL, Published

_LICENCE = {"name": LICENCE, "address": LICENCE_ADDRESS}


def to_json(found: Published) -> bytes:
    """A table with its line of the dictionary."""
    told = {
        "table": described(found.table),
        "year": found.year,
        "until": found.until.isoformat(),
        "licence": _LICENCE,
        "small_groups_under": SMALL,
        "columns": {name: in_three(meaning) for name, meaning in COLUMNS.items()},
        "rows": [
            {
                "code": row.code,
                **{f"name_{one}": row.names[one] for one in LANGUAGES},
                "quantity": row.quantity,
            }
            for row in found.rows
        ],
        "total": found.total,
    }
    return _written(told)


def to_csv(found: Published) -> bytes:
    """A line for each row. UTF-8 with its mark, so that Excel reads Kazakh."""
    kept = io.StringIO()
    sheet = csv.writer(kept, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for row in found.rows:
        names = (_harmless(row.names[one]) for one in LANGUAGES)
        sheet.writerow([_harmless(row.code), *names, "" if row.quantity is None else row.quantity])
    return kept.getvalue().encode("utf-8-sig")


def dictionary_json() -> bytes:
    """What each table and column means, in three languages, and from what it is counted."""
    return _written(
        {
            "licence": _LICENCE,
            "small_groups_under": SMALL,
            "columns": {name: in_three(meaning) for name, meaning in COLUMNS.items()},
            "tables": [described(table) for table in TABLES.values()],
        }
    )


def _written(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
