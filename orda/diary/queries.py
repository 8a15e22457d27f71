"""What may be asked of the diary. Every answer is the same from open days, closed days and both."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from orda.diary.measures import LEVELS
from orda.diary.models import ClosedDay, DimensionSet, Entry
from orda.network.models import Unit

BEGINNING = datetime.date(1900, 1, 1)


@dataclass(frozen=True)
class Quantity:
    """A quantity with what it was grouped by. Fields that were not asked for are None."""

    measure: str
    quantity: int
    day: datetime.date | None = None
    month: datetime.date | None = None
    library_id: int | None = None
    values: Mapping[str, str] | None = None


def totals(
    first: datetime.date,
    last: datetime.date,
    *,
    measures: Collection[str] = (),
    library_ids: Collection[int] | None = None,
    by: Iterable[str] = (),
) -> list[Quantity]:
    """Quantities of a period, first and last day counted, grouped by measure and by `by`.

    `by`: any of "day", "month", "library", "dimensions". `library_ids`: None for all libraries.
    Whole months come from month totals, the days at the edges from day totals, and what is not yet folded
    from the open entries; no entry stands in two of them.
    """
    wanted = set(by)
    if library_ids is not None and not library_ids:
        return []
    columns = ["measure"]
    columns += ["library_id"] if "library" in wanted else []
    columns += ["dimensions_id"] if "dimensions" in wanted else []
    period = next((name for name in ("day", "month") if name in wanted), None)
    sums: dict[tuple[Any, ...], int] = {}
    for table, column, start, end in _sources(first, last, by_day=period == "day"):
        for *key, at, quantity in _read(table, column, start, end, columns, period, measures, library_ids):
            if period is not None:
                at = _as_date(at)
                at = at.replace(day=1) if period == "month" else at
            whole = (*key, at)
            sums[whole] = sums.get(whole, 0) + int(quantity)
    return _named(sums, columns, period)


def _sources(
    first: datetime.date, last: datetime.date, *, by_day: bool
) -> list[tuple[str, str, datetime.date, datetime.date]]:
    """(table, its date column, first, last) that cover the period once."""
    sources = [("diary_entry", "day", first, last)]
    month_start = first if first.day == 1 else _next_month(first)
    month_end = _next_month(last) if _next_month(last) - _DAY == last else last.replace(day=1)
    if by_day or month_start >= month_end:
        return [*sources, ("diary_daytotal", "day", first, last)]
    sources.append(("diary_monthtotal", "month", month_start, month_end - _DAY))
    if first < month_start:
        sources.append(("diary_daytotal", "day", first, month_start - _DAY))
    if month_end <= last:
        sources.append(("diary_daytotal", "day", month_end, last))
    return sources


def _read(
    table: str,
    column: str,
    first: datetime.date,
    last: datetime.date,
    columns: Sequence[str],
    period: str | None,
    measures: Collection[str],
    library_ids: Collection[int] | None,
) -> list[tuple[Any, ...]]:
    adapt = connection.ops.adapt_datefield_value
    where, params = [f"{column} BETWEEN %s AND %s"], [adapt(first), adapt(last)]
    if table == "diary_entry":
        where.append("open")
    for name, values in (("measure", measures), ("library_id", library_ids)):
        if values:
            where.append(f"{name} IN ({', '.join(['%s'] * len(values))})")
            params.extend(values)
    keys = [*columns, column] if period else columns
    shown = ", ".join(columns) + (f", {column}" if period else ", NULL")
    sql = (
        f"SELECT {shown}, SUM(quantity) FROM {table} WHERE {' AND '.join(where)} GROUP BY {', '.join(keys)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _named(sums: dict[tuple[Any, ...], int], columns: Sequence[str], period: str | None) -> list[Quantity]:
    sets = dimension_sets() if "dimensions_id" in columns else {}
    found = []
    for key, quantity in sums.items():
        fields = dict(zip(columns, key, strict=False))
        found.append(
            Quantity(
                measure=fields["measure"],
                quantity=quantity,
                day=key[-1] if period == "day" else None,
                month=key[-1] if period == "month" else None,
                library_id=fields.get("library_id"),
                values=sets[fields["dimensions_id"]] if sets else None,
            )
        )
    return found


def dimension_sets() -> dict[int, dict[str, str]]:
    """Every combination of dimension values, by id."""
    return dict(DimensionSet.objects.values_list("pk", "values"))


def level(
    key: str, day: datetime.date, library_ids: Collection[int] | None = None, where: Mapping[str, str] | None = None
) -> int:
    """A standing amount (LEVELS) at the end of `day`: everything added less everything taken since the start."""
    wanted = LEVELS[key]
    sums = totals(
        BEGINNING,
        day,
        measures=(*wanted.adds, *wanted.takes),
        library_ids=library_ids,
        by=("dimensions",) if where else (),
    )
    return sum(
        s.quantity if s.measure in wanted.adds else -s.quantity for s in sums if matches(s.values, where)
    )


def matches(values: Mapping[str, str] | None, where: Mapping[str, str] | None) -> bool:
    """True where every wanted dimension has the wanted value."""
    return not where or all((values or {}).get(name) == value for name, value in where.items())


def entries(
    first: datetime.date, last: datetime.date, *, measure: str = "", library: Unit | None = None
) -> QuerySet[Entry]:
    """The very lines of a period, newest first, for drill-down."""
    found = Entry.objects.filter(day__range=(first, last)).select_related(
        "library", "dimensions", "recorded_by", "reverses", "reversed_by"
    )
    if measure:
        found = found.filter(measure=measure)
    if library is not None:
        found = found.filter(library__path__startswith=library.path)
    return found.order_by("-day", "-id")


def is_closed(library: Unit, day: datetime.date) -> bool:
    """True when the day was closed and nothing has come since."""
    return (
        ClosedDay.objects.filter(library=library, day=day).exists()
        and not Entry.objects.filter(library=library, day=day, open=True).exists()
    )


def entry_total(first: datetime.date, last: datetime.date) -> int:
    """Sum of all entries of a period read from the entries themselves (for the audit)."""
    return Entry.objects.filter(day__range=(first, last)).aggregate(n=Sum("quantity"))["n"] or 0


_DAY = datetime.timedelta(days=1)


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


def _as_date(value: Any) -> datetime.date:
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
