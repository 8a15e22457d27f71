"""The periods that are reported on, and the day by which each report is owed (plan, section of methods).

Control indicators go to the oblast library each quarter, events to the city's department each month, the analysis to
both for the half-year and the year. The days of the term are settings: REPORT_TERMS.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings

from orda.planning.queries import month_end
from orda.reports.models import Submission

Kind = Submission.Kind
# How many periods a year has, and how many months each. Stock books are sealed in their own room (ledgers).
PERIODS = {Kind.INDICATORS: (4, 3), Kind.EVENTS: (12, 1), Kind.HALF_YEAR: (1, 6), Kind.YEAR: (1, 12)}


@dataclass(frozen=True)
class Period:
    """A period of a kind of report: its first and last day, and the day by which the report is owed."""

    kind: Kind
    year: int
    number: int

    @property
    def first(self) -> datetime.date:
        months = PERIODS[self.kind][1]
        return datetime.date(self.year, (self.number - 1) * months + 1, 1)

    @property
    def last(self) -> datetime.date:
        return month_end(self.year, self.number * PERIODS[self.kind][1])

    @property
    def due(self) -> datetime.date:
        return self.last + datetime.timedelta(days=settings.REPORT_TERMS[self.kind.value])

    def over(self, day: datetime.date) -> bool:
        return day > self.last


def periods_of(year: int) -> list[Period]:
    """Every report that a year owes, by the day on which it is owed."""
    found = [Period(kind, year, n) for kind, (many, _m) in PERIODS.items() for n in range(1, many + 1)]
    return sorted(found, key=lambda one: (one.due, one.kind))


def period(kind: str, year: int, number: int) -> Period | None:
    """The period of these names, None where there is none such."""
    if kind not in PERIODS or not 1901 <= year <= 2999:
        return None
    known = Kind(kind)
    return Period(known, year, number) if 1 <= number <= PERIODS[known][0] else None
