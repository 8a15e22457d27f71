"""What an indicator would have been in a finished year, before it is kept."""

import copy
import datetime
from dataclasses import dataclass
from decimal import Decimal

from orda.planning.indicators.added import Added
from orda.planning.indicators.declared import Indicator, Rows
from orda.planning.indicators.models import IndicatorVersion
from orda.planning.year.drill import LibraryShare, by_library
from orda.planning.year.status import plan_year


@dataclass(frozen=True)
class Trial:
    """A row over a whole year: the network's amount (None where there is nothing to divide by), each library's."""

    row: Indicator
    rows: Rows
    year: int
    amount: Decimal | int | None
    libraries: list[LibraryShare]


def tried(version: IndicatorVersion, known: Added, year: int) -> Trial:
    """A version that isn't kept, over a whole year, as if it and all that stands beside it had been in force then."""
    then = []
    for one in (*known.of_year(version.valid_from), version):
        moved = copy.copy(one)
        moved.valid_from = year
        then.append(moved)
    whole = plan_year(year, datetime.date(year, 12, 31), known=Added(then))
    amounts = {row.key: row.actual for row in whole.status().indicators}
    row = whole.rows.indicators[version.key]
    libraries = by_library(whole, version.key, whole.branches())
    return Trial(row, whole.rows, year, amounts[version.key], libraries)
