"""The small plot of an indicator: what was reached by each month's end against the plan's line.

Drawn on the server as the numbers of an SVG: points are "x,y x,y", the origin is the upper left corner.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from orda.planning.year.forecast import Forecast
from orda.planning.year.states import IndicatorStatus

Value = Decimal | int


@dataclass(frozen=True)
class Size:
    """A drawing's box and the space at its left and its foot for figures."""

    width: int
    height: int
    left: int = 4
    foot: int = 16
    head: int = 8
    right: int = 8

    @property
    def base(self) -> int:
        return self.height - self.foot

    @property
    def right_edge(self) -> int:
        return self.width - self.right

    @property
    def amounts_at(self) -> int:
        """Where the figures of the amounts end."""
        return self.left - 8

    @property
    def inner_width(self) -> int:
        return self.width - self.left - self.right


SMALL = Size(320, 110)
LARGE = Size(960, 300, left=76, foot=30, head=14, right=14)


@dataclass(frozen=True)
class Mark:
    """A figure at an axis: where along it, and what it says."""

    at: float
    value: Value


@dataclass(frozen=True)
class Plot:
    """An indicator's year: the two lines, the day on which it stands and amounts at the left; and what is ahead: the
    forecast's line and the band in which it should lie."""

    size: Size
    plan: str
    actual: str
    area: str
    today: float
    dot: tuple[float, float] | None
    amounts: tuple[Mark, ...]
    ahead: str = ""
    band: str = ""


def plot_of(
    row: IndicatorStatus, as_of: datetime.date, size: Size = SMALL, forecast: Forecast | None = None
) -> Plot:
    """A count starts from nothing on 1 January; a rate is told from its first month on."""
    known = [value for value in row.cumulative if value is not None]
    coming = [one for one in forecast.line if one.day > as_of] if forecast and known else []
    most = [value for one in coming for value in (one.value, one.high) if value is not None]
    top = _round_top(max([*known, *row.plan_line, *most, Decimal(0)]))
    counted = bool(row.months)
    reached = list(_reached(row.cumulative, as_of))
    start = [(0.0, Decimal(0))] if counted else []
    actual = [_point(size, top, at, value) for at, value in [*start, *reached]]
    today = actual[-1:] if reached else []

    def line(values: Sequence[Value | None]) -> list[tuple[float, float]]:
        ends = (year_share(one.day) for one in coming)
        return [_point(size, top, at, v) for at, v in zip(ends, values, strict=True) if v is not None]

    high, low = line([one.high for one in coming]), line([one.low for one in coming])
    plan = [_point(size, top, at, value) for at, value in [*start, *zip(_ENDS, row.plan_line, strict=False)]]
    return Plot(
        size=size,
        plan=_written(plan) if row.plan_line else "",
        actual=_written(actual) if reached else "",
        area=_area(size, actual) if reached and counted else "",
        today=_x(size, year_share(as_of)),
        dot=actual[-1] if reached else None,
        amounts=tuple(Mark(_y(size, top, amount), amount) for amount in _grid(top)),
        ahead=_written([*today, *line([one.value for one in coming])]) if coming else "",
        band=_written([*today, *high, *reversed(low)]) if high and low else "",
    )


def borders_of(size: Size) -> tuple[float, ...]:
    """Where the quarters meet."""
    return tuple(_x(size, n / 4) for n in range(1, 4))


def quarters_of(size: Size) -> tuple[Mark, ...]:
    """The quarters' middles."""
    return tuple(Mark(_x(size, n / 4 - 0.125), n) for n in range(1, 5))


def year_share(day: datetime.date) -> float:
    """How much of the year's twelve months has passed at the end of a day, each month alike long: 0 to 1."""
    after = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return (day.month - 1 + day.day / (after - datetime.timedelta(days=1)).day) / 12


_ENDS = [month / 12 for month in range(1, 13)]


def _reached(cumulative: Sequence[Value | None], as_of: datetime.date) -> Iterator[tuple[float, Value]]:
    for month, value in enumerate(cumulative, 1):
        if value is not None:
            yield (year_share(as_of) if month == as_of.month else month / 12), value


def _round_top(highest: Value) -> Decimal:
    """The next of 1, 1.5, 2, 3, 4, 5, 6, 8 or 10 times a power of ten."""
    if highest <= 0:
        return Decimal(1)
    power = Decimal(10) ** Decimal(highest).adjusted()
    steps = (Decimal(step) for step in ("1", "1.5", "2", "3", "4", "5", "6", "8", "10"))
    return next(step * power for step in steps if step * power >= highest)


def _grid(top: Decimal) -> tuple[Value, ...]:
    half = top / 2
    return tuple(int(n) if n == n.to_integral_value(ROUND_CEILING) else n for n in (Decimal(0), half, top))


def _x(size: Size, share: float) -> float:
    return round(size.left + size.inner_width * share, 1)


def _y(size: Size, top: Decimal, value: Value) -> float:
    return round(size.base - (size.base - size.head) * float(value / top), 1)


def _point(size: Size, top: Decimal, share: float, value: Value) -> tuple[float, float]:
    return _x(size, share), _y(size, top, value)


def _written(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _area(size: Size, points: Sequence[tuple[float, float]]) -> str:
    (first, _first_y), (last, _last_y) = points[0], points[-1]
    return f"{_written(points)} {last},{size.base} {first},{size.base}"
