"""A reader's calendar year: registration and first uses."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from orda.diary import services as diary
from orda.network import clock
from orda.network.models import Unit
from orda.readers.refusals import NoLongerAReader, OfAnotherNetwork
from orda.readers.registering.models import Reader
from orda.readers.whose import is_served
from orda.readers.words.services import batched
from orda.readers.years.ages import age_group_of
from orda.readers.years.models import Registration
from orda.readers.years.refusals import RegisteredAlready

# Noted once a year on the registration: its column -> the measure of the diary.
FIRST_USES = {
    "site_user_on": "site_user_registered",
    "electronic_user_on": "electronic_user",
    "exchange_user_on": "exchange_reader",
}
AT_ONCE = 500  # registrations held together


@transaction.atomic
def register_for_year(
    reader: Reader, *, library: Unit, day: datetime.date | None = None, by_id: int | None = None
) -> Registration:
    """Enters a reader for the calendar year at a library; counts as one reader there, a group as none.

    Raises OfAnotherNetwork, RegisteredAlready, NoLongerAReader. The age group is that of this day and stands
    for the whole year's reports.
    """
    day = day or clock.today()
    # Held to the end: meanwhile nobody merges the reader away.
    if not is_served(reader.pk, reader.library_id, library.pk):
        raise OfAnotherNetwork
    standing = Reader.objects.filter(pk=reader.pk, merged_into=None, erased_on=None)
    if standing.select_for_update(no_key=True).values_list("pk", flat=True).first() is None:
        raise NoLongerAReader
    try:
        with transaction.atomic():
            registration = entered(reader, library, day, by_id)
            registration.save(force_insert=True)
    except IntegrityError:
        raise RegisteredAlready(reader=reader, year=day.year) from None
    if not reader.is_group:
        _post(registration, "reader_registered", day, by_id)
    Reader.objects.filter(pk=reader.pk).filter(Q(last_active_on=None) | Q(last_active_on__lt=day)).update(
        last_active_on=day
    )
    return registration


def entered(reader: Reader, library: Unit, day: datetime.date, by_id: int | None) -> Registration:
    """A reader's registration as a day makes it, not yet kept."""
    return Registration(
        reader=reader,
        library=library,
        year=day.year,
        day=day,
        age_group=group_for_year(reader, day),
        disability=reader.disability,
        registered_by_id=by_id,
    )


@transaction.atomic
def sign_up_on_site(registration: Registration, *, day: datetime.date, by_id: int | None = None) -> bool:
    """Notes that the reader signed up on the site this year; False (and no count) when noted before."""
    return note_first_use(registration, "site_user_on", day, by_id)


@transaction.atomic
def use_electronic_resources(
    registration: Registration, *, day: datetime.date, by_id: int | None = None
) -> bool:
    """Notes the reader's first use of electronic resources in the year; False when noted before."""
    return note_first_use(registration, "electronic_user_on", day, by_id)


@transaction.atomic
def use_exchange(registration: Registration, *, day: datetime.date, by_id: int | None = None) -> bool:
    """Notes the reader's first loan of another library's copy in the year; False when noted before."""
    return note_first_use(registration, "exchange_user_on", day, by_id)


def note_first_use(registration: Registration, column: str, day: datetime.date, by_id: int | None) -> bool:
    """Writes the day of a first use and counts it. A group is no reader: it is not counted."""
    if registration.reader.is_group:
        return False
    first = Registration.objects.filter(pk=registration.pk, **{column: None}).update(**{column: day})
    if first:
        _post(registration, FIRST_USES[column], day, by_id)
    return bool(first)


@dataclass(frozen=True, slots=True)
class FirstUse:
    """That a reader used something for the first time in the year; `column`: one of FIRST_USES."""

    registration: Registration
    column: str
    at: datetime.datetime


@transaction.atomic
def note_first_uses(uses: Sequence[FirstUse], *, by_id: int | None = None) -> int:
    """`note_first_use` for many at once, in their order; returns how many were the first."""
    asked = [use for use in uses if not use.registration.reader.is_group]
    noted = _noted({use.registration.pk for use in asked})
    first = []
    for use in asked:
        what = (use.registration.pk, use.column)
        if what not in noted:
            noted.add(what)
            first.append(use)
    for column in FIRST_USES:
        days = [
            (diary.adapted(clock.day_of(use.at)), use.registration.pk)
            for use in first
            if use.column == column
        ]
        if days:
            with connection.cursor() as cursor:
                cursor.executemany(f"UPDATE readers_registration SET {column} = %s WHERE id = %s", days)
    diary.post_many((line_of(use.registration, FIRST_USES[use.column], use.at) for use in first), by_id=by_id)
    return len(first)


def _noted(keys: Collection[int]) -> set[tuple[int, str]]:
    """(registration, column) of the first uses that are written down already; the registrations held till then."""
    noted = set()
    for part in batched(sorted(keys), AT_ONCE):
        held = Registration.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=part)
        for pk, *days in held.order_by("pk").values_list("pk", *FIRST_USES):
            noted |= {(pk, column) for column, day in zip(FIRST_USES, days, strict=True) if day is not None}
    return noted


def _post(registration: Registration, measure: str, day: datetime.date, by_id: int | None) -> None:
    diary.post(
        day=day,
        library_id=registration.library_id,
        measure=measure,
        values=_values(registration, measure),
        act="registration",
        act_id=registration.pk,
        by_id=by_id,
    )


def line_of(registration: Registration, measure: str, at: datetime.datetime) -> diary.Line:
    """The diary's line of a registration or of a first use that it notes."""
    return diary.Line(
        day=clock.day_of(at),
        library_id=registration.library_id,
        measure=measure,
        act="registration",
        act_id=registration.pk,
        values=_values(registration, measure),
        at=at,
    )


def _values(registration: Registration, measure: str) -> dict[str, str]:
    values = {"age_group": registration.age_group}
    if registration.disability:
        values["disability"] = "yes"
    if measure == "reader_registered" and registration.reader.sex:
        values["sex"] = registration.reader.sex
    return values


def group_for_year(reader: Reader, day: datetime.date) -> str:
    """The report's reader group of a person by age, of a class or kindergarten by its grade."""
    if reader.is_group:
        return "0-10" if (reader.grade or 0) <= 4 else "11-15"
    return age_group_of(reader.birth_date or day, reader.category, day)
