"""A study as a drawing: a bar of one length for each group, cut by what it read. The table says the same in words."""

from dataclasses import dataclass

from orda.research.queries import Study

WIDTH, NAME, ROW, GAP = 960, 26, 34, 14  # a name stands above its bar
COLOURS = 7  # as many as css names; further parts share the last
NARROWEST = 7.0  # per cent from which a piece has room for its figure


@dataclass(frozen=True)
class Piece:
    x: float
    width: float
    colour: int
    label: str
    share: float
    loans: int

    @property
    def figure(self) -> str:
        return f"{self.share:.0f}" if self.share >= NARROWEST else ""

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Row:
    label: str
    y: int
    pieces: tuple[Piece, ...]

    @property
    def name_y(self) -> int:
        return self.y - 8

    @property
    def figure_y(self) -> int:
        return self.y + ROW // 2 + 5


@dataclass(frozen=True)
class Plot:
    height: int
    rows: tuple[Row, ...]
    legend: tuple[tuple[int, str], ...]


def plot_of(study: Study) -> Plot | None:
    """None where nothing may be shown."""
    if not study.readings:
        return None
    rows = []
    for place, one in enumerate(study.readings):
        pieces, x = [], 0.0
        for n, part in enumerate(one.parts):
            width = part.share * WIDTH / 100
            if part.loans:
                pieces.append(Piece(x, width, min(n, COLOURS - 1), part.label, part.share, part.loans))
            x += width
        rows.append(Row(one.group.label, place * (NAME + ROW + GAP) + NAME, tuple(pieces)))
    legend = tuple((min(n, COLOURS - 1), label) for n, label in enumerate(study.labels))
    return Plot(len(rows) * (NAME + ROW + GAP) - GAP, tuple(rows), legend)
