"""Plain SQL on both databases: dates and moments between it and Python, rows read and held."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

AT_ONCE = 500  # keys in one statement


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


def as_moment(value: Any) -> datetime.datetime | None:
    """A moment as plain SQL gives it back: SQLite as text or without its zone, in UTC."""
    if value is None:
        return None
    moment = value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


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


def many_writers() -> bool:
    return connection.vendor == "postgresql"


def one_row(sql: str, params: tuple[Any, ...]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def all_rows(sql: str, params: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every row of a statement, as it comes."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        yield from cursor


def rows_of(
    sql: str, keys: Sequence[Any], *, after: str = "", before: tuple[Any, ...] = ()
) -> list[tuple[Any, ...]]:
    """The rows of a statement that ends in the column that is to be one of the keys. `before`: its other values."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}IN ({', '.join(['%s'] * len(keys))}){after}", (*before, *keys))
        return list(cursor.fetchall())


def hold_many(table: str, column: str, keys: Sequence[Any]) -> None:
    """In the order of their rows, so that two who hold many never wait for each other."""
    if keys and many_writers():
        rows_of(f"SELECT 1 FROM {table} WHERE {column} ", keys, after=" ORDER BY id FOR NO KEY UPDATE")


def parts(keys: Sequence[Any]) -> Iterator[list[Any]]:
    """Pieces that every database takes in one statement."""
    return (list(keys[start : start + AT_ONCE]) for start in range(0, len(keys), AT_ONCE))
