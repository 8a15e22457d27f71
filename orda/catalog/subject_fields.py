"""Which content column of the reports a book belongs to, by its class number.

The table is data (data/subject_fields.csv): the longest prefix wins, in the mass ("digit") BBK, the scientific
("letter") BBK and the UDC. Source: the columns of the stock book, order 136-НҚ; the map is the libraries' custom.
"""

import csv
import re
from functools import cache
from pathlib import Path

OTHER = "other"
_TABLE = Path(__file__).parent / "data" / "subject_fields.csv"
_LABEL = re.compile(r"^[\s\[(«\"']*(?:(?:ӘОЖ|ЖӘОЖ|УДК|УДК:|UDC|ББК|КБК|LBC|BBK)[\s:.]*)?", re.I)


def subject_field_of(*, bbk: str = "", udc: str = "") -> str:
    """The report column of a record: by its BBK, on which these libraries shelve, else by its UDC, else "other"."""
    return column_of("bbk", bbk) or column_of("udc", udc) or OTHER


@cache
def _prefixes() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {"bbk": {}, "udc": {}}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            table[row["scheme"]][row["prefix"]] = row["column"]
    return table


def column_of(scheme: str, number: str) -> str:
    """The column of one class number, empty where the table says nothing of it."""
    number = _LABEL.sub("", number)
    prefixes = _prefixes()[scheme]
    for length in range(min(len(number), 8), 0, -1):
        found = prefixes.get(number[:length])
        if found:
            return found
    return ""
