"""What an administrator may do with staff. Each asks who does it: nobody appoints above themselves.

A person is an administrator's as a whole (name, password, second factor, dismissal) where every place that the person
has now, or ever had where they have none, lies under a place which that administrator administers. So no branch's
administrator takes a director's password, and no network's a person's who also works in another.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from orda.network import clock
from orda.network.deeds.services import changed, note
from orda.network.entry import keys, second_factor
from orda.network.models import Appointment, Leave, OneTimeKey, Role, Staff, Unit
from orda.network.people.refusals import (
    AppointedAlready,
    Dismissed,
    EndsBeforeItBegins,
    LastAdministrator,
    NameTaken,
    NotAboveOneself,
    NotOneself,
    NotYours,
    UnitIsClosed,
)
from orda.network.rights import ADMINISTER, may


@dataclass(frozen=True)
class NewStaff:
    """What is typed of a new person. `until`: the first day on which they work no more."""

    username: str
    family_name: str
    given_name: str
    email: str
    unit: Unit
    role: str
    since: datetime.date | None = None
    until: datetime.date | None = None
    language: str = ""


def is_theirs(staff: Staff, by: Staff) -> bool:
    """Whether a person is an administrator's as a whole."""
    places = [one.unit for one in _deciding(staff)]
    return bool(places) and all(may(by, ADMINISTER, unit) for unit in places)


def _deciding(staff: Staff) -> list[Appointment]:
    every = list(staff.appointments.select_related("unit"))
    today = clock.today()
    return [one for one in every if one.until is None or one.until > today] or every


@transaction.atomic
def hire(new: NewStaff, *, by: Staff) -> tuple[Staff, str]:
    """A new member of staff, appointed, and the code of the slip by which they set their password.

    Raises NotAboveOneself, NameTaken, UnitIsClosed, EndsBeforeItBegins.
    """
    if not may(by, ADMINISTER, new.unit):
        raise NotAboveOneself
    if Staff.objects.filter(username__iexact=new.username).exists():
        raise NameTaken
    staff = Staff(
        username=new.username,
        first_name=new.given_name,
        last_name=new.family_name,
        email=new.email,
        language=new.language,
    )
    staff.set_unusable_password()
    staff.save()
    note("staff_hired", by=by, staff=staff, unit=new.unit)
    appoint(staff, new.unit, new.role, since=new.since, until=new.until, by=by)
    _key, code = keys.give_key(staff, by=by)
    return staff, code


@transaction.atomic
def change(staff: Staff, *, family_name: str, given_name: str, email: str, by: Staff) -> None:
    """Raises NotYours."""
    _theirs(staff, by)
    before = {"family_name": staff.last_name, "given_name": staff.first_name, "email": staff.email}
    after = {"family_name": family_name, "given_name": given_name, "email": email}
    staff.last_name, staff.first_name, staff.email = family_name, given_name, email
    staff.save(update_fields=["last_name", "first_name", "email"])
    if before != after:
        note("staff_changed", by=by, staff=staff, unit=keys.place_of(staff), changes=changed(before, after))


@transaction.atomic
def appoint(
    staff: Staff,
    unit: Unit,
    role: str,
    *,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    by: Staff,
) -> Appointment:
    """A role over a unit and its subtree, from today or the day that is named.

    Raises NotAboveOneself, Dismissed, UnitIsClosed, EndsBeforeItBegins, AppointedAlready.
    """
    if not may(by, ADMINISTER, unit):
        raise NotAboveOneself
    if not staff.is_active:
        raise Dismissed
    since = since or clock.today()
    if unit.closed_on is not None and unit.closed_on <= max(since, clock.today()):
        raise UnitIsClosed
    if until is not None and until <= since:
        raise EndsBeforeItBegins
    Staff.objects.select_for_update().get(pk=staff.pk)
    same = Appointment.objects.filter(staff=staff, unit=unit, role=role)
    over = same.filter(Q(until=None) | Q(until__gt=since))
    if (over.filter(Q(since=None) | Q(since__lt=until)) if until else over).exists():
        raise AppointedAlready
    made = Appointment.objects.create(staff=staff, unit=unit, role=role, since=since, until=until)
    told = [("role", None, role), ("library", None, unit), ("since", None, since), ("until", None, until)]
    note("appointed", by=by, staff=staff, unit=unit, changes=[one for one in told if one[2] is not None])
    return made


@transaction.atomic
def end_appointment(appointment: Appointment, *, until: datetime.date | None = None, by: Staff) -> None:
    """It holds no more from `until` on: today, where no day is named. What was, stays written.

    Raises NotAboveOneself, EndsBeforeItBegins, LastAdministrator.
    """
    if not may(by, ADMINISTER, appointment.unit):
        raise NotAboveOneself
    until = until or clock.today()
    before = appointment.until
    if appointment.since is not None and until < appointment.since:
        until = appointment.since  # one that has not begun never did
    if before is not None and before <= clock.today():
        raise EndsBeforeItBegins
    if appointment.role == Role.ADMINISTRATOR:
        _another_administrator(appointment.staff, appointment.unit)
    appointment.until = until
    appointment.save(update_fields=["until"])
    told = [("role", None, appointment.role), ("library", None, appointment.unit), ("until", before, until)]
    note("appointment_ended", by=by, staff=appointment.staff, unit=appointment.unit, changes=told)


def _another_administrator(staff: Staff, unit: Unit) -> None:
    """Somebody else administers the unit, from it or from above. Raises LastAdministrator."""
    today = clock.today()
    others = Appointment.objects.filter(role=Role.ADMINISTRATOR, staff__is_active=True).exclude(staff=staff)
    others = others.filter(Q(since=None) | Q(since__lte=today), Q(until=None) | Q(until__gt=today))
    if not others.filter(unit__in=[int(part) for part in unit.path.strip("/").split("/")]).exists():
        raise LastAdministrator


@transaction.atomic
def begin_leave(staff: Staff, *, since: datetime.date, until: datetime.date | None, by: Staff) -> Leave:
    """The person is away: their appointments rest. `until`: the first day of work again, None when not yet known.

    Raises NotYours, NotOneself, EndsBeforeItBegins.
    """
    _theirs(staff, by)
    _another(staff, by)
    if until is not None and until <= since:
        raise EndsBeforeItBegins
    leave = Leave.objects.create(staff=staff, since=since, until=until)
    told = [("since", None, since), ("until", None, until)]
    note(
        "leave_begun", by=by, staff=staff, unit=keys.place_of(staff), changes=[one for one in told if one[2]]
    )
    return leave


@transaction.atomic
def end_leave(leave: Leave, *, by: Staff) -> None:
    """Back at work today. Raises NotYours."""
    _theirs(leave.staff, by)
    before, today = leave.until, clock.today()
    leave.until = max(leave.since, min(before or today, today))
    leave.save(update_fields=["until"])
    told = [("until", before, leave.until)]
    note("leave_ended", by=by, staff=leave.staff, unit=keys.place_of(leave.staff), changes=told)


@transaction.atomic
def dismiss(staff: Staff, *, by: Staff) -> None:
    """The person works here no more: every session ends at once, every key opens nothing, what they did stays.

    Raises NotYours, NotOneself, LastAdministrator.
    """
    _theirs(staff, by)
    _another(staff, by)
    today, place = clock.today(), keys.place_of(staff)
    for one in _deciding(staff):
        if one.role == Role.ADMINISTRATOR and (one.until is None or one.until > today):
            _another_administrator(staff, one.unit)
    standing = staff.appointments.filter(Q(until=None) | Q(until__gt=today))
    for one in standing:
        one.until = max(today, one.since or today)
        one.save(update_fields=["until"])
    OneTimeKey.objects.filter(staff=staff, used_at=None).delete()
    staff.is_active, staff.dismissed_on = False, today
    staff.set_unusable_password()
    staff.save(update_fields=["is_active", "dismissed_on", "password"])
    keys.end_sessions(staff)
    note("staff_dismissed", by=by, staff=staff, unit=place)


@transaction.atomic
def take_back(staff: Staff, *, by: Staff) -> str:
    """A dismissed person works here again: they get a key; appointments are made anew. Raises NotYours."""
    _theirs(staff, by)
    staff.is_active, staff.dismissed_on = True, None
    staff.save(update_fields=["is_active", "dismissed_on"])
    note("staff_taken_back", by=by, staff=staff, unit=keys.place_of(staff))
    return keys.give_key(staff, by=by)[1]


@transaction.atomic
def give_slip(staff: Staff, *, by: Staff) -> str:
    """A code by which the person sets a new password. Raises NotYours, NotOneself, Dismissed."""
    _theirs(staff, by)
    _another(staff, by)
    if not staff.is_active:
        raise Dismissed
    note("key_given", by=by, staff=staff, unit=keys.place_of(staff))
    return keys.give_key(staff, by=by)[1]


@transaction.atomic
def reset_second_factor(staff: Staff, *, by: Staff) -> None:
    """For who lost theirs. Raises NotYours, NotOneself."""
    _theirs(staff, by)
    _another(staff, by)
    second_factor.reset(staff, by=by)


@transaction.atomic
def sign_out(staff: Staff, *, by: Staff) -> None:
    """Ends every session of the person at once. Raises NotYours."""
    _theirs(staff, by)
    keys.sign_out_everywhere(staff, by=by)


def _theirs(staff: Staff, by: Staff) -> None:
    if not is_theirs(staff, by):
        raise NotYours


def _another(staff: Staff, by: Staff) -> None:
    if staff.pk == by.pk:
        raise NotOneself
