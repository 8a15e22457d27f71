"""Tells the exchange's page what the plan asks of it: the targets of the lines that count its measures."""

from orda.circulation.exchange.year.queries import tells_plan
from orda.planning.document.models import Line
from orda.planning.year.models import Figure


@tells_plan
def planned(year: int) -> dict[tuple[str, str], int]:
    """(measure, value of its one dimension or "") -> the year's target for the whole network: two queries."""
    keys = {
        line.key: (term["measure"], next(iter(term["where"].values()), ""))
        for line in Line.objects.filter(plan__year=year, cohort="", source__kind="diary")
        for term in line.source["terms"]
        if len(line.source["terms"]) == 1
    }
    figures = Figure.objects.filter(year=year, kind=Figure.TARGET, quarter=0, cohort="", indicator__in=keys)
    return {keys[one.indicator]: int(one.value) for one in figures}
