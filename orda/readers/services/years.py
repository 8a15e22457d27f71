"""The calendar year of a reader: registration, first uses, the grade that goes up on 1 September."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat, Substr

from orda.diary import services as diary
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader, Registration, SchoolYear
from orda.readers.refusals import NoLongerAReader, RegisteredAlready
from orda.readers.services.checking import HIGHEST_GRADE, age_on
from orda.readers.services.words import batched, folded_name, index_words

# Noted once a year on the registration: its column -> the measure of the diary.
FIRST_USES = {
    "site_user_on": "site_user_registered",
    "electronic_user_on": "electronic_user",
    "exchange_user_on": "exchange_reader",
}
SCHOOL_STARTS = (9, 1)
STARTS_AT = 6  # years, on 1 September
BATCH = 1000
LAST_GRADE_OF_LITTLE, LAST_GRADE_OF_CHILDREN = 4, 9


@transaction.atomic
def register_for_year(
    reader: Reader, *, library: Unit, day: datetime.date | None = None, by_id: int | None = None
) -> Registration:
    """Enters a reader for the calendar year at a library; counts as one reader there, a group as none.

    Raises RegisteredAlready, NoLongerAReader. The age group is that of this day and stands for the whole year's
    reports.
    """
    day = day or clock.today()
    # Held to the end: meanwhile nobody merges the reader away.
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
    for part in batched(sorted(keys), BATCH // 2):
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


def group_of_grade(grade: int | None) -> str:
    """The age group in whose name a class or a kindergarten borrows: children of grade 4 turn ten or eleven."""
    if grade is None or grade > LAST_GRADE_OF_CHILDREN:
        return "other"
    return "0-10" if grade <= LAST_GRADE_OF_LITTLE else "11-15"


def age_group_of(birth_date: datetime.date, category: str, day: datetime.date) -> str:
    """The report's reader group on a day: "0-10", "11-15", "leaders-of-reading" or "other"."""
    if category == Reader.Category.LEADER:
        return "leaders-of-reading"
    age = age_on(birth_date, day)
    if category == Reader.Category.OTHER or age > 15:
        return "other"
    return "0-10" if age <= 10 else "11-15"


@dataclass(frozen=True)
class Raised:
    """What 1 September did, in readers and groups."""

    year: int
    raised: int
    started: int
    left: int


@transaction.atomic
def raise_grades(today: datetime.date | None = None) -> Raised | None:
    """On and after 1 September everybody goes one grade up, once a year; None when that was done or is not due.

    Only a grade said before that day goes up. Six-year-olds of a kindergarten start school; pupils of the last
    grade (setting LAST_GRADE) have left it.
    """
    today = today or clock.today()
    first = datetime.date(today.year, *SCHOOL_STARTS)
    if today < first:
        return None
    try:
        with transaction.atomic():
            done = SchoolYear.objects.create(year=today.year, at=clock.now())
    except IntegrityError:
        return None
    waiting = Reader.objects.filter(grade_said_on__lt=first, grade__isnull=False, erased_on=None)
    # Whoever was moved is no longer waiting: their grade is said on this 1 September.
    left = {"grade": None, "school": "", "school_class": "", "grade_said_on": first}
    done.left = waiting.filter(grade__gte=settings.LAST_GRADE).update(**left)
    done.raised = sum(_raise(waiting, grade, first) for grade in range(1, HIGHEST_GRADE))
    born_by = first.replace(year=first.year - STARTS_AT)
    school = {"grade": 1, "school": "", "school_class": "1", "grade_said_on": first}
    done.started = waiting.filter(grade=0, birth_date__lte=born_by).update(**school)
    done.save()
    for part in batched(Reader.objects.filter(grade_said_on=first).iterator(BATCH), BATCH):
        index_words(part)
    return Raised(done.year, done.raised, done.started, done.left)


def _raise(waiting: QuerySet[Reader], grade: int, day: datetime.date) -> int:
    """From one grade to the next: «3Ә» becomes «4Ә», in the name of a class too."""
    old, new = str(grade), str(grade + 1)
    raised = {"grade": grade + 1, "grade_said_on": day}
    of_grade = waiting.filter(grade=grade)
    for group in of_grade.filter(category=Reader.Category.GROUP).exclude(school_class=""):
        group.family_name = group.family_name.replace(
            group.school_class, new + group.school_class[len(old) :]
        )
        group.folded_name = folded_name(group.family_name, "", "")
        group.save(update_fields=["family_name", "folded_name"])
    named = of_grade.filter(school_class__startswith=old)
    moved = named.update(school_class=Concat(Value(new), Substr("school_class", len(old) + 1)), **raised)
    return moved + of_grade.update(**raised)
