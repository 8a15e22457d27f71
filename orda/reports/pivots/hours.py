"""Quantities by the hour at which the desk noted them, by the library's clock.

An hour stands nowhere but in a line's moment of recording, so the lines themselves are read. What was not noted at the
desk as it happened (entered by hand, an event's visits) has no hour.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from orda.diary.plain_sql import adapted, as_date
from orda.diary.queries import Quantity, dimension_sets

DESK_ACTS = ("loan", "renewal", "visit", "registration")


def by_hour(
    first: datetime.date,
    last: datetime.date,
    *,
    measure: str,
    library_ids: Collection[int],
    dimension_ids: Collection[int] | None,
    by: Collection[str],
) -> Iterator[Quantity]:
    """Like `totals` of one measure, told apart by the hour too (0 to 23; None where the line was not noted at the
    desk); `by` as there."""
    if not library_ids or (dimension_ids is not None and not dimension_ids):
        return
    dated = bool({"day", "month", "year"} & set(by))
    columns = ["day" if dated else "NULL"]
    columns += [
        "library_id" if "library" in by else "NULL",
        "dimensions_id" if "dimensions" in by else "NULL",
    ]
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    for day, library, dimensions, moment, quantity in _read(
        columns, first, last, measure, library_ids, dimension_ids
    ):
        sums[as_date(day) if day else None, library, dimensions, _hour(moment)] += int(quantity)
    sets = dimension_sets() if "dimensions" in by else {}
    for (day, library, dimensions, hour), quantity in sums.items():
        month = day.replace(day=1) if day else None
        yield Quantity(measure, quantity, day, month, library, sets.get(dimensions), hour=hour)


def _read(
    columns: list[str],
    first: datetime.date,
    last: datetime.date,
    measure: str,
    library_ids: Collection[int],
    dimension_ids: Collection[int] | None,
) -> list[tuple[Any, ...]]:
    acts = ", ".join(f"'{act}'" for act in DESK_ACTS)
    shown = [*columns, f"CASE WHEN act IN ({acts}) THEN {_MOMENTS[connection.vendor]} END"]
    where = ["day BETWEEN %s AND %s", "measure = %s", f"library_id IN ({_marks(library_ids)})"]
    params: list[Any] = [adapted(first), adapted(last), measure, *library_ids]
    if dimension_ids is not None:
        where.append(f"dimensions_id IN ({_marks(dimension_ids)})")
        params += dimension_ids
    if connection.vendor == "postgresql":
        params = [settings.TIME_ZONE, *params]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(shown)}, SUM(quantity) FROM diary_entry"
            f" WHERE {' AND '.join(where)} GROUP BY 1, 2, 3, 4",
            params,
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


# SQLite keeps moments as text in UTC: a quarter of an hour is the least by which a clock's zone differs from it.
_MOMENTS = {
    "sqlite": "substr(recorded_at, 1, 14) || printf('%%02d', substr(recorded_at, 15, 2) / 15 * 15)",
    "postgresql": "EXTRACT(HOUR FROM recorded_at AT TIME ZONE %s)::integer",
}


def _hour(moment: Any) -> int | None:
    if moment is None or isinstance(moment, int):
        return moment
    known = datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
    return timezone.localtime(known).hour


def _marks(values: Collection[int]) -> str:
    return ", ".join(["%s"] * len(values))
