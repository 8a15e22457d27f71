"""What may be asked of the network: subtrees, cohorts, working days."""

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from orda.network.models import Holiday, Unit


def unit_by_code(code: str) -> Unit:
    """The unit with this code. Raises Unit.DoesNotExist with a message that names the code."""
    # No code holds control characters, and PostgreSQL takes none.
    unit = Unit.objects.filter(code=code).first() if code.isprintable() else None
    if unit is None:
        raise Unit.DoesNotExist(f"no library has the code '{code[:40]}'")
    return unit


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


def units_under(tops: Iterable[Unit]) -> QuerySet[Unit]:
    """The given units and the networks and libraries under them, each once, in the order of the tree."""
    wanted = Q(pk__in=[])
    for top in tops:
        wanted |= Q(path__startswith=top.path)
    return Unit.objects.filter(wanted).exclude(kind=Unit.Kind.DEPARTMENT)


def units_near(unit: Unit, tops: Iterable[Unit]) -> QuerySet[Unit]:
    """Of the units under `tops` those from which one goes on: the tops, the way to `unit`, what lies just below."""
    way = [int(part) for part in unit.path.strip("/").split("/")]
    kept = list(tops)
    return units_under(kept).filter(Q(pk__in=way) | Q(parent=unit) | Q(pk__in=[top.pk for top in kept]))


def holidays(unit: Unit | None, first: datetime.date, last: datetime.date) -> set[datetime.date]:
    """Days between first and last (both counted) on which the unit is shut by the calendar."""
    found = Holiday.objects.filter(day__range=(first, last))
    if unit is not None:
        found = found.filter(unit__in=units_above(unit.path))
    return set(found.values_list("day", flat=True))


def units_above(path: str) -> list[int]:
    """The ids of the units from the top of the tree down to the one with this path, itself too."""
    return [int(part) for part in path.strip("/").split("/")]


def open_day_from(path: str, day: datetime.date) -> datetime.date:
    """The first day from `day` on, itself too, on which the unit with this path is open: no Sunday, no holiday."""
    shut = Holiday.objects.filter(unit__in=units_above(path), day__range=(day, day + LONGEST_SHUT))
    found = _first_open(day, set(shut.values_list("day", flat=True)))
    return found or open_day_from(path, day + LONGEST_SHUT)


class Calendar:
    """`open_day_from` for whoever asks it a thousand times in one act: the holidays are read once, when it is made."""

    def __init__(self) -> None:
        self._days: dict[int, set[datetime.date]] = {}
        for unit_id, day in Holiday.objects.values_list("unit_id", "day"):
            self._days.setdefault(unit_id, set()).add(day)

    def open_day_from(self, path: str, day: datetime.date) -> datetime.date:
        closed: set[datetime.date] = set().union(*(self._days.get(unit, ()) for unit in units_above(path)))
        return _first_open(day, closed) or self.open_day_from(path, day + LONGEST_SHUT)


def _first_open(day: datetime.date, closed: set[datetime.date]) -> datetime.date | None:
    days = (day + datetime.timedelta(days=n) for n in range(LONGEST_SHUT.days + 1))
    return next((one for one in days if one.weekday() != SUNDAY and one not in closed), None)


def open_day_after(unit: Unit, day: datetime.date, number: int) -> datetime.date:
    """The `number`-th day after `day` on which the unit is open."""
    shut = holidays(unit, day, day + datetime.timedelta(days=2 * number + 60))
    while number > 0:
        day += datetime.timedelta(days=1)
        number -= day.weekday() != SUNDAY and day not in shut
    return day


def working_days(first: datetime.date, last: datetime.date, unit: Unit | None = None) -> int:
    """Number of days, first and last counted, on which the libraries are open: not Sundays, not holidays."""
    shut = holidays(unit, first, last)
    days = (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))
    return sum(1 for day in days if day.weekday() != SUNDAY and day not in shut)


SUNDAY = 6
LONGEST_SHUT = datetime.timedelta(days=40)  # looked through at once
