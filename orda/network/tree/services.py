"""What may be done to the tree. A unit keeps its row for ever: whatever it did points at it."""

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Q

from orda.network import clock
from orda.network.deeds.services import Change, changed, note
from orda.network.models import Staff, Unit, UnitPlace
from orda.network.rights import ADMINISTER, may
from orda.network.services import UnitOutOfPlace, add_unit
from orda.network.tree.refusals import (
    ClosedBeforeItOpened,
    CodeTaken,
    InItself,
    MovedLater,
    NotYourPlace,
    ParentClosed,
    StillOpenBelow,
)

_ORDER = list(Unit.Kind.values)


@dataclass(frozen=True)
class UnitWords:
    """What is said of a unit and may be said anew."""

    name_kk: str
    name_ru: str
    name_en: str
    library_type: str = ""
    cohort: str = ""
    address: str = ""


@transaction.atomic
def open_unit(
    words: UnitWords, *, kind: str, code: str, parent: Unit, opened_on: datetime.date | None, by: Staff
) -> Unit:
    """A new unit under `parent`. Raises NotYourPlace, CodeTaken, ParentClosed, UnitOutOfPlace."""
    _may(by, parent)
    if Unit.objects.filter(code=code).exists():
        raise CodeTaken
    if is_closed(parent, opened_on or clock.today()):
        raise ParentClosed
    unit = add_unit(kind=kind, code=code, parent=parent, **asdict(words))
    unit.opened_on = opened_on
    unit.save(update_fields=["opened_on"])
    told = [("parent", None, parent), ("since", None, opened_on)]
    _note("unit_opened", unit, by, [one for one in told if one[2]])
    return unit


@transaction.atomic
def change_unit(unit: Unit, words: UnitWords, *, by: Staff) -> None:
    """Names it or describes it anew. Raises NotYourPlace."""
    _may(by, unit)
    after = asdict(words)
    before = {name: getattr(unit, name) for name in after}
    if before == after:
        return
    for name, value in after.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(after))
    _note("unit_changed", unit, by, changed(before, after))


@transaction.atomic
def close_unit(unit: Unit, day: datetime.date, *, by: Staff) -> None:
    """From `day` on it works no more: nobody is appointed or works there; what it counted stays.

    Raises NotYourPlace, ClosedBeforeItOpened, StillOpenBelow.
    """
    _may(by, unit)
    if unit.opened_on is not None and day < unit.opened_on:
        raise ClosedBeforeItOpened
    open_below = Unit.objects.filter(path__startswith=unit.path).exclude(pk=unit.pk)
    first = open_below.filter(Q(closed_on=None) | Q(closed_on__gt=day)).first()
    if first is not None:
        raise StillOpenBelow(name=first.name)
    before, unit.closed_on = unit.closed_on, day
    unit.save(update_fields=["closed_on"])
    for one in unit.appointments.filter(Q(until=None) | Q(until__gt=day)).select_related("staff"):
        was, one.until = one.until, max(day, one.since or day)
        one.save(update_fields=["until"])
        told = [("role", None, one.role), ("library", None, unit), ("until", was, one.until)]
        note("appointment_ended", by=by, staff=one.staff, unit=unit, changes=told)
    _note("unit_closed", unit, by, [("since", before, day)])


@transaction.atomic
def reopen_unit(unit: Unit, *, by: Staff) -> None:
    """Open again; people are appointed anew. Raises NotYourPlace, ParentClosed."""
    _may(by, unit)
    if unit.parent is not None and is_closed(unit.parent, clock.today()):
        raise ParentClosed
    before, unit.closed_on = unit.closed_on, None
    unit.save(update_fields=["closed_on"])
    _note("unit_reopened", unit, by, [("until", before, None)])


@transaction.atomic
def move_unit(unit: Unit, parent: Unit, day: datetime.date, *, by: Staff) -> None:
    """From `day` on (not a day to come) it stands under another. What was counted before is counted where it stood.

    Raises NotYourPlace, InItself, UnitOutOfPlace, ParentClosed, MovedLater.
    """
    _may(by, unit)
    _may(by, parent)
    if unit.parent is None:
        raise NotYourPlace
    if parent.path.startswith(unit.path):
        raise InItself
    if _ORDER.index(parent.kind) >= _ORDER.index(unit.kind):
        raise UnitOutOfPlace
    if is_closed(parent, day):
        raise ParentClosed
    if unit.parent_id == parent.pk:
        return
    # Two who move at once stand in line; a path is read after that.
    below = list(Unit.objects.select_for_update().filter(path__startswith=unit.path).order_by("path"))
    if day > clock.today() or UnitPlace.objects.filter(unit__in=below, until__gte=day).exists():
        raise MovedLater
    before, old = unit.parent, unit.path
    UnitPlace.objects.bulk_create(UnitPlace(unit=one, path=one.path, until=day) for one in below)
    for one in below:
        one.path = f"{parent.path}{unit.pk}/{one.path.removeprefix(old)}"
        one.save(update_fields=["path"])
    unit.parent, unit.path = parent, below[0].path
    unit.save(update_fields=["parent", "path"])
    told = [("parent", before, parent), ("since", None, day)]
    _note("unit_moved", unit, by, told)


def is_closed(unit: Unit, day: datetime.date) -> bool:
    return unit.closed_on is not None and unit.closed_on <= day


def _may(by: Staff, unit: Unit) -> None:
    if not may(by, ADMINISTER, unit):
        raise NotYourPlace


def _note(act: str, unit: Unit, by: Staff, changes: Iterable[Change]) -> None:
    note(act, by=by, unit=unit, kind="unit", pk=unit.pk, about=f"{unit.code} {unit.name_kk}", changes=changes)
