"""What may be done to the network: add units, appoint staff, shut days."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.network.calendar.services import give_first_week, keep_single_day
from orda.network.models import Appointment, Holiday, Role, Staff, Unit
from orda.network.refusals import Refusal


class UnitOutOfPlace(Refusal):
    code = "unit_out_of_place"
    message = _("A unit of this kind can't stand under that one.")


_ORDER = list(Unit.Kind.values)


@transaction.atomic
def add_unit(
    *,
    kind: str,
    code: str,
    name_kk: str,
    name_ru: str,
    name_en: str,
    parent: Unit | None = None,
    library_type: str = "",
    cohort: str = "",
    address: str = "",
    place: tuple[Decimal, Decimal] | None = None,
    code_ru: str | None = None,
) -> Unit:
    """Adds a unit to the tree, or renames the one with this code. Raises UnitOutOfPlace.

    `place`: latitude and longitude in degrees; `code_ru`: the code as Russian papers write it. Without one, what is
    known of it stays.
    """
    if parent is not None and _ORDER.index(parent.kind) >= _ORDER.index(kind):
        raise UnitOutOfPlace
    told: dict[str, Any] = {
        "kind": kind,
        "name_kk": name_kk,
        "name_ru": name_ru,
        "name_en": name_en,
        "library_type": library_type,
        "cohort": cohort,
        "address": address,
    }
    if place is not None:
        told["latitude"], told["longitude"] = place
    if code_ru is not None:
        told["code_ru"] = code_ru
    unit, new = Unit.objects.update_or_create(
        code=code, defaults=told, create_defaults={**told, "parent": parent, "path": f"new:{code}"}
    )
    if new:
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        if parent is None:
            give_first_week(unit)
    return unit


@transaction.atomic
def appoint(staff: Staff, unit: Unit, role: Role | str) -> Appointment:
    """Gives a member of staff a role over a unit and its subtree, for good; again changes nothing."""
    return Appointment.objects.get_or_create(staff=staff, unit=unit, role=role, until=None)[0]


@transaction.atomic
def add_staff(
    *, username: str, password: str | None, first_name: str, last_name: str, unit: Unit, role: Role | str
) -> Staff:
    """A member of staff who can sign in, appointed at once; again sets name and password anew.

    Without a password they can't sign in yet.
    """
    staff, _new = Staff.objects.get_or_create(username=username)
    staff.first_name, staff.last_name = first_name, last_name
    staff.set_password(password)
    staff.save()
    appoint(staff, unit, role)
    return staff


def shut(unit: Unit, day: datetime.date, name: str) -> Holiday:
    """Marks a day on which the unit and its subtree are shut; what stands on it moves."""
    keep_single_day(unit, day, name)
    return Holiday.objects.get(unit=unit, day=day)
