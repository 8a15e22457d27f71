"""Of the annual report: how each control indicator stands beside its plan and the year before, and why."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from orda.network.models import Unit
from orda.planning.board.cards import Card, cards
from orda.planning.models import Plan
from orda.planning.queries import plan_year, with_the_year_before
from orda.reports.papers.names import indicator_names
from orda.reports.papers.paper import Head, Row, Table, Value


def reasons(plan: Plan, as_of: datetime.date | None) -> Iterator[Table]:
    """A table for each cohort that has libraries. A sentence is the board's own, worked out of the same numbers."""
    year = plan_year(plan.year, as_of)
    if year.owner is None:
        return
    years = with_the_year_before(year)
    names = indicator_names(plan.year)
    over = year.as_of == datetime.date(plan.year, 12, 31)
    before = _("A year before") if over else _("The same day a year before")
    heads = (_("Indicator"), _("Plan"), _("Actual"), "%", before, _("Why"))
    for cohort in Unit.Cohort:
        if not year.in_cohort(cohort.value):
            continue
        shown = cards(years, cohort.value, year.owner)
        rows = tuple(_row(one, names) for card in shown for one in (card, *card.parts))
        yield Table(
            _("Fulfilment and reasons: %(cohort)s") % {"cohort": cohort.label},
            (tuple(Head(one) for one in heads),),
            rows,
            (7, 2, 2, 2, 3, 12),
            shares=((3, 2, 1),),
        )


def _row(card: Card, names: Mapping[str, str]) -> Row:
    row = card.row
    before = card.then.amount if card.then else None
    cells = (
        *(_rounded(value, "0.01") for value in (row.plan, row.actual)),
        _rounded(row.percent, "0.1"),
        _rounded(before, "0.01"),
    )
    name = names.get(row.key, str(row.label))
    return Row((name, *cells, card.brief), inside=bool(row.of_which_of))


def _rounded(value: Decimal | int | None, to: str) -> Value:
    return value.quantize(Decimal(to)) if isinstance(value, Decimal) else value
