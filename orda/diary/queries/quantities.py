"""Quantities of a period (flows) and at the end of a day (levels)."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from orda.diary.measures import LEVELS
from orda.diary.models import BEGINNING, DimensionSet
from orda.diary.plain_sql import adapted, as_date, first_of_year
from orda.network import clock

END = datetime.date(9998, 12, 31)  # far enough, and a month can still follow it


@dataclass(frozen=True)
class Quantity:
    """A quantity with what it was grouped by. Fields that were not asked for are None."""

    measure: str
    quantity: int
    day: datetime.date | None = None
    month: datetime.date | None = None
    library_id: int | None = None
    values: Mapping[str, str] | None = None
    group: int | None = None


def totals(
    first: datetime.date,
    last: datetime.date,
    *,
    measures: Collection[str] = (),
    library_ids: Collection[int] | None = None,
    dimension_ids: Collection[int] | None = None,
    groups: Mapping[int, int] | None = None,
    by: Iterable[str] = (),
) -> list[Quantity]:
    """Quantities of a period, first and last day counted, grouped by measure and by `by`. None is zero.

    `by`: any of "day", "month" or "year", "library", "dimensions". A year's `month` is its January.
    `library_ids`: None for all libraries;
    `dimension_ids`: only lines with one of these combinations (see `dimension_sets`), None for all.
    `groups`: combination -> group; lines of any other combination are left out, the rest told apart by group.
    Whole months come from month totals (from their sums where nothing is asked of dimensions), the days at the
    edges from day totals, and what is not yet folded from the open entries; no entry stands in two of them,
    since one statement reads all three as they were at one moment.
    """
    wanted = set(by)
    if any(chosen is not None and not chosen for chosen in (library_ids, dimension_ids, groups)):
        return []
    columns = ["measure"]
    columns += ["library_id"] if "library" in wanted else []
    columns += ["dimensions_id"] if "dimensions" in wanted else []
    alike = _group_of(groups) if groups else ""
    columns += [alike] if groups else []
    period = next((name for name in ("day", "month", "year") if name in wanted), None)
    sums: dict[tuple[Any, ...], int] = {}
    whole = "dimensions" not in wanted and dimension_ids is None and groups is None
    months = "diary_monthsum" if whole else "diary_monthtotal"
    sources = _sources(first, min(last, END), by_day=period == "day", months=months)
    for *key, at, quantity in _read(
        sources,
        columns,
        period,
        {"measure": measures, "library_id": library_ids or (), "dimensions_id": dimension_ids or ()},
        groups or {},
    ):
        if period is not None:
            at = as_date(at)
            at = (
                at.replace(day=1)
                if period == "month"
                else at.replace(month=1, day=1)
                if period == "year"
                else at
            )
        place = (*key, at)
        sums[place] = sums.get(place, 0) + int(quantity)
    return _named(sums, columns, wanted, alike)


Source = tuple[str, str, datetime.date, datetime.date]


def _sources(first: datetime.date, last: datetime.date, *, by_day: bool, months: str) -> list[Source]:
    """(table, its date column, first, last) that cover the period once; `months`: the table of whole months."""
    sources = [("diary_entry", "day", first, last)]
    if by_day or last < first:
        return [*sources, ("diary_daytotal", "day", first, last)]
    month_start = first if first.day == 1 else _next_month(first)
    # Work is never written ahead of its day: up to today the running month is its month total.
    whole = last >= clock.today() or _next_month(last) - _DAY == last
    month_end = _next_month(last) if whole else last.replace(day=1)
    if month_start >= month_end:
        return [*sources, ("diary_daytotal", "day", first, last)]
    sources.append((months, "month", month_start, month_end - _DAY))
    if first < month_start:
        sources.append(("diary_daytotal", "day", first, month_start - _DAY))
    if month_end <= last:
        sources.append(("diary_daytotal", "day", month_end, last))
    return sources


def _read(
    sources: Sequence[Source],
    columns: Sequence[str],
    period: str | None,
    only: Mapping[str, Collection[Any]],
    groups: Mapping[int, int],
) -> list[tuple[Any, ...]]:
    parts: list[str] = []
    params: list[Any] = []
    for table, column, first, last in sources:
        where, values = [f"{column} BETWEEN %s AND %s"], [adapted(first), adapted(last)]
        if table == "diary_entry":
            where.append("open")
        for name, chosen in only.items():
            if chosen:
                where.append(f"{name} IN ({', '.join(['%s'] * len(chosen))})")
                values.extend(chosen)
        where += [f"dimensions_id IN ({_numbers(groups)})"] if groups else []
        at = first_of_year(column) if period == "year" else column
        keys = [*columns, at] if period else columns
        shown = ", ".join(columns) + (f", {at}" if period else ", NULL")
        parts.append(
            f"SELECT {shown}, SUM(quantity) FROM {table}"
            f" WHERE {' AND '.join(where)} GROUP BY {', '.join(keys)}"
        )
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _group_of(groups: Mapping[int, int]) -> str:
    """An expression: the group of a line. Its numbers are ours and stand in the statement itself, since a database
    takes only so many parameters. (Joined with a list of pairs instead, SQLite takes eight times as long.)"""
    members: dict[int, list[int]] = {}
    for pk, group in groups.items():
        members.setdefault(group, []).append(pk)
    cases = (f"WHEN dimensions_id IN ({_numbers(pks)}) THEN {group:d}" for group, pks in members.items())
    return f"CASE {' '.join(cases)} END"


def _numbers(found: Iterable[int]) -> str:
    return ", ".join(f"{one:d}" for one in found)


def _named(
    sums: dict[tuple[Any, ...], int], columns: Sequence[str], wanted: set[str], alike: str
) -> list[Quantity]:
    sets = dimension_sets() if "dimensions_id" in columns and sums else {}
    found = []
    for (*key, at), quantity in sums.items():
        if not quantity:
            continue
        fields = dict(zip(columns, key, strict=True))
        found.append(
            Quantity(
                measure=fields["measure"],
                quantity=quantity,
                day=at if "day" in wanted else None,
                month=at.replace(day=1) if wanted & {"month", "year"} else None,
                library_id=fields.get("library_id"),
                values=sets[fields["dimensions_id"]] if sets else None,
                group=fields.get(alike),
            )
        )
    return found


def dimension_sets() -> dict[int, dict[str, str]]:
    """Every combination of dimension values, by id."""
    return dict(DimensionSet.objects.values_list("pk", "values"))


def level(
    key: str,
    day: datetime.date,
    library_ids: Collection[int] | None = None,
    where: Mapping[str, str] | None = None,
) -> int:
    """A standing amount (LEVELS) at the end of `day`: what was added less what was taken since the start."""
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


def level_by_library(key: str, day: datetime.date) -> dict[int, int]:
    """A standing amount at the end of `day`, library by library; libraries without any are left out."""
    wanted = LEVELS[key]
    standing: dict[int, int] = {}
    for s in totals(BEGINNING, day, measures=(*wanted.adds, *wanted.takes), by=("library",)):
        signed = s.quantity if s.measure in wanted.adds else -s.quantity
        standing[s.library_id or 0] = standing.get(s.library_id or 0, 0) + signed
    return {library_id: amount for library_id, amount in standing.items() if amount}


def matches(values: Mapping[str, str] | None, where: Mapping[str, str] | None) -> bool:
    """True where every wanted dimension has the wanted value."""
    return not where or all((values or {}).get(name) == value for name, value in where.items())


_DAY = datetime.timedelta(days=1)


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
