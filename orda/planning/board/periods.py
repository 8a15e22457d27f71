"""The tables of an indicator's page: its libraries, months and days, each adding up to the number above."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orda.network.models import Unit
from orda.planning.board.asked import Asked
from orda.planning.board.cards import Card
from orda.planning.indicators.declared import Counted
from orda.planning.year.drill import LibraryShare, by_day, by_library, by_month
from orda.planning.year.levels import Branch
from orda.planning.year.standing import Standing, standings
from orda.planning.year.status import PlanYear
from orda.planning.year.years import Years

Value = Decimal | int | None


@dataclass(frozen=True)
class LibraryRow:
    """`standing`: how it stands in its part of the plan; None in a month, where the plan asks for nothing."""

    share: LibraryShare
    narrowed: Asked
    bar: int
    standing: Standing | None = None


@dataclass(frozen=True)
class Period:
    """A month or a day: its amount, what the plan asked of it, and its part of the greatest for a bar."""

    first: datetime.date
    amount: Value
    due: Value
    bar: int
    narrowed: Asked | None


@dataclass(frozen=True)
class Table:
    """Rows and what they add up to; None for rates, which don't add. `due`: what the plan asked of them all."""

    rows: tuple[LibraryRow, ...] | tuple[Period, ...]
    total: int | None
    due: Value = None

    @property
    def kind(self) -> str:
        """Of what kind the units of the table are, in words; "" for libraries."""
        units = [row.share.library for row in self.rows if isinstance(row, LibraryRow)]
        above = [one for one in units if one.kind != Unit.Kind.LIBRARY]
        return str(above[0].get_kind_display()) if above else ""

    @property
    def has_standing(self) -> bool:
        """Whether any library of the table has a part in the plan."""
        return any(isinstance(row, LibraryRow) and row.standing for row in self.rows)


def libraries_of(years: Years, key: str, asked: Asked, branches: Sequence[Branch]) -> Table:
    """Libraries, or the units that hold them, by their amount in the asked month or year, and how they stand in the
    plan at the year's day."""
    found = by_library(years.now, key, branches, month=asked.month)
    most = max((one.amount for one in found), default=0)
    standing: dict[Unit, Standing] = {}
    if not asked.month:
        known = standings(years.now, years.before, key, asked.cohort, branches)
        standing = {one.library: one for one in known if one.due is not None}
    rows = tuple(
        LibraryRow(one, asked.but(library=one.library), _bar(one.amount, most), standing.get(one.library))
        for one in found
    )
    return Table(rows, sum(int(one.amount) for one in found) if key in years.now.rows.counted else None)


def months_of(year: PlanYear, key: str, asked: Asked, libraries: Sequence[Unit], card: Card | None) -> Table:
    """The months up to the board's day; of a rate, how it stood at each month's end."""
    line = card.row.plan_line if card else ()
    until = asked.as_of.month
    amounts: Sequence[Value]
    if key in year.rows.counted:
        amounts = by_month(year, key, libraries)
        reached = _up_to_day(line, until, card)
        dues = [now - before for now, before in zip(reached, (0, *reached), strict=False)]
    else:
        amounts, dues = (card.row.cumulative if card else ()), _up_to_day(line, until, card)
    most = max((value for value in amounts if value is not None), default=0)
    rows = tuple(
        Period(
            datetime.date(asked.year, month, 1),
            value,
            dues[month - 1] if dues else None,
            _bar(value, most),
            asked.but(month=month) if key in year.rows.counted else None,
        )
        for month, value in enumerate(amounts[:until], 1)
    )
    if key not in year.rows.counted:
        return Table(rows, None)
    return Table(rows, sum(int(value or 0) for value in amounts[:until]), sum(dues) if dues else None)


def _up_to_day(line: Sequence[Decimal | int], month: int, card: Card | None) -> list[Decimal | int]:
    """The plan's line at the ends of past months and, of the running one, at the board's day."""
    by_now = card.row.plan_to_date if card else None
    return [*line[: month - 1], by_now] if line and by_now is not None else []


def days_of(row: Counted, asked: Asked, libraries: Sequence[Unit]) -> Table:
    """The days of the asked month on which anything was counted."""
    found = by_day(row, asked.first, asked.last, [one.pk for one in libraries])
    most = max(found.values(), default=0)
    rows = tuple(Period(day, amount, None, _bar(amount, most), None) for day, amount in found.items())
    return Table(rows, sum(found.values()))


def _bar(value: Value, most: Value) -> int:
    return max(0, int(value * 100 / most)) if value and most and most > 0 else 0
