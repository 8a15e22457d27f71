"""The bars of a day by the hour, as a plot draws them: each hour's purposes stand on one another."""

from collections.abc import Sequence
from dataclasses import dataclass

from orda.circulation.visits.queries import PURPOSES, Hour

STEP, BAR, HEIGHT, FOOT, HEAD = 44, 32, 150, 22, 18


@dataclass(frozen=True)
class Part:
    purpose: str
    y: int
    height: int


@dataclass(frozen=True)
class Bar:
    hour: Hour
    x: int
    middle: int
    top: int  # of the bar: where its number stands
    parts: list[Part]


@dataclass(frozen=True)
class HourPlot:
    width: int
    height: int
    foot: int  # where the hours are written
    base: int
    bar: int
    bars: list[Bar]


def plot_of(hours: Sequence[Hour]) -> HourPlot:
    """Places the bars; the fullest hour fills the height."""
    most = max([1, *(hour.people for hour in hours)])
    base = HEAD + HEIGHT
    bars = []
    for number, hour in enumerate(hours):
        y, parts = base, []
        for purpose in PURPOSES:
            height = round(HEIGHT * getattr(hour, purpose) / most)
            y -= height
            if height:
                parts.append(Part(purpose, y, height))
        x = number * STEP + (STEP - BAR) // 2
        bars.append(Bar(hour, x, x + BAR // 2, y - 5, parts))
    return HourPlot(len(hours) * STEP, base + FOOT, base + FOOT - 6, base, BAR, bars)
