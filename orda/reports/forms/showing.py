"""A filled form as pages and papers show it: rows with their cells, and why some are empty."""

from dataclasses import dataclass

from orda.reports.forms.computing import Filled, Outcome, Value
from orda.reports.forms.definition import (
    ByHand,
    Column,
    Counted,
    Crossed,
    Form,
    Formula,
    Place,
    Ratio,
    Row,
    Section,
    Source,
    Words,
)


@dataclass(frozen=True)
class ShownCell:
    """`kind`: "counted", "formula", "by_hand" (empty here), "crossed"."""

    place: Place
    column: Column
    kind: str
    value: Value
    reason: Words | None = None


@dataclass(frozen=True)
class ShownRow:
    row: Row
    unit: Words | str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class ShownSection:
    """`reasons`: why cells of it are empty, each once."""

    section: Section
    rows: tuple[ShownRow, ...]
    reasons: tuple[Words, ...]

    @property
    def provisional(self) -> bool:
        return any(one.row.provisional for one in self.rows)


def shown_sections(filled: Filled) -> list[ShownSection]:
    """The form's sections in order."""
    return [_section(filled, one) for one in filled.form.sections]


def _section(filled: Filled, section: Section) -> ShownSection:
    rows = tuple(
        ShownRow(
            row,
            filled.form.units.get(row.unit, row.unit),
            tuple(shown_cell(filled, Place(section.number, row.number, one.code)) for one in section.columns),
        )
        for row in section.rows
    )
    reasons = dict.fromkeys(cell.reason for row in rows for cell in row.cells if cell.reason)
    return ShownSection(section, rows, tuple(reasons))


def shown_cell(filled: Filled, place: Place) -> ShownCell:
    source = filled.form.cells[place]
    section = filled.form.section(place.section)
    column = section.column(place.column) if section else None
    if column is None:
        raise KeyError(place)
    reason = source.reason if isinstance(source, ByHand) else None
    return ShownCell(place, column, kind_of(source), filled.values[place], reason)


def kind_of(source: Source) -> str:
    if isinstance(source, Counted):
        return "counted"
    if isinstance(source, Formula | Ratio):
        return "formula"
    return "crossed" if isinstance(source, Crossed) else "by_hand"


def counted_share(form: Form) -> tuple[int, int]:
    """Cells that are filled from the diary, and all that are to be filled."""
    kinds = [kind_of(one) for one in form.cells.values()]
    return len(kinds) - kinds.count("by_hand") - kinds.count("crossed"), len(kinds) - kinds.count("crossed")


@dataclass(frozen=True)
class ShownOutcome:
    """A control in words: "2.04 = 2.01 + 2.02 − 2.03", in which column (or row), and how it came out."""

    formula: str
    along: str
    outcome: Outcome


def shown_outcomes(filled: Filled) -> list[ShownOutcome]:
    """Controls, those that do not hold first."""
    order = {False: 0, True: 1, None: 2}
    found = sorted(filled.outcomes, key=lambda one: order[one.holds])
    return [ShownOutcome(_formula(filled.form, one), _along(filled.form, one), one) for one in found]


def _formula(form: Form, outcome: Outcome) -> str:
    section, check = form.section(outcome.section), outcome.check

    def name(key: str) -> str:
        if check.across == "rows":
            return f"{outcome.section}.{key}"
        column = section.column(key) if section else None
        return f"“{column.label if column else key}”"

    right = " + ".join(name(key) for key in check.plus) + "".join(f" − {name(key)}" for key in check.minus)
    return f"{name(check.whole)} {'≥' if check.at_most else '='} {right}"


def _along(form: Form, outcome: Outcome) -> str:
    section = form.section(outcome.section)
    if section is None:
        return ""
    if outcome.check.across == "rows":
        column = section.column(outcome.along)
        return str(column.label) if column else ""
    row = section.row(outcome.along)
    return f"{outcome.section}.{outcome.along} {row.label}" if row else ""
