"""The tree of libraries and the days on which they are shut, read from tables (CSV, UTF-8).

`karaganda.csv` is the real network of the plan of 2024. The plan does not number its ten public branches that serve
children and says of no branch where it lies: their numbers and all places here are examples, the places in the
districts of the city.

`holidays.csv`: a day of each year ("05-09", from `since` up to `until` where they are told), a single one
("2024-06-16"), or a year whose single days were all looked over ("2024"). Kurban Ait stands there by the calendar of
Umm al-Qura, as it is expected.
"""

import csv
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.network.calendar.services import keep_year_looked_over, keep_yearly_holiday
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.services import UnitOutOfPlace, add_unit, shut

SHIPPED = Path(__file__).parent / "data"
SHIPPED_TREE = SHIPPED / "karaganda.csv"
SHIPPED_HOLIDAYS = SHIPPED / "holidays.csv"
_COLUMNS = ("kind", "code", "parent", "library_type", "cohort", "name_kk", "name_ru", "name_en")
_PLACE = ("latitude", "longitude")
_YEARS = ("since", "until")  # of a holiday that repeats
_MAY_BE_LEFT_OUT = (*_PLACE, *_YEARS, "code_ru")  # columns
_YEARLY = re.compile(r"[0-9]{2}-[0-9]{2}")
FIRST_YEAR = 2000
_FURTHEST = {"latitude": 90, "longitude": 180}
_CODED = {"kind": Unit.Kind, "library_type": Unit.LibraryType, "cohort": Unit.Cohort}
_MAY_BE_EMPTY = {"parent", "library_type", "cohort"}


class TreeUnreadable(Refusal):
    code = "tree_unreadable"
    message = _("%(file)s, line %(line)s: %(what)s")


@dataclass(frozen=True)
class TreeLoaded:
    units: int
    holidays: int


@transaction.atomic
def load_tree(tree: Path = SHIPPED_TREE, holidays: Path | None = SHIPPED_HOLIDAYS) -> TreeLoaded:
    """Adds the units of a table, parents before children, and the days on which they are shut.

    Again changes only names. Raises TreeUnreadable (file, line, what is wrong) with nothing changed.
    """
    units = 0
    for line, row in _rows(tree, _COLUMNS):
        for column, codes in _CODED.items():
            if row[column] not in codes.values and not (column in _MAY_BE_EMPTY and not row[column]):
                raise TreeUnreadable(file=tree.name, line=line, what=f"{column}: “{row[column]}”")
        parent = _unit(row["parent"], tree, line) if row["parent"] else None
        more = {column: row[column] for column in _COLUMNS if column != "parent"}
        place = _place(row, tree, line)
        try:
            add_unit(**more, parent=parent, place=place, code_ru=row.get("code_ru"))
        except UnitOutOfPlace as refusal:
            raise TreeUnreadable(file=tree.name, line=line, what=refusal) from None
        units += 1
    return TreeLoaded(units, load_holidays(holidays) if holidays else 0)


def _place(row: dict[str, str], table: Path, line: int) -> tuple[Decimal, Decimal] | None:
    """Latitude and longitude in degrees: both, or neither."""
    told = [(name, row.get(name, "")) for name in _PLACE]
    if not any(text for _name, text in told):
        return None
    found = []
    for name, text in told:
        try:
            degrees = Decimal(text)
        except InvalidOperation:
            degrees = Decimal("NaN")
        if not degrees.is_finite() or abs(degrees) > _FURTHEST[name]:
            raise TreeUnreadable(file=table.name, line=line, what=f"{name}: “{text}”")
        found.append(round(degrees, 5))
    return found[0], found[1]


def load_holidays(table: Path, top: Unit | None = None) -> int:
    """The days of a table, each of the unit that it names; of `top`, where one is given: for a new network."""
    count = 0
    for line, row in _rows(table, ("unit", "day", "name")):
        unit = top or _unit(row["unit"], table, line)
        try:
            if _YEARLY.fullmatch(row["day"]):
                _keep_yearly(unit, row)
            elif row["day"].isdecimal():
                keep_year_looked_over(unit, int(row["day"]))
            else:
                shut(unit, datetime.date.fromisoformat(row["day"]), row["name"])
        except (ValueError, Refusal):
            raise TreeUnreadable(file=table.name, line=line, what=f"day: “{row['day']}”") from None
        count += 1
    return count


def _keep_yearly(unit: Unit, row: dict[str, str]) -> None:
    month, day = map(int, row["day"].split("-"))
    since, until = (int(row.get(name) or 0) for name in _YEARS)
    keep_yearly_holiday(unit, month, day, row["name"], since=since or FIRST_YEAR, until=until or None)


def _unit(code: str, table: Path, line: int) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise TreeUnreadable(file=table.name, line=line, what=_("no unit has the code “%s”") % code)
    return unit


def _rows(table: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a table, each cell stripped; the header must name the columns."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                raise TreeUnreadable(file=table.name, line=1, what=_("no column “%s”") % ", ".join(missing))
            for row in reader:
                cells = {name: (row[name] or "").strip() for name in columns}
                cells |= {name: (row[name] or "").strip() for name in _MAY_BE_LEFT_OUT if name in row}
                empty = [name for name in columns if not cells[name] and name not in _MAY_BE_EMPTY]
                if empty or any(not cell.isprintable() or len(cell) > 200 for cell in cells.values()):
                    what = _("empty: %s") % ", ".join(empty) if empty else _("a cell that can't be read")
                    raise TreeUnreadable(file=table.name, line=reader.line_num, what=what)
                yield reader.line_num, cells
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TreeUnreadable(file=table.name, line=0, what=error) from None
