"""The gate between the acts that work out a day and whoever changes the calendar.

Such acts pass it together and before they hold anything else; a change of the calendar passes alone: it waits for the
acts that have begun, and those that come meanwhile begin after it and read the new calendar. So no act writes a day by
a calendar that has been changed under it. On PostgreSQL a lock of its own, which costs no row; SQLite has one writer at
a time anyway.
"""

from django.db import connection

from orda.diary.plain_sql import many_writers
from orda.network import known

KEY = 20_011_213  # the day of the law on holidays; migration 0012 names it too


def pass_the_gate() -> None:
    """To the end of this transaction the calendar stays as it is now. First of all that an act does."""
    if many_writers():
        _lock("SELECT pg_advisory_xact_lock_shared(%s)")
    known.read_anew()


def pass_alone() -> None:
    """No act is at work that might have read the old calendar, and none begins until this transaction ends."""
    if many_writers():
        _lock("SELECT pg_advisory_xact_lock(%s)")
    known.read_anew()


def _lock(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, (KEY,))
