"""Load the plan's events from its transcribed tables: directions.csv, forms.csv, plan_YYYY_events.csv.

plan_YYYY_activities.csv holds what the plan names outside its events by direction; of it, what has a form of event
(library lessons, exhibitions, days of information) is held as an event too, under FIRST_ACTIVITY and its number.
"""

import calendar
import csv
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orda.events.models import Audience, Direction, Form, PlannedEvent
from orda.events.refusals import BadPlanFile
from orda.network.models import Unit

SHIPPED = Path(__file__).resolve().parent.parent / "data"
EVENTS_FILE = re.compile(r"plan_(\d{4})_events\.csv")
ACTIVITIES_FILE = re.compile(r"plan_(\d{4})_activities\.csv")
RUSSIAN = (
    "{}_russian.csv"  # beside a file: the same numbers with their titles in Russian, where the plan has them
)
FIRST_ACTIVITY = 1000
NAMES = ("code", "name_kk", "name_ru", "name_en")
EVENT_COLUMNS = (
    *("number", "direction", "title_kk", "occasion_kk", "form_kk", "form", "audience_kk"),
    *("grade_from", "grade_to", "performers", "term_kk", "quarters", "month", "date", "note"),
)
ACTIVITY_COLUMNS = (
    *(
        "number",
        "section",
        "title_kk",
        "direction",
        "form",
        "performers",
        "quarters",
        "month",
        "target",
        "note",
    ),
)


@dataclass(frozen=True)
class LoadedEvents:
    """How many stand in the files; `unknown_performers`: codes that no library has (allow_missing alone)."""

    directions: int
    forms: int
    planned: int
    unknown_performers: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    """A row of a file that can say where it stands when something in it is wrong."""

    file: str
    number: int
    cells: Mapping[str, str]

    def refuse(self, column: str, problem: str) -> BadPlanFile:
        return BadPlanFile(file=self.file, row=self.number, column=column, problem=problem)

    def text(self, column: str, longest: int, *, needed: bool = False) -> str:
        text = self.cells[column].strip()
        if needed and not text:
            raise self.refuse(column, _("is empty"))
        if len(text) > longest or not text.isprintable():
            raise self.refuse(column, _("is too long or holds signs that can't be printed"))
        return text

    def number_in(self, column: str, low: int, high: int, *, needed: bool = False) -> int | None:
        text = self.text(column, 12, needed=needed)
        if not text:
            return None
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise self.refuse(column, _("'%(text)s' is no number from %(low)s to %(high)s") % locals())
        return int(text)


@dataclass(frozen=True)
class _Planned:
    fields: dict[str, Any]
    direction: str
    form: str
    performers: tuple[str, ...] = field(default=())


@transaction.atomic
def load_planned_events(folder: Path | str = SHIPPED, *, allow_missing: bool = False) -> LoadedEvents:
    """Loads directions, forms and every plan_YYYY_events.csv of a folder; again changes and doubles nothing.

    All files are read and checked before anything is written. A performer is a library's code; one that no
    library has is an error, or left out and named in the answer with `allow_missing`. Raises BadPlanFile
    (file, row, column).
    """
    folder = Path(folder)
    directions = _named_rows(folder / "directions.csv", NAMES)
    forms = _named_rows(folder / "forms.csv", (*NAMES, "parent"))
    for row in forms.values():
        if row.cells["parent"] and row.cells["parent"] not in forms:
            raise row.refuse("parent", _("no form has the code '%s'") % row.cells["parent"])
    units = {unit.code: unit for unit in Unit.objects.filter(kind=Unit.Kind.LIBRARY)}
    planned = [
        _planned(row, int(found[1]), directions, forms, russian.get(row.cells["number"], ""))
        for path in sorted(folder.iterdir())
        if (found := EVENTS_FILE.fullmatch(path.name))
        for russian in [_russian(path)]
        for row in _unique_rows(path, "number", EVENT_COLUMNS)
        if allow_missing or not _missing(row, units)
    ]
    planned += [
        _as_event(row, int(found[1]), directions, forms, units, russian.get(row.cells["number"], ""))
        for path in sorted(folder.iterdir())
        if (found := ACTIVITIES_FILE.fullmatch(path.name))
        for russian in [_russian(path)]
        for row in _unique_rows(path, "number", ACTIVITY_COLUMNS)
        if row.cells["form"].strip()
    ]
    missing = sorted({code for one in planned for code in one.performers if code not in units})
    _save(directions, forms, planned, units)
    return LoadedEvents(len(directions), len(forms), len(planned), tuple(missing))


def _rows(path: Path, columns: tuple[str, ...]) -> list[_Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    raise BadPlanFile(file=path.name, row=1, column=column, problem=_("is missing"))
            rows = []
            for cells in reader:
                if None in cells or None in cells.values():
                    raise BadPlanFile(
                        file=path.name,
                        row=reader.line_num,
                        column="-",
                        problem=_("has a wrong number of cells"),
                    )
                rows.append(_Row(path.name, reader.line_num, cells))
            return rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadPlanFile(file=path.name, row="-", column="-", problem=error) from None


def _unique_rows(path: Path, key: str, columns: tuple[str, ...]) -> list[_Row]:
    seen: set[str] = set()
    rows = _rows(path, columns)
    for row in rows:
        code = row.text(key, 40, needed=True)
        if code in seen:
            raise row.refuse(key, _("'%s' stands here twice") % code)
        seen.add(code)
    return rows


def _named_rows(path: Path, columns: tuple[str, ...]) -> dict[str, _Row]:
    rows = _unique_rows(path, "code", columns)
    for row in rows:
        for column in NAMES:
            row.text(column, 160, needed=True)
        if ";" in row.cells["code"] or "=" in row.cells["code"]:
            raise row.refuse("code", _("may not hold ; or ="))
    return {row.cells["code"].strip(): row for row in rows}


def _codes(row: _Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.text("performers", 400).split()))


def _russian(path: Path) -> Mapping[str, str]:
    """Number -> title in Russian of the rows of a file."""
    beside = path.with_name(RUSSIAN.format(path.stem))
    if not beside.exists():
        return {}
    rows = _unique_rows(beside, "number", ("number", "title_ru"))
    return {row.cells["number"]: row.text("title_ru", 400) for row in rows}


def _missing(row: _Row, units: Mapping[str, Unit]) -> bool:
    for code in _codes(row):
        if code not in units:
            raise row.refuse("performers", _("no library has the code '%s'") % code)
    return False


def _planned(
    row: _Row, year: int, directions: Mapping[str, _Row], forms: Mapping[str, _Row], title_ru: str
) -> _Planned:
    for column, known in (("direction", directions), ("form", forms)):
        if row.cells[column].strip() not in known:
            raise row.refuse(column, _("the code '%s' is not known") % row.cells[column])
    grades = row.number_in("grade_from", 1, 12), row.number_in("grade_to", 1, 12)
    quarters = _quarters(row)
    first, last = _days(row, year, quarters)
    fields: dict[str, Any] = {
        "year": year,
        "number": row.number_in("number", 1, 100_000, needed=True),
        "form_text": row.text("form_kk", 300),
        "title": row.text("title_kk", 400, needed=True),
        "title_ru": title_ru,
        "occasion": row.text("occasion_kk", 400),
        "audience": _audience(*grades),
        "audience_text": row.text("audience_kk", 120),
        "grade_from": grades[0],
        "grade_to": grades[1],
        "term_text": row.text("term_kk", 80),
        "quarters": quarters,
        "first_day": first,
        "last_day": last,
        "note": row.text("note", 300),
    }
    return _Planned(fields, row.cells["direction"].strip(), row.cells["form"].strip(), _codes(row))


def _as_event(
    row: _Row,
    year: int,
    directions: Mapping[str, _Row],
    forms: Mapping[str, _Row],
    units: Mapping[str, Unit],
    title_ru: str,
) -> _Planned:
    """An activity that is an event. Whole networks and departments ("барлығы", "ҚҰҚБ") are no performers of events:
    whichever library holds it, performs it."""
    form = row.cells["form"].strip()
    cells = {
        **dict.fromkeys(EVENT_COLUMNS, ""),
        **{
            name: row.cells[name] for name in ("number", "direction", "title_kk", "form", "quarters", "month")
        },
        **{name: row.cells.get(name, "") for name in ("term_kk", "date")},
        "performers": " ".join(code for code in _codes(row) if code in units),
        "form_kk": row.cells.get("form_kk") or (forms[form].cells["name_kk"] if form in forms else ""),
        "note": row.cells["note"],
    }
    planned = _planned(_Row(row.file, row.number, cells), year, directions, forms, title_ru)
    number = FIRST_ACTIVITY + int(planned.fields["number"])
    return replace(planned, fields={**planned.fields, "number": number})


def _quarters(row: _Row) -> str:
    """ "2-3" or "2" as the quarters they name, "23" or "2"; empty where the plan's term can't be read."""
    text = row.text("quarters", 12)
    if not text:
        return ""
    found = re.fullmatch(r"([1-4])(?:-([1-4]))?", text)
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise row.refuse("quarters", _("'%s' is no quarter; write 2 or 2-3") % text)
    return "1234"[int(found[1]) - 1 : int(found[2] or found[1])]


def _days(row: _Row, year: int, quarters: str) -> tuple[datetime.date | None, datetime.date | None]:
    text = row.text("date", 10)
    if text:
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            raise row.refuse("date", _("'%s' is not a date; write it as YYYY-MM-DD") % text) from None
        return day, day
    month = row.number_in("month", 1, 12)
    if month:
        return _span(year, month, month)
    if quarters:
        return _span(year, int(quarters[0]) * 3 - 2, int(quarters[-1]) * 3)
    return None, None


def _span(year: int, first: int, last: int) -> tuple[datetime.date, datetime.date]:
    end = calendar.monthrange(year, last)[1]
    return datetime.date(year, first, 1), datetime.date(year, last, end)


def _audience(first: int | None, last: int | None) -> str:
    if first and last and last <= 4:
        return Audience.GRADES_1_4
    if first and last and first >= 5 and last <= 9:
        return Audience.GRADES_5_9
    return Audience.ALL


def _save(
    directions: Mapping[str, _Row],
    forms: Mapping[str, _Row],
    planned: list[_Planned],
    units: Mapping[str, Unit],
) -> None:
    for code, row in directions.items():
        Direction.objects.update_or_create(code=code, defaults=_names(row))
    for code, row in forms.items():
        Form.objects.update_or_create(code=code, defaults=_names(row))
    form_ids = dict(Form.objects.values_list("code", "pk"))
    direction_ids = dict(Direction.objects.values_list("code", "pk"))
    for code, row in forms.items():
        Form.objects.filter(code=code).update(parent=form_ids.get(row.cells["parent"]))
    for one in planned:
        fields = dict(one.fields, form_id=form_ids[one.form], direction_id=direction_ids[one.direction])
        line, _new = PlannedEvent.objects.update_or_create(
            year=fields.pop("year"), number=fields.pop("number"), defaults=fields
        )
        line.performers.set([units[code] for code in one.performers if code in units])


def _names(row: _Row) -> dict[str, str]:
    return {column: row.cells[column].strip() for column in NAMES[1:]}
