"""What may be asked of the network: subtrees, cohorts, working days."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from orda.network import clock
from orda.network.calendar.queries import calendar_at as calendar_at
from orda.network.calendar.queries import calendar_of as calendar_of
from orda.network.calendar.queries import ids_above
from orda.network.known import known
from orda.network.models import Unit, UnitPlace

# A unit as it is kept (orda.network.known): its columns; each request is given a unit of its own.
UnitRow = tuple[Any, ...]
_COLUMNS = [field.attname for field in Unit._meta.concrete_fields]


def unit_by_code(code: str) -> Unit:
    """The unit with this code. Raises Unit.DoesNotExist with a message that names the code."""
    # No code holds control characters, and PostgreSQL takes none.
    unit = Unit.objects.filter(code=code).first() if code.isprintable() else None
    if unit is None:
        raise Unit.DoesNotExist(f"no library has the code '{code[:40]}'")
    return unit


def local_code(code: str) -> str:
    """A unit's code as papers in the language of the moment write it; a code that no unit has stands as it is."""
    return _russian_codes().get(code, code) if get_language() == "ru" else code


@known(Unit)
def _russian_codes() -> dict[str, str]:
    return dict(Unit.objects.exclude(code_ru="").values_list("code", "code_ru"))


def root() -> Unit | None:
    """The top of the tree, None in an empty database."""
    return Unit.objects.filter(parent=None).order_by("path").first()


def network_of(unit: Unit) -> Unit:
    """The network that a unit belongs to: the nearest above it, itself too; the unit alone where there is none."""
    above = Unit.objects.filter(pk__in=units_above(unit.path), kind=Unit.Kind.NETWORK)
    return above.order_by("-path").first() or unit


def subtree(unit: Unit) -> QuerySet[Unit]:
    """The unit itself and everything under it."""
    return Unit.objects.filter(path__startswith=unit.path)


def libraries(under: Unit | None = None, cohort: str = "") -> QuerySet[Unit]:
    """Libraries (not departments) of a subtree and a reporting cohort, in the order of the tree."""
    found = Unit.objects.filter(kind=Unit.Kind.LIBRARY)
    if under is not None:
        found = found.filter(path__startswith=under.path)
    return found.filter(cohort=cohort) if cohort else found


def open_libraries(under: Unit | None = None) -> QuerySet[Unit]:
    """The libraries of a subtree that are open today: where something new may begin."""
    return libraries(under).filter(is_open_on(clock.today()))


def libraries_with_doors() -> list[Unit]:
    """The libraries that work today, in the order of the tree, without a question to the database."""
    return [unit_of(row) for row in _rows_with_doors(clock.today())]


@known(Unit)
def _rows_with_doors(day: datetime.date) -> list[UnitRow]:
    return [row_of(unit) for unit in libraries().filter(is_open_on(day))]


def is_open_on(day: datetime.date) -> Q:
    """A unit that works on that day: opened by then, not yet closed."""
    return (Q(opened_on=None) | Q(opened_on__lte=day)) & (Q(closed_on=None) | Q(closed_on__gt=day))


def units_under(tops: Iterable[Unit]) -> QuerySet[Unit]:
    """The given units and the networks and libraries under them that are open today, each once, in the order of the
    tree."""
    return _units_under(tops, clock.today())


def _units_under(tops: Iterable[Unit], day: datetime.date) -> QuerySet[Unit]:
    wanted = Q(pk__in=[])
    for top in tops:
        wanted |= Q(path__startswith=top.path)
    return Unit.objects.filter(wanted).filter(is_open_on(day)).exclude(kind=Unit.Kind.DEPARTMENT)


Span = tuple[int, datetime.date, datetime.date]  # unit, first and last day


@known(Unit, UnitPlace)
def ids_under(pk: int) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    """(units of the subtree that were never moved; days on which each moved one stood in it), itself too."""
    inside = f"/{pk}/"
    places: dict[int, list[tuple[datetime.date, str]]] = {}
    for unit, until, path in UnitPlace.objects.order_by("until").values_list("unit", "until", "path"):
        places.setdefault(unit, []).append((until, path))
    paths = dict(Unit.objects.filter(Q(path__contains=inside) | Q(pk__in=places)).values_list("pk", "path"))
    spans: list[Span] = []
    for unit, stood in places.items():
        first = datetime.date.min
        for until, path in [*stood, (datetime.date.max, paths[unit])]:
            last = until - datetime.timedelta(days=1) if until < datetime.date.max else until
            if inside in path and first <= last:
                spans.append((unit, first, last))
            first = until
    return tuple(sorted(unit for unit in paths if unit not in places)), tuple(sorted(spans))


def units_near(unit: Unit, tops: Iterable[Unit]) -> QuerySet[Unit]:
    """Of the units under `tops` those from which one goes on: the tops, the way to `unit`, what lies just below."""
    way = [int(part) for part in unit.path.strip("/").split("/")]
    kept = list(tops)
    return units_under(kept).filter(Q(pk__in=way) | Q(parent=unit) | Q(pk__in=[top.pk for top in kept]))


def first_units_under(tops: Iterable[Unit], number: int) -> list[Unit]:
    """The first so many of `units_under`."""
    return [unit_of(row) for row in _rows_under(tuple(top.path for top in tops), number, clock.today())]


def unit_under(tops: Iterable[Unit], pk: int) -> Unit | None:
    """The one of `units_under` with this id."""
    row = _row_under(tuple(top.path for top in tops), pk, clock.today())
    return None if row is None else unit_of(row)


@known(Unit)
def _row_under(paths: tuple[str, ...], pk: int, day: datetime.date) -> UnitRow | None:
    unit = _units_under((Unit(path=path) for path in paths), day).filter(pk=pk).first()
    return None if unit is None else row_of(unit)


@known(Unit)
def _rows_under(paths: tuple[str, ...], number: int, day: datetime.date) -> list[UnitRow]:
    return [row_of(unit) for unit in _units_under((Unit(path=path) for path in paths), day)[:number]]


def row_of(unit: Unit) -> UnitRow:
    return tuple(getattr(unit, column) for column in _COLUMNS)


def unit_of(row: UnitRow) -> Unit:
    return Unit.from_db("default", _COLUMNS, row)


def units_above(path: str) -> list[int]:
    """The ids of the units from the top of the tree down to the one with this path, itself too."""
    return ids_above(path)


def is_open(unit: Unit, day: datetime.date) -> bool:
    """True where the doors of a unit are open on a day."""
    return calendar_of(unit).is_open(day)


def open_days(unit: Unit | None, first: datetime.date, last: datetime.date) -> tuple[datetime.date, ...]:
    """The days from first to last, both counted, on which a unit (without one: the tree's top) is open."""
    return calendar_of(unit).open_between(first, last)


def open_day_from(path: str, day: datetime.date) -> datetime.date:
    """The first day from `day` on, itself too, on which the unit with this path is open."""
    return calendar_at(path).open_from(day)


def open_day_after(unit: Unit, day: datetime.date, number: int) -> datetime.date:
    """The `number`-th day after `day` on which the unit is open."""
    return calendar_of(unit).open_after(day, number)


def working_days(first: datetime.date, last: datetime.date, unit: Unit | None = None) -> int:
    """Number of days, first and last counted, on which the doors are open."""
    return len(open_days(unit, first, last))
