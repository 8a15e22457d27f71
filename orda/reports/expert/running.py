"""Run a checked question on a connection of its own that can only read, for a few seconds, for so many rows."""

import re
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orda.reports.expert.question import BadQuestion, Question, checking_missing, place_of_word
from orda.reports.expert.tables import DIALECTS, SETS, TABLES, ctes

MOST_ROWS = 10_000
SECONDS = 5
LARGEST_VALUE = 100_000  # bytes of one value on SQLite

# What a question may touch on SQLite, underneath the tables: no column that names a person.
_READABLE: dict[str, frozenset[str]] = {
    "diary_entry": frozenset("day library_id measure dimensions_id quantity open".split()),
    "diary_daytotal": frozenset("day library_id measure dimensions_id quantity".split()),
    "diary_monthtotal": frozenset("month library_id measure dimensions_id quantity".split()),
    "diary_dimensionset": frozenset("id values".split()),
    "network_unit": frozenset(
        "id kind code name_kk name_ru name_en library_type cohort address latitude longitude".split()
    ),
    "planning_figure": frozenset("year kind indicator cohort quarter value".split()),
    "events_heldevent": frozenset(
        "day library_id title form_id direction_id audience channel attendance views planned_id cancelled".split()
    ),
    "events_form": frozenset("id name_kk name_ru name_en".split()),
    "events_direction": frozenset("id name_kk name_ru name_en".split()),
    "events_plannedevent": frozenset("id number".split()),
}
_SQLITE_FUNCTIONS = frozenset(
    (
        "count sum avg min max group_concat string_agg round abs floor ceil ceiling coalesce nullif ifnull lower upper"
        " length substr substring trim ltrim rtrim like row_number rank dense_rank ntile lag lead"
        " first_value last_value iif json_extract strftime"
    ).split()
)


@dataclass(frozen=True)
class Answer:
    """Columns and rows; `cut`: there were more rows than may be had."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    cut: bool
    seconds: float


def ask(text: str, library_ids: Collection[int]) -> Answer:
    """Checks and runs a question over these libraries. Raises BadQuestion, NotInstalled."""
    if missing := checking_missing():
        raise missing
    from orda.reports.expert.checking import question

    dialect = DIALECTS[connection.vendor]
    asked = question(text, dialect)
    language = (get_language() or "kk")[:2]
    above = [*ctes(asked.tables, dialect, library_ids, language), *asked.own_ctes]
    whole = f"WITH {', '.join(above)} {asked.body}" if above else asked.body
    run = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    began = time.monotonic()
    columns, rows = run(text, whole, asked)
    plain = [tuple(_plain(value) for value in row) for row in rows[:MOST_ROWS]]
    return Answer(columns, plain, len(rows) > MOST_ROWS, time.monotonic() - began)


def _plain(value: Any) -> Any:
    """A number is a number: what PostgreSQL sums up comes as Decimal."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


Found = tuple[tuple[str, ...], list[tuple[Any, ...]]]


def _on_sqlite(text: str, whole: str, asked: Question) -> Found:
    deadline = time.monotonic() + SECONDS
    with closing(_read_only_sqlite()) as own:
        own.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
        own.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        own.set_progress_handler(lambda: time.monotonic() > deadline, 1_000)
        own.set_authorizer(_authorizer(asked.own_names))
        try:
            cursor = own.execute(whole)
            columns = tuple(str(one[0]) for one in cursor.description)
            return columns, cursor.fetchmany(MOST_ROWS + 1)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
                raise _too_long() from None
            raise _as_said(text, str(error)) from None


def _read_only_sqlite() -> sqlite3.Connection:
    """The database's file opened for reading; the one in memory, of tests, told to refuse writing."""
    name = str(connection.settings_dict["NAME"])
    uri = name if name.startswith("file:") else f"{Path(name).resolve().as_uri()}?mode=ro"
    own = sqlite3.connect(uri, uri=True, timeout=SECONDS)
    own.execute("PRAGMA query_only=ON")
    return own


Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


def _authorizer(own_names: Collection[str]) -> Authorizer:
    """SQLite asks before each thing a statement would do: all but reading what _READABLE names is denied."""
    names = {*TABLES, SETS, *own_names}

    def allows(action: int, one: str | None, two: str | None, *_where: str | None) -> int:
        granted = False
        if action == sqlite3.SQLITE_SELECT:
            granted = True
        elif action == sqlite3.SQLITE_FUNCTION:
            granted = (two or "").lower() in _SQLITE_FUNCTIONS
        elif action == sqlite3.SQLITE_READ:
            # No column: rows alone are counted. Columns of CTEs are not asked for; their names are.
            table = (one or "").lower()
            granted = two in _READABLE.get(table, ()) or (
                not two and (table in names or table in _READABLE or table == "")
            )
        return sqlite3.SQLITE_OK if granted else sqlite3.SQLITE_DENY

    return allows


def _on_postgresql(text: str, whole: str, _asked: Question) -> Found:
    import psycopg

    with _read_only_postgresql() as own:
        try:
            own.execute(f"SET LOCAL statement_timeout = {SECONDS * 1000}")
            own.execute("SET LOCAL lock_timeout = 1000")
            with own.cursor(
                name="expert"
            ) as cursor:  # a cursor on the server takes one SELECT and nothing else
                cursor.execute(whole)
                rows = cursor.fetchmany(MOST_ROWS + 1)
                return tuple(one.name for one in cursor.description or ()), rows
        except psycopg.errors.QueryCanceled:
            raise _too_long() from None
        except psycopg.Error as error:
            raise _as_said(text, error.diag.message_primary or str(error)) from None


@contextmanager
def _read_only_postgresql() -> Iterator[Any]:
    wrapper = connections.create_connection("default")
    try:
        wrapper.connect()
        own = wrapper.connection
        own.autocommit = False
        own.read_only = True
        yield own
        own.rollback()
    finally:
        wrapper.close()


def _too_long() -> BadQuestion:
    return BadQuestion(_("The answer took longer than %(n)s seconds; ask for less at once.") % {"n": SECONDS})


# The word that a database does not know: 'no such column: x.y', 'column "x" does not exist'.
_UNKNOWN = re.compile(r'"([^"]+)"|: ([\w.]+)$|column ([\w.]+) does')


def _as_said(text: str, said: str) -> BadQuestion:
    """The database's own words, with the place of the word that they name."""
    found = _UNKNOWN.search(said)
    word = next((one for one in found.groups() if one), "") if found else ""
    return BadQuestion(_("The database answers: %(said)s") % {"said": said[:200]}, *place_of_word(text, word))
