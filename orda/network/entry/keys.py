"""One-time keys: a link, an e-mail or a printed slip by which a person sets a password, once."""

import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from orda.network.deeds.services import note
from orda.network.entry import secrets
from orda.network.entry.refusals import KeyOpensNothing
from orda.network.models import OneTimeKey, Staff

LETTERS = 12
SLIP_LASTS = datetime.timedelta(days=7)
LETTER_LASTS = datetime.timedelta(hours=1)


@transaction.atomic
def give_key(
    staff: Staff, *, by: Staff | None, lasts: datetime.timedelta = SLIP_LASTS
) -> tuple[OneTimeKey, str]:
    """A new key and its code, which is known here alone; an older one that waits opens nothing from now on."""
    Staff.objects.select_for_update().get(pk=staff.pk)  # two who give one at once stand in line
    OneTimeKey.objects.filter(staff=staff, used_at=None).delete()
    code, now = secrets.draw(LETTERS), timezone.now()
    key = OneTimeKey.objects.create(
        staff=staff, digest=secrets.digest("one-time-key", code), made_at=now, made_by=by, ends_at=now + lasts
    )
    return key, code


def waiting_key(code: str) -> OneTimeKey:
    """The key of a code, while it opens something. Raises KeyOpensNothing."""
    found = OneTimeKey.objects.select_related("staff").filter(
        digest=secrets.digest("one-time-key", code), used_at=None, ends_at__gt=timezone.now()
    )
    key = found.filter(staff__is_active=True).first()
    if key is None:
        raise KeyOpensNothing
    return key


@transaction.atomic
def use_key(code: str, password: str) -> Staff:
    """Sets the password; every session of the person ends. Raises KeyOpensNothing, and ValidationError of Django."""
    key = waiting_key(code)
    validate_password(password, key.staff)
    if not OneTimeKey.objects.filter(pk=key.pk, used_at=None).update(used_at=timezone.now()):
        raise KeyOpensNothing
    set_password(key.staff, password, by=key.staff)
    return key.staff


@transaction.atomic
def set_password(staff: Staff, password: str, *, by: Staff | None) -> None:
    staff.set_password(password)
    staff.save(update_fields=["password"])
    note("password_set", by=by, staff=staff, unit=place_of(staff))


@transaction.atomic
def sign_out_everywhere(staff: Staff, *, by: Staff | None) -> None:
    """Ends every session of the person at once."""
    end_sessions(staff)
    note("signed_out_everywhere", by=by, staff=staff, unit=place_of(staff))


def end_sessions(staff: Staff) -> None:
    staff.session_epoch += 1
    staff.save(update_fields=["session_epoch"])


def place_of(staff: Staff):  # type: ignore[no-untyped-def]
    """The unit by which a deed about a person is seen: of their appointments the highest, the standing ones first."""
    found = staff.appointments.select_related("unit").order_by("unit__path")
    one = found.filter(until=None).first() or found.order_by("-until", "unit__path").first()
    return one.unit if one else None
