"""Grades go up on 1 September."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat, Substr

from orda.network import clock, house_settings
from orda.readers.registering.models import Reader
from orda.readers.words.services import batched, folded_name, index_words
from orda.readers.years.ages import HIGHEST_GRADE, SCHOOL_STARTS
from orda.readers.years.models import SchoolYear

STARTS_AT = 6  # years, on 1 September
BATCH = 1000


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
    done.left = waiting.filter(grade__gte=house_settings.number("LAST_GRADE")).update(**left)
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
