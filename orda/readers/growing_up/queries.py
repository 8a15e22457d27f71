"""Who has come of age and is still kept as a child (rules of use of public libraries; law № 94-V: who signs)."""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from orda.network.models import Unit
from orda.readers.consents.models import Consent
from orda.readers.consents.services import OF_AGE_TO_SIGN
from orda.readers.registering.checking import OF_AGE
from orda.readers.registering.models import Reader
from orda.readers.years.models import Registration


def to_sign_themselves(unit: Unit, today: datetime.date) -> QuerySet[Reader]:
    """Readers of 16 and older for whom a parent's signature still stands; the youngest first."""
    standing = Consent.objects.filter(reader=OuterRef("pk"), signed_on__isnull=False, revoked_on=None)
    found = _who_come(unit, today).filter(birth_date__lte=years_before(today, OF_AGE_TO_SIGN))
    return found.filter(Exists(standing.filter(own=False)))


def with_a_guardian(unit: Unit, today: datetime.date) -> QuerySet[Reader]:
    """Readers of 18 and older of whom a parent is kept still; the youngest first."""
    kept = ~Q(guardian_name="") | ~Q(guardian_phone="")
    return _who_come(unit, today).filter(kept, birth_date__lte=years_before(today, OF_AGE))


def _who_come(unit: Unit, today: datetime.date) -> QuerySet[Reader]:
    """People of a unit's libraries who were entered for this year or the last."""
    lately = Registration.objects.filter(reader=OuterRef("pk"), year__gte=today.year - 1)
    people = Reader.objects.filter(library__path__startswith=unit.path, merged_into=None, erased_on=None)
    people = people.exclude(category=Reader.Category.GROUP)
    return people.filter(Exists(lately)).order_by("-birth_date", "pk")


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The last birth date of whoever is so many years old on a day."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28) if (day.year - years) % 4 else day
    return day.replace(year=day.year - years)
