"""How much each library does in a year of the demo: the plan's own figures, split over libraries.

2023 adds up to the actuals that the plan of 2024 prints. The plan's own year reaches, by today, about what the
plan asks for: each library a little more or less, by chance.
"""

import datetime
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orda.demo.shares import shares
from orda.network.models import Unit
from orda.planning.models import Figure
from orda.planning.year.working_year import quarter_days, working_year

ROWS = (
    *("readers", "readers_site", "readers_electronic"),
    *("loans", "loans_electronic_documents", "loans_electronic_publications", "visits"),
    *("events_offline", "events_online", "attendance_offline", "views_online"),
)
WHOLE_YEAR = {1: 1.0, 2: 1.0, 3: 1.0, 4: 1.0}
# Size of a library beside the others of its cohort; the central one is twice a branch.
_SIZES = {"ОҚК": 2.0, "1б": 1.1, "5б": 1.2, "11б": 0.9, "12б": 0.8, "15б": 1.0}
Goals = dict[str, int]


@dataclass(frozen=True)
class YearPlan:
    """A library's year: open days so far, its goals by their end, and the seasons of each row."""

    library: Unit
    days: tuple[datetime.date, ...]
    goals: Goals
    seasons: Mapping[str, Mapping[int, float]]


def size_of(library: Unit) -> float:
    """Beside the other libraries of its cohort."""
    return _SIZES.get(library.code, 0.8 + (sum(map(ord, library.code)) % 5) / 10)


def year_plans(year: int, last: datetime.date, libraries: Sequence[Unit], seed: int) -> list[YearPlan]:
    """What every library does in `year` up to and with `last`; a whole year gives the printed actuals exactly."""
    plans = []
    for cohort in Unit.Cohort.values:
        of_cohort = [library for library in libraries if library.cohort == cohort]
        days = tuple(day for day in working_year(year, of_cohort[0]).open_days if day <= last)
        seasons = {row: _seasons(row, cohort) for row in ROWS}
        actuals = _figures(year, Figure.PRINTED_ACTUAL, cohort)
        reached = actuals or _reached(year, last, cohort, days, seed)
        by_row = {row: _over_libraries(reached[row], of_cohort, f"{seed}:{year}:{row}") for row in ROWS}
        # Where no event is held, no one attends or views one.
        by_row["attendance_offline"] = shares(reached["attendance_offline"], by_row["events_offline"])
        by_row["views_online"] = shares(reached["views_online"], by_row["events_online"])
        for place, library in enumerate(of_cohort):
            goals = {row: by_row[row][place] for row in ROWS}
            plans.append(YearPlan(library, days, goals, seasons))
    return plans


def _figures(year: int, kind: str, cohort: str) -> Goals:
    found = Figure.objects.filter(year=year, kind=kind, cohort=cohort, quarter=0)
    return {row: int(value) for row, value in found.values_list("indicator", "value") if row in ROWS}


def _reached(year: int, last: datetime.date, cohort: str, days: Sequence[datetime.date], seed: int) -> Goals:
    """The plan's figures by the end of `last`, a little missed or passed."""
    rng = random.Random(f"{seed}:{year}:{cohort}:reached")
    share_of_quarter = {}
    for quarter in range(1, 5):
        first, end = quarter_days(year, quarter)
        open_days = working_year(year, None).between(first, end)
        share_of_quarter[quarter] = sum(1 for day in days if first <= day <= end) / open_days
    reached = {}
    for row in ROWS:
        planned = Figure.objects.filter(
            year=year, kind=Figure.TARGET, cohort=cohort, indicator=row, quarter__gt=0
        )
        by_now = sum(float(one.value) * share_of_quarter[one.quarter] for one in planned)
        reached[row] = round(by_now * rng.uniform(0.92, 1.06))
    return reached


def _seasons(row: str, cohort: str) -> dict[int, float]:
    """Quarter -> its part of the year, as the plan splits it."""
    found = Figure.objects.filter(kind=Figure.TARGET, cohort=cohort, indicator=row, quarter__gt=0)
    return {one.quarter: float(one.value) for one in found} or WHOLE_YEAR


def _over_libraries(total: int, libraries: Sequence[Unit], seed: str) -> list[int]:
    rng = random.Random(seed)
    return shares(total, [size_of(library) * rng.uniform(0.9, 1.1) for library in libraries])
