"""The board's cards: an indicator with its parts, its cohorts, last year and its plot, ready to be shown."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from orda.diary.measures import Text
from orda.network.models import Unit
from orda.planning.board.plots import SMALL, Plot, Size, plot_of
from orda.planning.board.reasons import change_of, outlook_of, reason_of
from orda.planning.indicators.declared import STOCK, OfWhich
from orda.planning.indicators.formulas import in_words
from orda.planning.year.forecast import Forecast, forecast
from orda.planning.year.levels import Branch
from orda.planning.year.rates import denominator_of
from orda.planning.year.standing import in_part, standings
from orda.planning.year.states import STATES, IndicatorStatus, PlanStatus
from orda.planning.year.status import PlanYear
from orda.planning.year.years import Years

Value = Decimal | int | None
UNTOLD = ("early", "no_figure")  # nothing was done yet that leads anywhere


@dataclass(frozen=True)
class LastYear:
    """The actual of the year before: as the document prints it, and as the diary's acts give it."""

    year: int
    printed: Value
    computed: Value

    @property
    def difference(self) -> Value:
        """Acts less print; None where there is nothing to compare."""
        if self.printed is None or not self.computed:
            return None
        return self.computed - self.printed


@dataclass(frozen=True)
class SameDay:
    """The year before by the same day, and how much more (below nothing, less) there is now, in %."""

    day: datetime.date
    amount: Decimal | int
    change: Decimal


@dataclass(frozen=True)
class Formula:
    """How a rate comes about: its two sides, in words and in numbers."""

    over: Text
    under: Text
    over_amount: int
    under_amount: int
    scale: int
    over_key: str
    under_key: str


@dataclass(frozen=True)
class Card:
    """`reason`: why it stands so; `brief`: the same for a paper, without what each day left must bring; `forecast` and
    `outlook`: where its course leads by the year's end.

    `part`: the plan is the libraries' part of their cohort's. `otherwise`: how the year before was counted, where that
    was by another formula; "" where it was by the same.
    """

    row: IndicatorStatus
    plot: Plot
    reason: str
    brief: str = ""
    outlook: str = ""
    forecast: Forecast | None = None
    then: SameDay | None = None
    parts: tuple["Card", ...] = ()
    cohorts: tuple[tuple[Text, IndicatorStatus], ...] = ()
    before: LastYear | None = None
    formula: Formula | None = None
    otherwise: str = ""
    part: bool = False

    @property
    def bar(self) -> int | None:
        """Percent of the plan, for a bar that ends at 100."""
        return None if self.row.percent is None else min(100, int(self.row.percent))

    @property
    def due(self) -> int | None:
        """Where on the bar today should be."""
        plan, by_now = self.row.plan, self.row.plan_to_date
        return min(100, int(by_now * 100 / plan)) if plan and by_now is not None else None


def cards(years: Years, cohort: str, library: Unit) -> list[Card]:
    """A card for every row that stands for itself; its "of which" rows lie inside it."""
    seen = _seen(years, cohort, library)
    sides = [
        (label, _by_key(years.now.status(code, library, lines=False)))
        for code, label in (Unit.Cohort.choices if has_both(years.now, library) and not cohort else ())
    ]

    def card(key: str, parts: tuple[Card, ...] = ()) -> Card:
        return seen.card(key, parts=parts, cohorts=tuple((label, side[key]) for label, side in sides))

    rows = years.now.rows
    return [
        card(key, tuple(card(part.key) for part in rows.parts_of(key)))
        for key, row in rows.indicators.items()
        if not isinstance(row, OfWhich)
    ]


def one_card(years: Years, key: str, cohort: str, library: Unit, size: Size = SMALL) -> Card | None:
    """The card of one row; None for what is no row of the plan."""
    return _seen(years, cohort, library).card(key, size) if key in years.now.rows.indicators else None


@dataclass(frozen=True)
class _Seen:
    """The years as one scope sees them, each status made once for all its cards."""

    years: Years
    cohort: str
    library: Unit
    library_ids: frozenset[int]
    planned: bool
    branches: Sequence[Branch]
    now: Mapping[str, IndicatorStatus]
    before: Mapping[str, IndicatorStatus]
    same_day: Mapping[str, IndicatorStatus]

    def card(
        self,
        key: str,
        size: Size = SMALL,
        parts: tuple[Card, ...] = (),
        cohorts: tuple[tuple[Text, IndicatorStatus], ...] = (),
    ) -> Card:
        now, before = self.years.now, self.years.before
        row, ids = self.now[key], self.library_ids
        if not self.planned:
            row = in_part(now, before, row, self.together, self.cohort)
        ahead = forecast(now, before, key, self.cohort, ids) if row.state not in UNTOLD else None
        otherwise = _otherwise(now, self.years.before, key)
        then = None if otherwise else _same_day(self.years.same_day.as_of, row, self.same_day.get(key))
        stand = standings(now, before, key, self.cohort, self.branches)
        asked = (now, row, self.cohort, ids, stand, then.amount if then else None, self.planned)
        return Card(
            row=row,
            plot=plot_of(row, now.as_of, size, ahead),
            reason=reason_of(*asked),
            brief=reason_of(*asked, paced=False),
            outlook=outlook_of(row, ahead, now.calendar.left_after(now.as_of)),
            forecast=ahead if now.calendar.left_after(now.as_of) else None,
            then=then,
            parts=parts,
            cohorts=cohorts,
            before=_last_year(now.calendar.year - 1, self.before.get(key)),
            formula=formula(now, key, self.cohort, self.library),
            otherwise=otherwise,
            part=not self.planned and row.plan is not None,
        )

    @cached_property
    def together(self) -> Branch:
        """All that is counted, as one."""
        return Branch(self.library, tuple(one for branch in self.branches for one in branch.libraries))


def _seen(years: Years, cohort: str, library: Unit) -> _Seen:
    now = _by_key(years.now.status(cohort, library))
    before, same_day = (
        _by_key(one.status(cohort, library, lines=False)) for one in (years.before, years.same_day)
    )
    branches = years.now.branches(cohort, library)
    ids = frozenset(pk for one in branches for pk in one.ids)
    planned = years.now.planned(cohort, library)
    return _Seen(years, cohort, library, ids, planned, branches, now, before, same_day)


def has_both(year: PlanYear, library: Unit) -> bool:
    """True where both cohorts report under a unit."""
    return len({one.cohort for one in year.counted("", library) if one.cohort}) > 1


def formula(year: PlanYear, key: str, cohort: str, library: Unit) -> Formula | None:
    rate = year.rows.rates.get(key)
    if rate is None:
        return None
    ids = [one.pk for one in year.counted(cohort, library)]
    return Formula(
        over=year.rows.counted[rate.numerator].label,
        under=year.rows.under(rate),
        over_amount=sum(year.counts.months(rate.numerator, ids)),
        under_amount=denominator_of(year.counts, rate, ids)[year.as_of.month - 1],
        scale=rate.scale,
        over_key=rate.numerator,
        under_key="" if rate.denominator == STOCK.key else rate.denominator,
    )


def states_of(shown: list[Card]) -> list[tuple[str, Text, int]]:
    """How many indicators stand how: (state, in words, number), the best first."""
    counted = Counter(card.row.state for card in shown)
    return [(state, label, counted[state]) for state, label in STATES.items() if counted[state]]


def _by_key(found: PlanStatus) -> Mapping[str, IndicatorStatus]:
    return {row.key: row for row in found.indicators}


def _same_day(day: datetime.date, row: IndicatorStatus, then: IndicatorStatus | None) -> SameDay | None:
    """None where the year before had nothing by that day, or there is nothing now to set beside it."""
    if then is None or not then.actual or row.actual is None:
        return None
    return SameDay(day, then.actual, change_of(row.actual, then.actual))


def _otherwise(now: PlanYear, before: PlanYear, key: str) -> str:
    """Last year's formula in words where it isn't this year's: the two numbers can't be compared."""
    row = before.rows.indicators.get(key)
    return "" if row is None or now.rows.counted_alike(key, before.rows) else in_words(row, before.rows)


def _last_year(year: int, row: IndicatorStatus | None) -> LastYear | None:
    return None if row is None else LastYear(year, row.printed_actual, row.actual)
