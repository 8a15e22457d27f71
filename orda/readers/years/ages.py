"""Ages and grades, and the report's reader groups that follow from them."""

import datetime
import re

from orda.readers.registering.models import Reader

HIGHEST_GRADE = 12
_GRADE = re.compile(r"([0-9]{1,2})(?![0-9])")


def grade_of(school_class: str) -> int | None:
    """The grade that a class begins with ("3Ә" is of the third), None where it says none."""
    found = _GRADE.match(school_class.strip())
    return int(found[1]) if found else None


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
