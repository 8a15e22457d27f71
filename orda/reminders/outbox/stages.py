"""When a loan is reminded of: the stages of its rule."""

import datetime
import re
from collections.abc import Collection
from functools import lru_cache

from orda.circulation.models import LoanRule

_DAYS = re.compile(r"\s*[+-]?[0-9]{1,3}\s*")


@lru_cache(maxsize=256)
def stages_of(reminders: str) -> tuple[int, ...]:
    """ "3,0,-7" -> (3, 0, -7): days before (+) and after (-) the due day, the earliest first."""
    return tuple(sorted({int(one) for one in reminders.split(",") if _DAYS.fullmatch(one)}, reverse=True))


DEFAULT = stages_of(LoanRule.REMINDERS)


def stage_on(stages: Collection[int], due_on: datetime.date, day: datetime.date) -> int | None:
    """The last stage that a loan has reached by a day, None before the first.

    A job that missed a day so still says what it should have said; said once, a stage is over.
    """
    left = (due_on - day).days
    return min((stage for stage in stages if left <= stage), default=None)


def farthest() -> int:
    """How many days ahead of the due day the earliest reminder of any rule is."""
    rules = LoanRule.objects.values_list("reminders", flat=True).distinct()
    return max((stage for text in (LoanRule.REMINDERS, *rules) for stage in stages_of(text)), default=0)
