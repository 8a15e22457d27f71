"""The first network, its first library and its first administrator, all in one transaction.

Whoever can read the console may begin the house, nobody else: the key is printed there, kept as a hash, and gone once
the house is begun.
"""

import hmac
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.deeds.services import note
from orda.network.entry import secrets
from orda.network.known import known
from orda.network.models import Appointment, HouseSetting, Role, Staff, Unit
from orda.network.refusals import Refusal
from orda.network.services import add_unit
from orda.network.tree_files import SHIPPED_HOLIDAYS, load_holidays

KEY_LETTERS = 16
_KEPT_AS = "first_run"


class NotThisKey(Refusal):
    code = "not_this_key"
    message = _("This is not the key that stands on the console. Each start prints a new one.")


class BegunAlready(Refusal):
    code = "begun_already"
    message = _("The house is begun already: sign in.")


@dataclass(frozen=True)
class Names:
    code: str
    name_kk: str
    name_ru: str
    name_en: str


@dataclass(frozen=True)
class FirstAdministrator:
    username: str
    family_name: str
    given_name: str
    email: str
    language: str
    also_librarian: bool = False


def is_empty() -> bool:
    """No unit and nobody who works here: an installation on which nothing was done."""
    return not _has_units() and not Staff.objects.exists()


@known(Unit)
def _has_units() -> bool:
    return Unit.objects.exists()


@transaction.atomic
def new_key() -> str:
    """A key for the console; the one before it opens nothing."""
    code = secrets.draw(KEY_LETTERS)
    HouseSetting.objects.update_or_create(
        name=_KEPT_AS, defaults={"value": secrets.digest("first-run", code)}
    )
    return code


def check_key(code: str) -> None:
    """Raises BegunAlready and NotThisKey. 16 letters are 79 bits: no guessing finds them."""
    if not is_empty():
        raise BegunAlready
    kept = HouseSetting.objects.filter(name=_KEPT_AS).values_list("value", flat=True).first()
    if not kept or not hmac.compare_digest(kept, secrets.digest("first-run", code)):
        raise NotThisKey


@transaction.atomic
def begin_house(
    key: str,
    network: Names,
    library: Names,
    library_type: str,
    cohort: str,
    who: FirstAdministrator,
    password: str,
) -> Staff:
    """All three, or nothing. Raises BegunAlready and NotThisKey; of two at once the second comes too late."""
    # The row is taken first: two who begin at once stand in line here.
    HouseSetting.objects.select_for_update().filter(name=_KEPT_AS).first()
    check_key(key)
    HouseSetting.objects.filter(name=_KEPT_AS).delete()
    top = add_unit(kind="network", **vars(network))
    first = add_unit(kind="library", **vars(library), parent=top, library_type=library_type, cohort=cohort)
    staff = Staff(
        username=who.username,
        first_name=who.given_name,
        last_name=who.family_name,
        email=who.email,
        language=who.language,
    )
    staff.set_password(password)
    staff.save()
    today = clock.today()
    Appointment.objects.create(staff=staff, unit=top, role=Role.ADMINISTRATOR, since=today)
    if who.also_librarian:
        Appointment.objects.create(staff=staff, unit=first, role=Role.LIBRARIAN, since=today)
    load_holidays(SHIPPED_HOLIDAYS, top)
    note("house_begun", by=staff, unit=top, kind="unit", pk=top.pk, about=top.name_kk)
    note("staff_hired", by=staff, staff=staff, unit=top)
    return staff
