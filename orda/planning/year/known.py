"""Which years the plan knows, and what its source contradicts."""

from orda.planning.indicators.declared import INDICATORS
from orda.planning.year.models import Figure, SourceNote


def years() -> list[int]:
    """The years for which the plan has figures, the earliest first."""
    planned = Figure.objects.filter(kind=Figure.TARGET, indicator__in=INDICATORS)
    return list(planned.order_by("year").values_list("year", flat=True).distinct())


def notes_of(plan_year: int) -> list[SourceNote]:
    """Every contradiction found in a plan's folder, in the order of its tables."""
    return list(SourceNote.objects.filter(plan_year=plan_year))
