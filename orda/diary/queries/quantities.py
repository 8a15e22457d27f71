"""Quantities of a period (flows) and at the end of a day (levels)."""

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.functions import Cast

from orda.diary.measures import LEVELS
from orda.diary.models import BEGINNING, DimensionSet
from orda.diary.plain_sql import adapted, as_date, as_text, first_of_year
from orda.diary.queries.places import LibrariesUnder
from orda.network import clock

END = datetime.date(9998, 12, 31)  # far enough, and a month can still follow it


class Quantity(NamedTuple):
    """A quantity with what it was grouped by. Fields that were not asked for are None. A board reads thousands."""

    measure: str
    quantity: int
    day: datetime.date | None = None
    month: datetime.date | None = None
    library_id: int | None = None
    values: Mapping[str, str] | None = None
    group: int | None = None
    hour: int | None = None


def totals(
    first: datetime.date,
    last: datetime.date,
    *,
    measures: Collection[str] = (),
    library_ids: Collection[int] | None = None,
    dimension_ids: Collection[int] | None = None,
    groups: Mapping[int, Collection[int]] | None = None,
    places: Mapping[int, int] | None = None,
    by: Iterable[str] = (),
) -> list[Quantity]:
    """Quantities of a period, first and last day counted, grouped by measure and by `by`. None is zero.

    `by`: any of "day", "month" or "year", "library", "dimensions". A year's `month` is its January.
    `library_ids`: None for all libraries;
    `dimension_ids`: only lines with one of these combinations (see `dimension_sets`), None for all.
    `groups`: group -> its combinations; told apart by group, a combination of several counts in each of them, and
    lines of no group are left out.
    `places`: library -> the library that stands for it and others, by "library"; any other library is left out.
    Whole months come from month totals (from their sums where nothing is asked of dimensions), the days at the
    edges from day totals, and what is not yet folded from the open entries; no entry stands in two of them,
    since one statement reads all three as they were at one moment.
    Libraries that were moved (LibrariesUnder) count on the days on which they stood there.
    """
    if isinstance(library_ids, LibrariesUnder) and library_ids.moved:
        more = (measures, dimension_ids, groups, places, tuple(by))
        return _while_they_stood_there(first, last, library_ids, *more)
    wanted = set(by)
    if any(chosen is not None and not chosen for chosen in (library_ids, dimension_ids, groups)):
        return []
    columns = ["measure"]
    columns += ["library_id"] if "library" in wanted else []
    columns += ["dimensions_id"] if "dimensions" in wanted else []
    period = next((name for name in ("day", "month", "year") if name in wanted), None)
    whole = "dimensions" not in wanted and dimension_ids is None and groups is None
    months = "diary_monthsum" if whole else "diary_monthtotal"
    sources = _sources(first, min(last, END), by_day=period == "day", months=months)
    combinations = dimension_ids if groups is None else {pk for ids in groups.values() for pk in ids}
    only = {"measure": measures, "library_id": library_ids or (), "dimensions_id": combinations or ()}
    # Ids of our own, so they stand in the statement itself: a database takes only so many parameters.
    apart: dict[int | None, str] = {
        group: f"dimensions_id IN ({', '.join(map(str, ids))})" for group, ids in (groups or {}).items()
    } or {None: ""}
    rows = _read(sources, columns, period, only, list(apart.values()))
    if places and "library" in wanted:
        rows = [(row[0], places[row[1]], *row[2:]) for row in rows if row[1] in places]
    starts = {at: period and _start_of(period, as_date(at)) for at in {row[len(columns)] for row in rows}}
    return _named(_added_up(rows, len(columns), list(apart), starts), columns, wanted)


def _while_they_stood_there(
    first: datetime.date,
    last: datetime.date,
    under: LibrariesUnder,
    measures: Collection[str],
    dimension_ids: Collection[int] | None,
    groups: Mapping[int, Collection[int]] | None,
    places: Mapping[int, int] | None,
    by: tuple[str, ...],
) -> list[Quantity]:
    """`totals`, asked once of what never moved and once for each stay of what did. Moves are few."""
    parts = [(first, last, under.steady)]
    parts += [(max(first, since), min(last, until), [one]) for one, since, until in under.moved]
    sums: dict[tuple[Any, ...], Quantity] = {}
    for since, until, ids in parts:
        if since > until:
            continue
        for one in totals(
            since,
            until,
            measures=measures,
            library_ids=ids,
            dimension_ids=dimension_ids,
            groups=groups,
            places=places,
            by=by,
        ):
            values = None if one.values is None else tuple(sorted(one.values.items()))
            key = (one.measure, one.day, one.month, one.library_id, values, one.group, one.hour)
            known = sums.get(key)
            sums[key] = one if known is None else one._replace(quantity=known.quantity + one.quantity)
    return [one for one in sums.values() if one.quantity]


def _added_up(
    rows: Sequence[tuple[Any, ...]],
    told: int,
    groups: Sequence[int | None],
    starts: Mapping[Any, datetime.date | None],
) -> dict[tuple[Any, ...], int]:
    """What rows are told apart by, with the group and the start of the period -> their sum. The loops are over every
    row of a republic."""
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    if len(groups) == 1:
        group = groups[0]
        for row in rows:
            sums[*row[:told], group, starts[row[told]]] += row[told + 1] or 0
        return sums
    for row in rows:
        key, start = row[:told], starts[row[told]]
        for group, quantity in zip(groups, row[told + 1 :], strict=True):
            if quantity:
                sums[*key, group, start] += quantity
    return sums


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
    conditions: Sequence[str],
) -> list[tuple[Any, ...]]:
    """Rows of the columns, the period, and the quantity under each condition ("" for all)."""
    added = ", ".join(
        f"SUM(CASE WHEN {one} THEN quantity END)" if one else "SUM(quantity)" for one in conditions
    )
    parts: list[str] = []
    params: list[Any] = []
    for table, column, first, last in sources:
        where, values = [f"{column} BETWEEN %s AND %s"], [adapted(first), adapted(last)]
        if table == "diary_entry":
            where.append("open")
        for name, chosen in only.items():
            if chosen and name == "dimensions_id":
                where.append(f"{name} IN ({', '.join(map(str, chosen))})")
            elif chosen:
                where.append(f"{name} IN ({', '.join(['%s'] * len(chosen))})")
                values.extend(chosen)
        # Told apart by groups, months are read in the order of their index; years are made of them afterwards.
        at = first_of_year(column) if period == "year" and conditions == [""] else column
        keys = [*columns, at] if period else columns
        shown = ", ".join([*columns, as_text(at) if period else "NULL"])
        parts.append(
            f"SELECT {shown}, {added} FROM {table} WHERE {' AND '.join(where)} GROUP BY {', '.join(keys)}"
        )
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _start_of(period: str, day: datetime.date) -> datetime.date:
    if period == "year":
        return day.replace(month=1, day=1)
    return day if period == "day" or day.day == 1 else day.replace(day=1)


def _named(sums: dict[tuple[Any, ...], int], columns: Sequence[str], wanted: set[str]) -> list[Quantity]:
    sets = dimension_sets() if "dimensions_id" in columns and sums else {}
    library = columns.index("library_id") if "library_id" in columns else None
    by_day, by_month = "day" in wanted, bool(wanted & {"month", "year"})
    return [
        Quantity(
            key[0],
            int(quantity),
            key[-1] if by_day else None,
            (_start_of("month", key[-1]) if by_day else key[-1]) if by_month else None,
            None if library is None else key[library],
            sets[key[-3]] if sets else None,  # the last of the columns, before group and period
            key[-2],
        )
        for key, quantity in sums.items()
        if quantity
    ]


def dimension_sets() -> dict[int, dict[str, str]]:
    """Every combination of dimension values, by id. They are only added, so those known are all while they are as
    many: a row of an open transaction may yet be taken back, and is not remembered."""
    if connection.in_atomic_block:
        return _read_sets()
    counted = DimensionSet.objects.aggregate(many=models.Count("pk"), last=models.Max("pk"))
    stand = (counted["many"], counted["last"])
    known = _remembered.get("sets")
    if known and known[0] == stand:
        return known[1]
    found = _read_sets()
    if (len(found), max(found, default=None)) == stand:
        _remembered["sets"] = (stand, found)
    return found


# "sets" -> how many there were and the last of them, and they themselves
_remembered: dict[str, tuple[tuple[int, int | None], dict[int, dict[str, str]]]] = {}


def forget_sets() -> None:
    """Empties the memory of combinations (tests, and a process that changes its database)."""
    _remembered.clear()


def _read_sets() -> dict[int, dict[str, str]]:
    """Their JSON is read as one text: there are thousands."""
    found = list(DimensionSet.objects.values_list("pk", Cast("values", models.TextField())))
    return dict(
        zip(
            (pk for pk, _text in found), json.loads(f"[{','.join(text for _pk, text in found)}]"), strict=True
        )
    )


def level(
    key: str,
    day: datetime.date,
    library_ids: Collection[int] | None = None,
    where: Mapping[str, str] | None = None,
) -> int:
    """A standing amount (LEVELS) at the end of `day`: what was added less what was taken since the start."""
    wanted = LEVELS[key]
    if isinstance(library_ids, LibrariesUnder):  # what a library has, it takes along
        library_ids = library_ids.on(day)
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


def level_by_library(key: str, day: datetime.date, places: Mapping[int, int] | None = None) -> dict[int, int]:
    """A standing amount at the end of `day`, library by library; libraries without any are left out. `places` as for
    `totals`."""
    wanted = LEVELS[key]
    standing: dict[int, int] = {}
    for s in totals(BEGINNING, day, measures=(*wanted.adds, *wanted.takes), places=places, by=("library",)):
        signed = s.quantity if s.measure in wanted.adds else -s.quantity
        standing[s.library_id or 0] = standing.get(s.library_id or 0, 0) + signed
    return {library_id: amount for library_id, amount in standing.items() if amount}


def matches(values: Mapping[str, str] | None, where: Mapping[str, str] | None) -> bool:
    """True where every wanted dimension has the wanted value."""
    return not where or all((values or {}).get(name) == value for name, value in where.items())


_DAY = datetime.timedelta(days=1)


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
