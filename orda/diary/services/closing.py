"""Close days: fold their open entries into the totals of the day and of the month."""

import calendar
import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from orda.diary.models import ClosedDay, Entry
from orda.diary.plain_sql import adapted, as_date
from orda.diary.refusals import DayNotOver
from orda.network import clock
from orda.network.models import Unit

Key = tuple[Any, ...]  # day (or month), library, measure, dimensions (of month sums none)
ROWS_AT_ONCE = 400
ONE_CLOSING = 0x0DA1  # the name of PostgreSQL's advisory lock that closings take


@transaction.atomic
def close_day(library: Unit, day: datetime.date, *, by_id: int | None = None) -> int:
    """Folds the day's open entries into its totals; returns how many were folded. Raises DayNotOver.

    Idempotent: a second call finds nothing open. A late correction stays open, so is counted, until the
    day is closed again.
    """
    if day > clock.today():
        raise DayNotOver
    folded = _fold(day, day, library.pk)
    _note_closed([(day, library.pk)], by_id)
    return len(folded)


def close_days_before(day: datetime.date, *, by_id: int | None = None) -> int:
    """Closes every library's days before `day` that hold open entries (the nightly job); returns the count.

    A month at a time, each in a transaction of its own: memory and locks stay small over a whole year.
    """
    if day > clock.today() + datetime.timedelta(days=1):
        raise DayNotOver
    waiting = Entry.objects.filter(open=True, day__lt=day).order_by().values_list("day", flat=True).distinct()
    closed = 0
    for first in sorted({waited.replace(day=1) for waited in waiting}):
        last = min(_last_of_month(first), day - datetime.timedelta(days=1))
        with transaction.atomic():
            days = {(row[0], row[1]) for row in _fold(first, last)}
            _note_closed(sorted(days), by_id)
        closed += len(days)
    return closed


def _fold(first: datetime.date, last: datetime.date, library_id: int | None = None) -> Sequence[Any]:
    """Folds the open entries of a period and returns them.

    The UPDATE takes exactly the rows it returns, so an entry that a desk commits meanwhile is either folded
    whole or stays open: never lost, never twice, and no desk waits. Closings wait for each other alone.
    """
    here = "" if library_id is None else " AND library_id = %s"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (ONE_CLOSING,))
        cursor.execute(
            f"UPDATE diary_entry SET open = %s WHERE open AND day BETWEEN %s AND %s{here}"
            " RETURNING day, library_id, measure, dimensions_id, quantity",
            (False, adapted(first), adapted(last), *(() if library_id is None else (library_id,))),
        )
        folded = [(as_date(day), *rest) for day, *rest in cursor.fetchall()]
    by_day: Counter[Key] = Counter()
    by_month: Counter[Key] = Counter()
    month_sums: Counter[Key] = Counter()
    for day, library, measure, dimensions, quantity in folded:
        by_day[day, library, measure, dimensions] += quantity
    for (day, library, measure, dimensions), quantity in by_day.items():
        by_month[day.replace(day=1), library, measure, dimensions] += quantity
        month_sums[day.replace(day=1), library, measure] += quantity
    _add("diary_daytotal", "day, library_id, measure, dimensions_id", by_day)
    _add("diary_monthtotal", "month, library_id, measure, dimensions_id", by_month)
    _add("diary_monthsum", "month, library_id, measure", month_sums)
    return folded


def _add(table: str, columns: str, sums: Counter[Key]) -> None:
    """Adds sums to the totals: rows that stand are raised, the others made."""
    rows = sorted(sums.items())
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_AT_ONCE):
            part = rows[start : start + ROWS_AT_ONCE]
            cursor.execute(
                f"INSERT INTO {table} ({columns}, quantity) VALUES "
                + ", ".join([f"(%s{', %s' * len(part[0][0])})"] * len(part))
                + f" ON CONFLICT ({columns})"
                + f" DO UPDATE SET quantity = {table}.quantity + excluded.quantity",
                [adapted(value) for key, quantity in part for value in (*key, quantity)],
            )


def _note_closed(days: Sequence[tuple[datetime.date, int]], by_id: int | None) -> None:
    ClosedDay.objects.bulk_create(
        (
            ClosedDay(day=day, library_id=library_id, closed_at=clock.now(), closed_by_id=by_id)
            for day, library_id in days
        ),
        update_conflicts=True,
        unique_fields=["library", "day"],
        update_fields=["closed_at", "closed_by"],
        batch_size=200,
    )


def _last_of_month(first: datetime.date) -> datetime.date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
