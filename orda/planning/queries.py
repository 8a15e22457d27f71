"""What may be asked of the plan: how it stands, and from where its numbers come."""

from orda.planning.indicators.added import Added, added, in_force
from orda.planning.year.drill import (
    LibraryShare,
    amount_between,
    amounts_between,
    by_day,
    by_library,
    by_month,
    lines_behind,
)
from orda.planning.year.forecast import Expected, Forecast, forecast
from orda.planning.year.known import notes_of, years
from orda.planning.year.levels import Branch
from orda.planning.year.pace import recent_pace
from orda.planning.year.rates import denominator_of
from orda.planning.year.standing import Standing, standings
from orda.planning.year.states import STATES, IndicatorStatus, PlanStatus
from orda.planning.year.status import (
    LibraryOutsideCohort,
    PlanYear,
    UnknownCohort,
    limited_to,
    plan_year,
    status,
)
from orda.planning.year.working_year import month_end
from orda.planning.year.years import Years, with_the_year_before

__all__ = [
    "STATES",
    "Added",
    "Branch",
    "Expected",
    "Forecast",
    "IndicatorStatus",
    "LibraryOutsideCohort",
    "LibraryShare",
    "PlanStatus",
    "PlanYear",
    "Standing",
    "UnknownCohort",
    "Years",
    "added",
    "amount_between",
    "amounts_between",
    "by_day",
    "by_library",
    "by_month",
    "denominator_of",
    "forecast",
    "in_force",
    "limited_to",
    "lines_behind",
    "month_end",
    "notes_of",
    "plan_year",
    "recent_pace",
    "standings",
    "status",
    "with_the_year_before",
    "years",
]
