"""What the plan asks for: its figures as printed, and how much of them should be reached by a day."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from orda.planning.indicators.declared import DECLARED, INTAKE, STOCK, Rate, Rows
from orda.planning.year.models import Figure
from orda.planning.year.working_year import WorkingYear, quarter_days, quarter_of

CHILDREN_AND_PUBLIC = ("children", "public")


@dataclass(frozen=True)
class Targets:
    """The figures of a year by (kind, row, cohort, quarter). Cohort "" is the network.

    The plan prints counts by cohort and the stock for the network; a network's count is the sum of its cohorts.
    """

    year: int
    figures: Mapping[tuple[str, str, str, int], Decimal]
    remarks: Mapping[tuple[str, str], str]
    calendar: WorkingYear
    rows: Rows = DECLARED

    def year_plan(self, key: str, cohort: str) -> Decimal | None:
        """The year's figure; for a rate the printed one, else its formula over the plan's own figures."""
        rate = self.rows.rates.get(key)
        if rate is None:
            return self._over_cohorts(Figure.TARGET, key, cohort)
        printed = self.figures.get((Figure.TARGET, key, cohort, 0))
        return printed if printed is not None else self._rate(rate, cohort)

    def printed_actual(self, key: str, cohort: str) -> Decimal | None:
        """What the document says was reached; of rates only what it prints itself."""
        if key in self.rows.rates:
            return self.figures.get((Figure.PRINTED_ACTUAL, key, cohort, 0))
        return self._over_cohorts(Figure.PRINTED_ACTUAL, key, cohort)

    def by(self, key: str, cohort: str, day: datetime.date) -> Decimal | None:
        """What should have been reached by the end of `day`, unrounded.

        Past quarters in full and of the current one the share of its working days that have passed; where the
        plan has no quarters, that share of the year. Never more than the year's plan, and that on its last day,
        whatever its quarters add up to.
        """
        rate = self.rows.rates.get(key)
        if rate is not None:
            printed = self.figures.get((Figure.TARGET, key, cohort, 0))
            return printed if printed is not None else self._rate(rate, cohort, day)
        known = [self._by(key, one, day) for one in self._cohorts(key, cohort)]
        return sum((value for value in known if value is not None), Decimal(0)) if any_known(known) else None

    def whole_by(self, key: str, cohort: str, day: datetime.date) -> int | None:
        """The same as a whole number: each cohort rounded half up, so that the cohorts add up to the network."""
        known = [self._by(key, one, day) for one in self._cohorts(key, cohort)]
        return sum(half_up(value) for value in known if value is not None) if any_known(known) else None

    def cohort_of(self, key: str, cohort: str) -> str:
        """Whose target a library of a cohort helps to reach: its cohort's, "" where the plan has one for all."""
        return "" if (Figure.TARGET, key, "", 0) in self.figures else cohort

    def _cohorts(self, key: str, cohort: str) -> tuple[str, ...]:
        if cohort:
            return (cohort,)
        return ("",) if (Figure.TARGET, key, "", 0) in self.figures else CHILDREN_AND_PUBLIC

    def _over_cohorts(self, kind: str, key: str, cohort: str) -> Decimal | None:
        known = [self.figures.get((kind, key, one, 0)) for one in self._cohorts(key, cohort)]
        return sum((value for value in known if value is not None), Decimal(0)) if any_known(known) else None

    def _by(self, key: str, cohort: str, day: datetime.date) -> Decimal | None:
        asked = (key, cohort, day)
        if asked not in self._due:
            self._due[asked] = self._counted_by(key, cohort, day)
        return self._due[asked]

    @cached_property
    def _due(self) -> dict[tuple[str, str, datetime.date], Decimal | None]:
        """What was asked for already: a page asks for the same months' ends of a row many times."""
        return {}

    def _counted_by(self, key: str, cohort: str, day: datetime.date) -> Decimal | None:
        quarters = [self.figures.get((Figure.TARGET, key, cohort, n)) for n in range(1, 5)]
        whole = self.figures.get((Figure.TARGET, key, cohort, 0))
        now = quarter_of(day)
        if any_known(quarters):
            passed = sum((value or Decimal(0) for value in quarters[: now - 1]), Decimal(0))
            due = passed + (quarters[now - 1] or 0) * self._share(*quarter_days(self.year, now), day)
            if whole is None:
                return due
            return whole if day >= self.calendar.last else min(due, whole)
        return None if whole is None else whole * self._share(self.calendar.first, self.calendar.last, day)

    def _share(self, first: datetime.date, last: datetime.date, day: datetime.date) -> Decimal:
        days = self.calendar.between(first, last)
        return Decimal(self.calendar.between(first, day)) / days if days else Decimal(day >= last)

    def _rate(self, rate: Rate, cohort: str, day: datetime.date | None = None) -> Decimal | None:
        """A rate's formula over the plan: of the year, or of what should be reached by `day`."""

        def figure(key: str) -> Decimal | None:
            return (
                self.year_plan(key, cohort) if day is None or key == STOCK.key else self.by(key, cohort, day)
            )

        over, under = figure(rate.numerator), figure(rate.denominator)
        return over * rate.scale / under if over is not None and under else None


def targets(year: int, calendar: WorkingYear, rows: Rows = DECLARED) -> Targets:
    """The plan of a year, as printed."""
    found = list(Figure.objects.filter(year=year, indicator__in=(*rows.indicators, STOCK.key, INTAKE.key)))
    return Targets(
        year,
        {(one.kind, one.indicator, one.cohort, one.quarter): one.value for one in found},
        {(one.indicator, one.cohort): one.note for one in found if one.note},
        calendar,
        rows,
    )


def half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def any_known(values: Iterable[Decimal | None]) -> bool:
    return any(value is not None for value in values)
