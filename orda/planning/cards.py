"""The board's cards: an indicator with its parts, its cohorts, last year and its plot, ready to be shown."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from orda.diary.measures import Text
from orda.network.models import Unit
from orda.planning.indicators import COUNTED, INDICATORS, RATES, STOCK, OfWhich, Rate
from orda.planning.plots import SMALL, Plot, Size, plot_of
from orda.planning.queries import STATES, IndicatorStatus, PlanStatus, PlanYear, denominator_of

Value = Decimal | int | None


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
    row: IndicatorStatus
    plot: Plot
    parts: tuple["Card", ...] = ()
    cohorts: tuple[tuple[Text, IndicatorStatus], ...] = ()
    before: LastYear | None = None
    formula: Formula | None = None

    @property
    def bar(self) -> int | None:
        """Percent of the plan, for a bar that ends at 100."""
        return None if self.row.percent is None else min(100, int(self.row.percent))

    @property
    def due(self) -> int | None:
        """Where on the bar today should be."""
        plan, by_now = self.row.plan, self.row.plan_to_date
        return min(100, int(by_now * 100 / plan)) if plan and by_now is not None else None


def cards(year: PlanYear, before: PlanYear | None, cohort: str, library: Unit) -> list[Card]:
    """A card for every row that stands for itself; its "of which" rows lie inside it."""
    shown = year.status(cohort, library)
    rows = _by_key(shown)
    old = _by_key(before.status(cohort, library)) if before else {}
    sides = [
        (label, _by_key(year.status(code, library)))
        for code, label in (Unit.Cohort.choices if has_both(year, library) and not cohort else ())
    ]

    def card(key: str, parts: tuple[Card, ...] = ()) -> Card:
        return Card(
            row=rows[key],
            plot=plot_of(rows[key], year.as_of),
            parts=parts,
            cohorts=tuple((label, side[key]) for label, side in sides),
            before=_last_year(year.calendar.year - 1, old.get(key)),
            formula=formula(year, key, cohort, library),
        )

    return [
        card(key, tuple(card(part.key) for part in rows.values() if part.of_which_of == key))
        for key, row in INDICATORS.items()
        if not isinstance(row, OfWhich)
    ]


def one_card(
    year: PlanYear, before: PlanYear | None, key: str, cohort: str, library: Unit, size: Size = SMALL
) -> Card | None:
    """The card of one row; None for what is no row of the plan."""
    row = _by_key(year.status(cohort, library)).get(key)
    if row is None:
        return None
    old = _by_key(before.status(cohort, library)).get(key) if before else None
    return Card(
        row=row,
        plot=plot_of(row, year.as_of, size),
        before=_last_year(year.calendar.year - 1, old),
        formula=formula(year, key, cohort, library),
    )


def has_both(year: PlanYear, library: Unit) -> bool:
    """True where both cohorts report under a unit."""
    return len({one.cohort for one in year.counted("", library) if one.cohort}) > 1


def formula(year: PlanYear, key: str, cohort: str, library: Unit) -> Formula | None:
    rate = RATES.get(key)
    if rate is None:
        return None
    ids = [one.pk for one in year.counted(cohort, library)]
    return Formula(
        over=COUNTED[rate.numerator].label,
        under=_label_under(rate),
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


def _label_under(rate: Rate) -> Text:
    return STOCK.label if rate.denominator == STOCK.key else COUNTED[rate.denominator].label


def _by_key(found: PlanStatus) -> Mapping[str, IndicatorStatus]:
    return {row.key: row for row in found.indicators}


def _last_year(year: int, row: IndicatorStatus | None) -> LastYear | None:
    return None if row is None else LastYear(year, row.printed_actual, row.actual)
