"""A study as a drawing: a bar of one length for each group, cut by what it read. The table says the same in words."""

from dataclasses import dataclass

from orda.research.queries import Study

COLOURS = 7  # as many as css names; further parts share the last


@dataclass(frozen=True)
class Piece:
    """`x` and `width` in per cent of the bar."""

    x: float
    width: float
    colour: int
    label: str
    loans: int


@dataclass(frozen=True)
class Row:
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Plot:
    rows: tuple[Row, ...]
    legend: tuple[tuple[int, str], ...]


def plot_of(study: Study) -> Plot | None:
    """None where nothing may be shown."""
    if not study.readings:
        return None
    rows = []
    for one in study.readings:
        pieces, x = [], 0.0
        for n, part in enumerate(one.parts):
            if part.loans:
                pieces.append(Piece(x, part.share, _colour(n), part.label, part.loans))
            x += part.share
        rows.append(Row(one.group.label, tuple(pieces)))
    return Plot(tuple(rows), tuple((_colour(n), label) for n, label in enumerate(study.labels)))


def _colour(n: int) -> int:
    return min(n, COLOURS - 1)
