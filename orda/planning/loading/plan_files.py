"""Read the plan's folder: CSV tables checked whole before anything is kept.

Every problem is told in one line with file, row (the header is row 1) and column.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.network.refusals import Refusal

LARGEST_FILE = 2_000_000  # bytes; the whole plan of a city network is under 20,000
LONGEST_TEXT = 300
_NUMBER = re.compile(r"\d{1,10}(\.\d{1,4})?", re.ASCII)


class PlanUnreadable(Refusal):
    """The folder can't be loaded as a plan; nothing has been changed."""

    code = "plan_unreadable"
    message = gettext_lazy("%(problem)s")


@dataclass(frozen=True)
class Schema:
    """A table of the plan: its file, the columns that tell rows apart, other columns of text, figures.

    `whole`: the figures count things, so they have no fraction. `needed`: a plan without the table is none; of the
    others it has what it prints. In names and keys `{y}` is the plan's year,
    `{p}` the year before, `{pp}` two before.
    """

    name: str
    keys: tuple[str, ...]
    figures: tuple[str, ...]
    texts: tuple[str, ...] = ()
    whole: bool = True
    needed: bool = True


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the file, its texts and its figures (None for an empty cell)."""

    number: int
    texts: Mapping[str, str]
    figures: Mapping[str, Decimal | None]

    def key(self, *columns: str) -> tuple[str, ...]:
        return tuple(self.texts[column] for column in columns)


Tables = Mapping[str, Sequence[Row]]

_CONTENT = ("total", "social", "science", "technology", "art_sport", "fiction_philology")
_QUARTERS = tuple(f"plan_{{y}}_q{n}" for n in range(1, 5))

SCHEMAS = (
    Schema(
        "control_indicators",
        ("indicator", "cohort"),
        ("plan_{p}", "actual_{p}", *_QUARTERS, "plan_{y}_year"),
        texts=("of_which_of", "note"),
        whole=False,
    ),
    Schema(
        "acquisition_plan", ("scope", "language", "funding", "subject_field"), ("received_{p}", "plan_{y}")
    ),
    Schema("stock_movement", ("language", "row"), _CONTENT),
    Schema("withdrawal_plan", ("scope",), ("total", "net_withdrawn", *_CONTENT[1:])),
    Schema("reader_groups", ("group",), ("actual_{p}", "plan_{y}"), texts=("of_which_of",)),
    Schema("reference_plan", ("type",), ("total", "kazakh")),
    Schema(
        "social_media",
        ("network", "group"),
        tuple(f"{what}_{year}" for what in ("followers", "posts", "views") for year in ("{pp}", "{p}")),
    ),
    Schema(
        "media_plan",
        ("level",),
        ("total", "plan_{y}", "articles", "articles_kazakh", "tv", "tv_kazakh"),
        needed=False,
    ),
    Schema("internet", ("branch",), ("wifi",), needed=False),
)


def read_folder(folder: Path, year: int) -> dict[str, list[Row]]:
    """Every table of the folder, by name. Raises PlanUnreadable at the first thing that is wrong."""
    if not folder.is_dir():
        raise PlanUnreadable(problem=_("there is no folder %(folder)s") % {"folder": folder})
    return {
        schema.name: _read(folder / f"{schema.name}.csv", schema, year)
        for schema in SCHEMAS
        if schema.needed or (folder / f"{schema.name}.csv").exists()
    }


def wrong(file: Path | str, row: int, column: str, problem: str) -> PlanUnreadable:
    """The refusal that names file, row and column."""
    where = _("%(file)s, row %(row)s, column %(column)s")
    name = file.name if isinstance(file, Path) else file
    return PlanUnreadable(
        problem=f"{where % {'file': name, 'row': row, 'column': column}}: {problem}",
    )


def _read(path: Path, schema: Schema, year: int) -> list[Row]:
    lines = _lines(path)
    heads = lines[0] if lines else []
    figures = [_of_year(name, year) for name in schema.figures]
    for name in (*schema.keys, *schema.texts, *figures):
        if name not in heads:
            raise PlanUnreadable(
                problem=_("%(file)s has no column %(column)s") % {"file": path.name, "column": name}
            )
    seen: dict[tuple[str, ...], int] = {}
    rows = []
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(heads):
            raise PlanUnreadable(
                problem=_("%(file)s, row %(row)s has %(found)s columns instead of %(wanted)s")
                % {"file": path.name, "row": number, "found": len(cells), "wanted": len(heads)}
            )
        row = _row(path, number, dict(zip(heads, cells, strict=True)), schema, figures)
        first = seen.setdefault(row.key(*schema.keys), number)
        if first != number:
            raise wrong(path, number, schema.keys[0], _("repeats row %(row)s") % {"row": first})
        rows.append(row)
    if not rows:
        raise PlanUnreadable(problem=_("%(file)s has no rows") % {"file": path.name})
    return rows


def _lines(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PlanUnreadable(problem=_("%(file)s is too large to be a plan") % {"file": path.name})
        text = path.read_bytes().decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except FileNotFoundError:
        raise PlanUnreadable(problem=_("%(file)s is missing") % {"file": path.name}) from None
    except OSError:
        raise PlanUnreadable(problem=_("%(file)s can't be read") % {"file": path.name}) from None
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        raise PlanUnreadable(
            problem=_("%(file)s, row %(row)s is not in UTF-8") % {"file": path.name, "row": row}
        ) from None
    except csv.Error as error:
        raise PlanUnreadable(
            problem=_("%(file)s is not a CSV table: %(why)s") % {"file": path.name, "why": error}
        ) from None


def _row(path: Path, number: int, cells: Mapping[str, str], schema: Schema, figures: Sequence[str]) -> Row:
    texts = {name: cells[name].strip() for name in (*schema.keys, *schema.texts)}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT or not text.isprintable():
            raise wrong(path, number, name, _("not a plain text of at most 300 characters"))
    values = {name: _figure(path, number, name, cells[name].strip(), schema) for name in figures}
    return Row(number, texts, values)


def _figure(path: Path, number: int, name: str, text: str, schema: Schema) -> Decimal | None:
    if not text:
        return None
    if text.startswith("-") and _NUMBER.fullmatch(text[1:]):
        raise wrong(path, number, name, _("“%(text)s” is negative") % {"text": text})
    if not _NUMBER.fullmatch(text):
        raise wrong(path, number, name, _("“%(text)s” is not a number") % {"text": text[:40]})
    value = Decimal(text)
    if schema.whole and value != value.to_integral_value():
        raise wrong(path, number, name, _("“%(text)s” is not a whole number") % {"text": text})
    return value


def _of_year(name: str, year: int) -> str:
    return name.format(y=year, p=year - 1, pp=year - 2)
