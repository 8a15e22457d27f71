"""Where libraries stand in their cohort's plan: it sets them no target, last year says what part is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orda.diary.measures import Text
from orda.network.models import Unit
from orda.planning.queries.rates import rate_by_month
from orda.planning.queries.status import STATES, PlanYear, state_of

Value = Decimal | int


@dataclass(frozen=True)
class Standing:
    """A library's amount beside what its part of the plan asks for by the year's day; None is "there is none"."""

    library: Unit
    amount: Value | None
    plan: Decimal | None
    due: Decimal | None
    state: str

    @property
    def gap(self) -> Decimal | None:
        """What is above (or, below nothing, missing to) what is due."""
        return None if self.amount is None or self.due is None else Decimal(self.amount) - self.due

    @property
    def state_label(self) -> Text:
        return STATES[self.state]


def standings(
    year: PlanYear, before: PlanYear | None, key: str, cohort: str, libraries: Sequence[Unit]
) -> list[Standing]:
    """Each library's standing at the year's day.

    Of a count a library's part is what it did of its cohort's (of the network's, where the plan is set for all)
    in the whole of last year; a rate is asked of every library alike.
    """
    parts = {} if key in year.rows.rates or before is None else _parts(year, before, key, cohort)
    asked = {
        whose: (year.targets.year_plan(key, whose), year.targets.by(key, whose, year.as_of))
        for whose in {year.targets.cohort_of(key, one.cohort) for one in libraries}
    }
    return [
        _standing(year, key, one, parts, *asked[year.targets.cohort_of(key, one.cohort)]) for one in libraries
    ]


def _parts(year: PlanYear, before: PlanYear, key: str, cohort: str) -> dict[int, Decimal]:
    """Last year's part of each library in those that share its target."""
    shared: dict[str, list[int]] = {}
    for one in year.in_cohort(cohort):
        shared.setdefault(year.targets.cohort_of(key, one.cohort), []).append(one.pk)
    found: dict[int, Decimal] = {}
    for together in shared.values():
        amounts = {one: sum(before.counts.months(key, [one])) for one in together}
        whole = sum(amounts.values())
        if whole > 0 and min(amounts.values()) >= 0:
            found |= {one: Decimal(amount) / whole for one, amount in amounts.items()}
    return found


def _standing(
    year: PlanYear,
    key: str,
    library: Unit,
    parts: dict[int, Decimal],
    plan: Decimal | None,
    due: Decimal | None,
) -> Standing:
    """`plan` and `due`: of all that share the library's target."""
    amount: Value | None
    part: Decimal | None
    rate = year.rows.rates.get(key)
    if rate is not None:
        amount = rate_by_month(year.counts, rate, [library.pk])[year.as_of.month - 1]
        part = Decimal(1) if library.cohort else None
    else:
        amount, part = sum(year.counts.months(key, [library.pk])), parts.get(library.pk)
    if part is None or plan is None or due is None:
        return Standing(library, amount, None, None, "no_plan")
    plan, due = plan * part, due * part
    left = year.calendar.left_after(year.as_of)
    state = state_of(amount, plan, due if left else plan, standing=rate is not None and left > 0)
    return Standing(library, amount, plan, due, state)
