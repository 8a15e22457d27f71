"""The plots of the network's year, as the numbers of an SVG: the origin is the upper left corner."""

from dataclasses import dataclass

from orda.portal.open_year import Published

WIDTH, HEIGHT, HEAD, FOOT = 360, 170, 18, 20
MONTHS = 12


@dataclass(frozen=True)
class Column:
    """A month's column; `middle` is where its name stands. A month without any has no height."""

    month: int
    quantity: int
    x: float
    y: float
    width: float
    height: float
    middle: float


@dataclass(frozen=True)
class MonthPlot:
    width: int
    height: int
    base: int
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Bar:
    """A row's part of the greatest, 0 to 100; None where it is not told."""

    code: str
    name: str
    quantity: int | None
    part: int | None


def months_of(one: Published) -> MonthPlot:
    """A column for each month of the year."""
    amounts = {int(row.code[5:]): row.quantity or 0 for row in one.rows}
    most = max(amounts.values(), default=0)
    step, base = WIDTH / MONTHS, HEIGHT - FOOT
    columns = []
    for month in range(1, MONTHS + 1):
        amount = amounts.get(month, 0)
        height = round((base - HEAD) * amount / most, 1) if most > 0 and amount > 0 else 0.0
        x = round((month - 1) * step + step * 0.12, 1)
        columns.append(
            Column(
                *(month, amount, x, round(base - height, 1)),
                *(round(step * 0.76, 1), height, round((month - 0.5) * step, 1)),
            )
        )
    return MonthPlot(WIDTH, HEIGHT, base, tuple(columns))


def bars_of(one: Published, language: str) -> list[Bar]:
    """A bar for each row, the greatest a hundred."""
    most = max((row.quantity or 0 for row in one.rows), default=0)
    return [
        Bar(
            row.code,
            row.names.get(language, row.names["kk"]),
            row.quantity,
            None if row.quantity is None else max(0, row.quantity * 100 // most) if most else 0,
        )
        for row in one.rows
    ]
