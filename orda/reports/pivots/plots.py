"""A pivot as a drawing: bars of the rows, lines over time, or a heat map. The numbers of an SVG, made on the server;
the table beside it says the same in words. What is below nothing (corrections alone) is drawn as nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from orda.reports.pivots.choices import TIMES
from orda.reports.pivots.pivot import Pivot

WIDTH = 960
MOST_BARS, MOST_LINES, MOST_CELLS = 40, 6, 60
_ROW, _GAP = 26, 6
_LABELS = 250  # signs of a row's name stand to the left of this
_FIGURES = 90
_SLANTED = 60  # room at the right for the last head of a heat map
_HEIGHT, _FOOT, _HEAD = 320, 34, 12


@dataclass(frozen=True)
class Bar:
    label: str
    number: int
    y: int
    width: float


@dataclass(frozen=True)
class Line:
    """`place` counts the lines from 0: each has a colour and dashes of its own."""

    label: str
    place: int
    points: str
    dots: tuple[tuple[float, float, str, int], ...]  # x, y, the row's label, the number


@dataclass(frozen=True)
class Cell:
    x: float
    y: int
    label: str
    number: int
    shade: float


@dataclass(frozen=True)
class Mark:
    at: float
    label: str


@dataclass(frozen=True)
class Plot:
    """kind "bars", "lines" or "heat". `left_out`: rows, or columns, that the drawing has no room for; `unstated`: how
    much a heat map leaves to the table, since nobody stated where it lies."""

    kind: str
    height: int
    left_out: int = 0
    unstated: int = 0
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()
    along: tuple[Mark, ...] = ()  # below, or at the head of a heat map
    down: tuple[Mark, ...] = ()  # at the left
    amounts: tuple[tuple[float, int], ...] = ()
    cell: tuple[float, int] = (0, 0)
    labels_end: int = _LABELS
    width: int = field(default=WIDTH)


def plot_of(made: Pivot) -> Plot | None:
    """The drawing that was chosen; bars where lines would join things that do not follow one another."""
    if not any(number > 0 for number in made.cells.values()):
        return None
    kind = made.choice.plot
    if kind == "heat" and made.choice.columns:
        return _heat(made)
    if kind == "lines" and made.choice.rows in TIMES:
        return _lines(made)
    return _bars(made)


def _bars(made: Pivot) -> Plot:
    totals = [(label, max(made.row_total(row), 0)) for row, label in made.rows]
    most = max(number for _label, number in totals) or 1
    room = WIDTH - _LABELS - _FIGURES
    bars = tuple(
        Bar(label, number, place * (_ROW + _GAP), round(room * number / most, 1))
        for place, (label, number) in enumerate(totals[:MOST_BARS])
    )
    return Plot("bars", len(bars) * (_ROW + _GAP), len(totals) - len(bars), bars=bars)


def _heat(made: Pivot) -> Plot:
    """What is not stated stands in the table alone: years entered by hand would leave all hours pale."""
    stated_rows = [one for one in made.rows if one[0]] or made.rows
    stated_columns = [one for one in made.columns if one[0]] or made.columns
    rows, columns = stated_rows[:MOST_BARS], stated_columns[:MOST_CELLS]
    most = max(made.cell(row, column) for row, _r in rows for column, _c in columns) or 1
    wide, head = (WIDTH - _LABELS - _SLANTED) / len(columns), 92
    cells = tuple(
        Cell(
            round(_LABELS + across * wide, 1),
            head + down * (_ROW + 2),
            f"{row_label}, {label}",
            made.cell(row, column),
            round(max(made.cell(row, column), 0) / most, 3),
        )
        for down, (row, row_label) in enumerate(rows)
        for across, (column, label) in enumerate(columns)
    )
    left_out = len(stated_rows) - len(rows) + len(stated_columns) - len(columns)
    stated = sum(made.cell(row, column) for row, _r in stated_rows for column, _c in stated_columns)
    return Plot(
        "heat",
        head + len(rows) * (_ROW + 2),
        left_out,
        made.total - stated,
        cells=cells,
        along=tuple(
            Mark(round(_LABELS + (n + 0.5) * wide, 1), label)
            for n, (_c, label) in enumerate(columns)
            if n % _every(len(columns), 30) == 0
        ),
        down=tuple(Mark(head + n * (_ROW + 2) + _ROW / 2, label) for n, (_r, label) in enumerate(rows)),
        cell=(round(wide - 2, 1), _ROW),
    )


def _lines(made: Pivot) -> Plot:
    """A line a column, the greatest first; the rows are times and go along. What has no time has no place."""
    times = [(row, label) for row, label in made.rows if row]
    greatest = sorted(made.columns, key=lambda one: -made.column_total(one[0]))
    columns = greatest[:MOST_LINES]
    most = _round_top(
        max(made.cell(row, column) for row, _r in times for column, _c in columns) if times else 1
    )
    left, right = 70, 34  # half the last label stands to the right of its point
    step = (WIDTH - left - right) / max(len(times) - 1, 1)
    base = _HEIGHT - _FOOT

    def at(place: int, number: int) -> tuple[float, float]:
        return round(left + place * step, 1), round(base - (base - _HEAD) * max(number, 0) / most, 1)

    lines = []
    for place, (column, label) in enumerate(columns):
        dots = [
            (*at(n, made.cell(row, column)), when, made.cell(row, column))
            for n, (row, when) in enumerate(times)
        ]
        points = " ".join(f"{x},{y}" for x, y, _when, _number in dots)
        lines.append(Line(label, place, points, tuple(dots)))
    return Plot(
        "lines",
        _HEIGHT,
        len(made.columns) - len(columns),
        lines=tuple(lines),
        along=_spread(times, at),
        amounts=tuple((at(0, number)[1], number) for number in sorted({0, most // 2, most})),
        labels_end=left - 8,
    )


def _spread(
    times: Sequence[tuple[str, str]], at: Callable[[int, int], tuple[float, float]]
) -> tuple[Mark, ...]:
    every = _every(len(times), 12)
    return tuple(Mark(at(n, 0)[0], label) for n, (_row, label) in enumerate(times) if n % every == 0)


def _every(many: int, room: int) -> int:
    """Of so many labels each how-manieth is written where there is room for some."""
    return -(-many // room)


def _round_top(highest: int) -> int:
    """The next of 1, 2, 4, 5, 6, 8 or 10 times a power of ten: its half is whole, but for 1 and 5."""
    power = 10 ** (len(str(max(highest, 1))) - 1)
    return next(step * power for step in (1, 2, 4, 5, 6, 8, 10) if step * power >= highest)
