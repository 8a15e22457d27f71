"""What may be asked of the calendar: a unit's days, what comes up, up to when holidays are known."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from orda.network.calendar.days import Calendar, Hours, Shutting, Single, Week, Yearly
from orda.network.calendar.models import (
    Asked,
    CalendarYear,
    Closing,
    Holiday,
    OpeningHours,
    Timetable,
    YearlyHoliday,
)
from orda.network.known import known
from orda.network.models import Unit

WARNED_BEFORE = datetime.timedelta(days=92)  # somebody is told when known holidays end within three months


def ids_above(path: str) -> list[int]:
    """The ids of the units from the top of the tree down to the one with this path, itself too."""
    return [int(part) for part in path.strip("/").split("/")]


def calendar_of(unit: Unit | None) -> Calendar:
    """The days of a unit; without one those of the tree's top."""
    return calendar_at(unit.path if unit is not None else _top())


@known(Unit)
def _top() -> str:
    return Unit.objects.filter(parent=None).order_by("path").values_list("path", flat=True).first() or "/0/"


@dataclass(frozen=True)
class _Kept:
    """All that is known of days, by the id of its unit."""

    weeks: dict[int, list[Week]]
    singles: dict[int, list[tuple[datetime.date, Single]]]
    yearly: dict[int, list[tuple[tuple[int, int], Yearly]]]
    closings: dict[int, list[Shutting]]


@known(Timetable, OpeningHours, Holiday, YearlyHoliday, Closing)
def _kept() -> _Kept:
    """Read whole, by five statements: a network has some dozens of timetables and some hundred days."""
    hours: dict[int, dict[int, Hours]] = {}
    for timetable, weekday, *times in OpeningHours.objects.values_list(
        "timetable_id", "weekday", "opens", "closes", "break_from", "break_to"
    ):
        hours.setdefault(timetable, {})[weekday] = Hours(*times)
    weeks: dict[int, list[Week]] = {}
    # A season's hours before those of the whole year, the latest first.
    for kept in Timetable.objects.filter(state=Asked.State.IN_FORCE).order_by("-since", "-pk"):
        weeks.setdefault(kept.unit_id, []).append(_week(kept, hours.get(kept.pk, {})))
    for of_unit in weeks.values():
        of_unit.sort(key=lambda week: week.season is None)
    singles: dict[int, list[tuple[datetime.date, Single]]] = {}
    for unit, day, name, works, opens, closes in Holiday.objects.values_list(
        "unit_id", "day", "name", "works", "opens", "closes"
    ):
        single = Single(name, works, Hours(opens, closes) if opens else None)
        singles.setdefault(unit, []).append((day, single))
    yearly: dict[int, list[tuple[tuple[int, int], Yearly]]] = {}
    for unit, month, of_month, name, since, until in YearlyHoliday.objects.values_list(
        "unit_id", "month", "day", "name", "since", "until"
    ):
        yearly.setdefault(unit, []).append(((month, of_month), Yearly(name, since, until)))
    closings: dict[int, list[Shutting]] = {}
    in_force = Closing.objects.filter(state=Asked.State.IN_FORCE).order_by("first", "pk")
    for one in in_force:
        told = Shutting(one.pk, one.first, one.last, one.kind, one.note)
        closings.setdefault(one.unit_id, []).append(told)
    return _Kept(weeks, singles, yearly, closings)


def _week(one: Timetable, hours: dict[int, Hours]) -> Week:
    season = None if one.season_first is None else (one.season_first, one.season_last or 0)
    sanitary = None if one.sanitary_week is None else (one.sanitary_week, one.sanitary_weekday or 0)
    return Week(one.since, one.until, season, tuple(hours.get(day) for day in range(1, 8)), sanitary)


@known(Timetable, OpeningHours, Holiday, YearlyHoliday, Closing)
def calendar_at(path: str) -> Calendar:
    """`calendar_of`, by the unit's path in the tree: put together once while nothing of it changes."""
    kept, above = _kept(), ids_above(path)
    weeks = [week for unit in reversed(above) for week in kept.weeks.get(unit, [])]
    singles = {day: single for unit in above for day, single in kept.singles.get(unit, [])}
    yearly: dict[tuple[int, int], tuple[Yearly, ...]] = {}
    for unit in above:
        for day, one in kept.yearly.get(unit, []):
            yearly[day] = (*yearly.get(day, ()), one)
    closings = sorted(
        (one for unit in above for one in kept.closings.get(unit, [])), key=lambda one: (one.first, one.pk)
    )
    return Calendar(weeks, singles, yearly, closings)


def shut_libraries(day: datetime.date) -> set[int]:
    """The libraries that are shut on a day."""
    rows = Unit.objects.filter(kind=Unit.Kind.LIBRARY).values_list("pk", "path")
    return {pk for pk, path in rows if not calendar_at(path).is_open(day)}


def asked_of(units: Iterable[Unit], state: str) -> tuple[QuerySet[Closing], QuerySet[Timetable]]:
    """Closings and timetables of the given units that stand in a state."""
    pks = [unit.pk for unit in units]
    closings = Closing.objects.filter(unit__in=pks, state=state).select_related("unit", "made_by")
    weeks = Timetable.objects.filter(unit__in=pks, state=state).select_related("unit", "made_by")
    return closings, weeks.prefetch_related("hours")


def known_until(unit: Unit) -> datetime.date | None:
    """The last day up to which the holidays of a unit are known: the end of the last year that was looked over in
    a row from the first. None where no year was."""
    years = _years_looked_over(tuple(ids_above(unit.path)))
    return datetime.date(max(years), 12, 31) if years else None


@known(CalendarYear)
def _years_looked_over(units: tuple[int, ...]) -> tuple[int, ...]:
    found = CalendarYear.objects.filter(unit__in=units).order_by("year").values_list("year", flat=True)
    in_a_row: list[int] = []
    for year in sorted(set(found)):
        if in_a_row and year != in_a_row[-1] + 1:
            break
        in_a_row.append(year)
    return tuple(in_a_row)


def year_to_look_over(unit: Unit, day: datetime.date) -> int | None:
    """The year whose holidays must be looked over now: known ones run out within three months, or have run out."""
    until = known_until(unit)
    if until is None:
        return day.year
    return until.year + 1 if until - day < WARNED_BEFORE else None
