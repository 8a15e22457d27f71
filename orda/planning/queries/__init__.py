"""What may be asked of the plan: how it stands, and from where its numbers come."""

from orda.planning.indicators import INDICATORS
from orda.planning.models import Figure, SourceNote
from orda.planning.queries.added import Added, added, in_force
from orda.planning.queries.drill import (
    LibraryShare,
    amount_between,
    amounts_between,
    by_day,
    by_library,
    by_month,
    lines_behind,
)
from orda.planning.queries.forecast import Expected, Forecast, forecast
from orda.planning.queries.levels import Branch
from orda.planning.queries.pace import recent_pace
from orda.planning.queries.rates import denominator_of
from orda.planning.queries.standing import Standing, standings
from orda.planning.queries.status import (
    STATES,
    IndicatorStatus,
    LibraryOutsideCohort,
    PlanStatus,
    PlanYear,
    UnknownCohort,
    limited_to,
    plan_year,
    status,
)
from orda.planning.queries.working_year import month_end
from orda.planning.queries.years import Years, with_the_year_before

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


def years() -> list[int]:
    """The years for which the plan has figures, the earliest first."""
    planned = Figure.objects.filter(kind=Figure.TARGET, indicator__in=INDICATORS)
    return list(planned.order_by("year").values_list("year", flat=True).distinct())


def notes_of(plan_year: int) -> list[SourceNote]:
    """Every contradiction found in a plan's folder, in the order of its tables."""
    return list(SourceNote.objects.filter(plan_year=plan_year))
