"""How one indicator stands, as it is told: its numbers, its state in words."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from orda.diary.measures import Text
from orda.network.models import Unit
from orda.planning.year.models import SourceNote

ALMOST = Decimal("0.9")  # a tenth short of what should be reached is "a little behind"
SMALL = 5  # of a count; where less than that should be reached, nothing can be told yet


STATES: dict[str, Text] = {
    "reached": _("reached"),
    "on_course": _("on course"),
    "little_behind": _("a little behind"),
    "behind": _("behind"),
    "not_reached": _("not reached"),
    "early": _("too early to tell"),
    "no_plan": _("no plan"),
    "no_figure": _("no figure yet"),
}


@dataclass(frozen=True)
class IndicatorStatus:
    """One row of the board. Counts are whole numbers, rates unrounded decimals; None is "there is none".

    `percent`: actual over the year's plan. `needed_per_working_day`: over the open days left after `as_of`.
    `months`: a count's twelve monthly amounts (empty for rates). `cumulative` and `plan_line`: what was reached,
    and should be, by each month's end (None after `as_of`). `share`: of the library in its cohort, %.
    """

    key: str
    label: Text
    unit: Text
    of_which_of: str
    plan: Decimal | int | None
    plan_to_date: Decimal | int | None
    actual: Decimal | int | None
    percent: Decimal | None
    needed_per_working_day: Decimal | None
    printed_actual: Decimal | int | None
    state: str
    months: tuple[int, ...]
    cumulative: tuple[Decimal | int | None, ...]
    plan_line: tuple[Decimal | int, ...]
    share: Decimal | None
    notes: tuple[SourceNote, ...]
    remark: str

    @property
    def amount(self) -> int:
        """The count, for `total_of`."""
        return int(self.actual or 0)

    @property
    def state_label(self) -> Text:
        return STATES[self.state]


@dataclass(frozen=True)
class PlanStatus:
    """The plan's rows for a year and a scope (a cohort, a library, or "" the whole network) at the end of a day."""

    year: int
    as_of: datetime.date
    cohort: str
    library: Unit | None
    days_left: int
    indicators: tuple[IndicatorStatus, ...]


def state_of(
    actual: Decimal | int | None,
    plan: Decimal | int | None,
    should: Decimal | int | None,
    *,
    rate: bool,
    over: bool,
) -> str:
    """`over`: no open day of the year is left, so it is reached or not. A rate may still fall before: it is on course
    and not yet reached.

    Of what is counted one by one chance alone makes the root of it (Poisson's law), more than a tenth below a hundred:
    so much short is "a little behind".
    """
    if plan is None:
        return "no_plan"
    if actual is None:
        return "no_figure"
    reached = Decimal(actual)
    if over or (reached >= plan and plan and not rate):
        return "reached" if reached >= plan else "not_reached"
    if should is None or (reached <= 0 and not should):
        return "early"
    due = Decimal(should)
    if reached >= due:
        return "on_course"
    if not rate and due < SMALL:
        return "early"
    by_chance = Decimal(0) if rate else due.sqrt()
    return "little_behind" if reached >= min(ALMOST * due, due - by_chance) else "behind"
