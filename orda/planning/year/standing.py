"""Where libraries stand in their cohort's plan: it sets them no target, last year says what part is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orda.diary.measures import Text
from orda.network.models import Unit
from orda.planning.indicators.declared import Rate
from orda.planning.year.levels import Branch
from orda.planning.year.rates import rate_by_month
from orda.planning.year.states import STATES, state_of
from orda.planning.year.status import PlanYear

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


def _of_count(
    year: PlanYear, before: PlanYear | None, key: str, branch: Branch, whole: dict[str, int]
) -> Standing:
    """What its libraries' cohorts ask of a branch, in the part that was its own."""
    amount = sum(year.counts.months(key, branch.ids))
    if "" in branch.by_cohort:
        return _without_plan(branch, amount)
    plan, due = Decimal(0), Decimal(0)
    for whose, together in _by_target(year, key, branch.by_cohort).items():
        asked, by_now = year.targets.year_plan(key, whose), year.targets.by(key, whose, year.as_of)
        did = sum(before.counts.months(key, together)) if before else 0
        if asked is None or by_now is None or whole.get(whose, 0) <= 0:
            return _without_plan(branch, amount)
        plan += asked * did / whole[whose]
        due += by_now * did / whole[whose]
    return _standing(year, branch, amount, plan, due, rate=False)


def _of_rate(year: PlanYear, rate: Rate, branch: Branch) -> Standing:
    amount = rate_by_month(year.counts, rate, branch.ids)[year.as_of.month - 1]
    cohorts = list(branch.by_cohort)
    whose = year.targets.cohort_of(rate.key, cohorts[0] if len(cohorts) == 1 else "")
    plan, due = year.targets.year_plan(rate.key, whose), year.targets.by(rate.key, whose, year.as_of)
    if plan is None or due is None or "" in cohorts:
        return _without_plan(branch, amount)
    return _standing(year, branch, amount, plan, due, rate=True)


def _standing(
    year: PlanYear, branch: Branch, amount: Value | None, plan: Decimal, due: Decimal, *, rate: bool
) -> Standing:
    left = year.calendar.left_after(year.as_of)
    state = state_of(amount, plan, due if left else plan, standing=rate and left > 0)
    return Standing(branch.unit, amount, plan, due, state, branch.place)


def _without_plan(branch: Branch, amount: Value | None) -> Standing:
    return Standing(branch.unit, amount, None, None, "no_plan", branch.place)
