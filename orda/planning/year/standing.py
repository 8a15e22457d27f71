"""Where libraries stand in their cohort's plan: it sets them no target, last year says what part is theirs."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from orda.diary.measures import Text
from orda.network.models import Unit
from orda.planning.indicators.declared import Rate
from orda.planning.year.levels import Branch
from orda.planning.year.rates import rate_by_month
from orda.planning.year.states import STATES, IndicatorStatus
from orda.planning.year.status import PlanYear, needed
from orda.planning.year.targets import half_up
from orda.planning.year.working_year import month_end

Value = Decimal | int


@dataclass(frozen=True)
class Standing:
    """A library's amount beside what its part of the plan asks for by the year's day; None is "there is none".

    `library`: a library or a unit above some; `place`: its latitude and longitude.
    """

    library: Unit
    amount: Value | None
    plan: Decimal | None
    due: Decimal | None
    state: str
    place: tuple[float, float] | None = None

    @property
    def gap(self) -> Decimal | None:
        """What is above (or, below nothing, missing to) what is due."""
        return None if self.amount is None or self.due is None else Decimal(self.amount) - self.due

    @property
    def state_label(self) -> Text:
        return STATES[self.state]


def standings(
    year: PlanYear, before: PlanYear | None, key: str, cohort: str, branches: Sequence[Branch]
) -> list[Standing]:
    """Each library's standing at the year's day, or that of the units that hold them.

    Of a count a library's part is what it did of its cohort's (of the network's, where the plan is set for all)
    in the whole of last year; a rate is asked of every library alike.
    """
    rate = year.rows.rates.get(key)
    if rate is not None:
        return [_of_rate(year, rate, one) for one in branches]
    if before and not year.rows.counted_alike(key, before.rows):
        before = None  # parts of what was counted otherwise are no parts of this
    whole = {} if before is None else _last_year(year, before, key, cohort)
    return [_of_count(year, before, key, one, whole) for one in branches]


def _last_year(year: PlanYear, before: PlanYear, key: str, cohort: str) -> dict[str, int]:
    """Whose target is shared -> what all that share it did in the whole of last year; left out where that tells no
    parts, since one of them did less than nothing."""
    shared = _by_target(year, key, year.reporting_in(cohort))
    return {
        whose: sum(before.counts.months(key, together))
        for whose, together in shared.items()
        if before.counts.least(key, together) >= 0
    }


def _by_target(year: PlanYear, key: str, by_cohort: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    shared: dict[str, list[int]] = {}
    for cohort, ids in by_cohort.items():
        shared.setdefault(year.targets.cohort_of(key, cohort), []).extend(ids)
    return shared


@dataclass(frozen=True)
class Part:
    """What the plan asks of some libraries: parts of its targets, by whose they are (a rate is asked of all alike)."""

    year: PlanYear
    key: str
    shares: tuple[tuple[str, Decimal], ...]

    @property
    def plan(self) -> Decimal:
        targets = self.year.targets
        return sum(
            (share * (targets.year_plan(self.key, whose) or 0) for whose, share in self.shares), Decimal(0)
        )

    def by(self, day: datetime.date) -> Decimal | None:
        """Due by the end of a day; None where a rate has nothing to divide by yet."""
        due = Decimal(0)
        for whose, share in self.shares:
            asked = self.year.targets.by(self.key, whose, day)
            if asked is None:
                return None
            due += asked * share
        return due


def in_part(
    year: PlanYear, before: PlanYear | None, row: IndicatorStatus, branch: Branch, cohort: str
) -> IndicatorStatus:
    """The row of libraries that have no target of their own beside their part of their cohort's; as it is, where last
    year tells no part."""
    part = _part(year, before, row.key, cohort, branch)
    rate = row.key in year.rows.rates
    if part is None or not (rate or half_up(part.plan)):  # a part of nought asks for nothing
        return row
    left = year.calendar.left_after(year.as_of)
    ends = [month_end(year.calendar.year, month) for month in range(1, 13)]
    plan = part.plan if rate else half_up(part.plan)
    due, *line = (_shown(part.by(day), rate) for day in (year.as_of, *ends))
    return replace(
        row,
        plan=plan,
        plan_to_date=due,
        percent=Decimal(row.actual) * 100 / plan if plan and row.actual is not None else None,
        needed_per_working_day=None if rate else needed(plan, row.actual, left),
        state=year.state_of(row.actual, plan, due, rate=rate),
        plan_line=tuple(value for value in line if value is not None),
    )


def _shown(value: Decimal | None, rate: bool) -> Value | None:
    return value if value is None or rate else half_up(value)


def _part(year: PlanYear, before: PlanYear | None, key: str, cohort: str, branch: Branch) -> Part | None:
    if "" in branch.by_cohort:
        return None
    rate = year.rows.rates.get(key)
    if rate is not None:
        cohorts = list(branch.by_cohort)
        whose = year.targets.cohort_of(key, cohorts[0] if len(cohorts) == 1 else "")
        return None if year.targets.year_plan(key, whose) is None else Part(year, key, ((whose, Decimal(1)),))
    if before and not year.rows.counted_alike(key, before.rows):
        before = None
    return (
        None
        if before is None
        else _of_last_year(year, before, key, branch, _last_year(year, before, key, cohort))
    )


def _of_last_year(
    year: PlanYear, before: PlanYear, key: str, branch: Branch, whole: dict[str, int]
) -> Part | None:
    shares = []
    for whose, together in _by_target(year, key, branch.by_cohort).items():
        if year.targets.year_plan(key, whose) is None or whole.get(whose, 0) <= 0:
            return None
        shares.append((whose, Decimal(sum(before.counts.months(key, together))) / whole[whose]))
    return Part(year, key, tuple(shares))


def _of_count(
    year: PlanYear, before: PlanYear | None, key: str, branch: Branch, whole: dict[str, int]
) -> Standing:
    """What its libraries' cohorts ask of a branch, in the part that was its own."""
    amount = sum(year.counts.months(key, branch.ids))
    part = (
        None if before is None or "" in branch.by_cohort else _of_last_year(year, before, key, branch, whole)
    )
    return _standing(year, branch, amount, part, rate=False)


def _of_rate(year: PlanYear, rate: Rate, branch: Branch) -> Standing:
    amount = rate_by_month(year.counts, rate, branch.ids)[year.as_of.month - 1]
    return _standing(year, branch, amount, _part(year, None, rate.key, "", branch), rate=True)


def _standing(
    year: PlanYear, branch: Branch, amount: Value | None, part: Part | None, *, rate: bool
) -> Standing:
    if part is None:
        return Standing(branch.unit, amount, None, None, "no_plan", branch.place)
    plan, due = part.plan, part.by(year.as_of)
    state = year.state_of(amount, plan, due, rate=rate)
    return Standing(branch.unit, amount, plan, due, state, branch.place)
