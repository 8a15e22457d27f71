"""Ages and grades, and the report's reader groups that follow from them."""

import datetime
import re

from orda.readers.registering.models import Reader

HIGHEST_GRADE = 12
SCHOOL_STARTS = (9, 1)
LESSONS_END = (5, 25)
_GRADE = re.compile(r"([0-9]{1,2})(?![0-9])")


def grade_of(school_class: str) -> int | None:
    """The grade that a class begins with ("3Ә" is of the third), None where it says none."""
    found = _GRADE.match(school_class.strip())
    return int(found[1]) if found else None


def school_year_of(day: datetime.date) -> int:
    """The calendar year in which the school year of a day began."""
    return day.year - ((day.month, day.day) < SCHOOL_STARTS)


def school_years_asked(day: datetime.date) -> list[int]:
    """The school years of which a class may be meant: from the last lesson on of the next one too."""
    running = school_year_of(day)
    return [running, running + 1] if (day.month, day.day) >= LESSONS_END and running < day.year else [running]


def class_said_on(day: datetime.date, school_year: int | None) -> datetime.date:
    """The day from which a class is true that was said on a day: of the next school year, from its first day."""
    if school_year is None:
        return day
    return max(day, datetime.date(school_year, *SCHOOL_STARTS))


def age_on(birth_date: datetime.date, day: datetime.date) -> int:
    """Whole years on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


LAST_GRADE_OF_LITTLE, LAST_GRADE_OF_CHILDREN = 4, 9


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
