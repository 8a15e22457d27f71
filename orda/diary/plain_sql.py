"""Dates and moments between Python and plain SQL, on both databases."""

import datetime
from typing import Any

from django.db import connection


def adapted(value: Any) -> Any:
    """A date or moment as this database's driver wants it in plain SQL; anything else as it is."""
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value


def as_date(value: Any) -> datetime.date:
    """A date as plain SQL gives it back: SQLite as text, PostgreSQL as a date."""
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def as_text(column: str) -> str:
    """An expression: on SQLite a date as text, which its driver doesn't parse row by row where thousands come back."""
    return column if connection.vendor == "postgresql" else f"CAST({column} AS text)"


def first_of_year(column: str) -> str:
    """An expression: 1 January of a date column's year. The database adds up, not Python."""
    if connection.vendor == "postgresql":
        return f"date_trunc('year', {column})::date"
    return f"substr({column}, 1, 4) || '-01-01'"


def new_ids(table: str, many: int) -> list[int]:
    """Ids for rows that a load is about to insert, so that their diary lines can name them.

    Inside a transaction: on SQLite nobody else writes until its end.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", (table, many)
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", (table,))
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + 1 + many))
