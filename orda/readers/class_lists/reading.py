"""Class lists as schools write them: CSV or XLSX, heads in Kazakh, Russian or English. Reads; registers nobody."""

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from orda.network import apart
from orda.network.cells import shown, typed
from orda.network.folding import fold_name
from orda.readers import iin as iins
from orda.readers.refusals import BadReaderField
from orda.readers.registering.checking import THIS_READER, NewReader

LARGEST = 5_000_000  # bytes
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_LETTERS = 300  # of a cell
ENCODINGS = ("utf-8-sig", "cp1251")
DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d %H:%M:%S")
# Field -> heads under which it comes, as `fold_name` folds them.
HEADS: dict[str, tuple[str, ...]] = {
    "full_name": (
        "аты-жони",
        "аты жони",
        "оку шынын аты-жони",
        "фио",
        "ф.и.о.",
        "ф.и.о",
        "full name",
        "name",
    ),
    "family_name": ("теги", "фамилия", "family name", "surname", "last name"),
    "given_name": ("аты", "есими", "имя", "given name", "first name"),
    "patronymic": ("акесинин аты", "отчество", "patronymic", "middle name"),
    "birth_date": ("туган куни", "туган жылы", "дата рождения", "д.р.", "birth date", "date of birth"),
    "sex": ("жынысы", "пол", "sex", "gender"),
    "iin": ("жсн", "иин", "iin"),
    "school": ("мектеп", "балабакша", "школа", "школа / детский сад", "school", "kindergarten"),
    "school_class": ("сынып", "сыныбы", "класс", "class", "grade"),
    "guardian_name": (
        *(
            "ата-анасы",
            "ата-анасынын аты-жони",
            "занды окили",
            "родитель",
            "фио родителя",
            "законный представитель",
        ),
        *("parent", "guardian"),
    ),
    "guardian_phone": (
        *("ата-анасынын телефоны", "телефон родителя", "телефон", "телефоны", "parent's phone", "phone"),
    ),
    "phone": ("баланын телефоны", "телефон ребенка", "child's phone"),
    "email": ("пошта", "электрондык пошта", "e-mail", "email", "почта", "электронная почта"),
    "card_number": ("билет", "билет номири", "номер билета", "читательский билет", "card", "card number"),
}
_SEXES = {**dict.fromkeys(("к", "кыз", "ж", "жен", "женский", "айел", "f", "female", "девочка", "girl"), "f")}
_SEXES |= dict.fromkeys(("у", "ул", "м", "муж", "мужской", "ер", "m", "male", "мальчик", "boy"), "m")


def table_of(name: str, data: bytes) -> list[list[str]]:
    """The rows of a file as texts. Raises BadReaderField at "file"."""
    if not data or len(data) > LARGEST:
        raise BadReaderField("file", _("The file is empty or larger than 5 MB."))
    rows = _xlsx_apart(data) if data.startswith(b"PK") else _csv(data)
    rows = [row for row in rows if any(row)] if not rows or not any(rows[0]) else rows
    if len(rows) < 2:
        raise BadReaderField("file", _("The file has no rows under its head."))
    if len(rows) > MOST_ROWS:
        raise BadReaderField("file", _("The file has more than 20,000 rows: divide it."))
    return rows


def _xlsx_apart(data: bytes) -> list[list[str]]:
    try:
        rows: list[list[str]] = apart.call(_xlsx, data)
    except apart.TooMuch:
        raise BadReaderField(
            "file", _("There is too much in the file: save the list alone, as XLSX or CSV.")
        ) from None
    except apart.NotReadable:
        raise BadReaderField("file", _("This is not a table in XLSX or CSV.")) from None
    return rows


def _xlsx(data: bytes) -> list[list[str]]:
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        found = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
        return [[_cut(shown(cell.value, cell.number_format)) for cell in row] for row in found]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError, SyntaxError):
        raise BadReaderField("file", _("This is not a table in XLSX or CSV.")) from None


def _cut(text: str) -> str:
    return text[:MOST_LETTERS]


def _csv(data: bytes) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadReaderField("file", _("This is not a table in XLSX or CSV."))
    if "\0" in text:
        raise BadReaderField("file", _("This is not a table in XLSX or CSV."))
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[_cut(typed(cell)) for cell in row[:MOST_COLUMNS]] for row in read]
    except csv.Error:
        raise BadReaderField("file", _("This is not a table in XLSX or CSV.")) from None


def columns_of(heads: Sequence[str]) -> dict[int, str]:
    """Place -> field, for the heads that are known; each field once, its first column. Raises BadReaderField."""
    field_of = {head: field for field, names in HEADS.items() for head in names}
    found: dict[int, str] = {}
    for place, head in enumerate(heads):
        field = field_of.get(fold_name(head).strip(" *:"))
        if field and field not in found.values():
            found[place] = field
    has_name = "full_name" in found.values() or {"family_name", "given_name"} <= set(found.values())
    if not has_name or "birth_date" not in found.values():
        raise BadReaderField("file", _("The head must name the columns of the name and of the birth date."))
    return found


def name_of(row: Sequence[str], columns: Mapping[int, str]) -> str:
    """The name of a row as it is written there."""
    read = {field: row[place].strip() for place, field in columns.items() if place < len(row)}
    parts = (read.get(name, "") for name in ("family_name", "given_name", "patronymic"))
    return read.get("full_name") or " ".join(part for part in parts if part)


def form_of(row: Sequence[str], columns: Mapping[int, str], said: Mapping[str, Any]) -> NewReader:
    """A row as a registration form. Raises BadReaderField where it can't be one."""
    read = {field: row[place].strip() for place, field in columns.items() if place < len(row)}
    full_name = read.pop("full_name", "")
    if full_name:
        names = full_name.split()
        read |= dict(
            zip(("family_name", "given_name", "patronymic"), [*names[:2], " ".join(names[2:])], strict=False)
        )
    birth_date = _day(read.pop("birth_date", ""))
    if read.get("iin", "").isdecimal():
        read["iin"] = read["iin"].zfill(
            iins.LENGTH
        )  # of whoever was born in 2000-2009 a sheet drops the nought
    sex = fold_name(read.pop("sex", ""))
    if sex and sex not in _SEXES:
        raise BadReaderField("sex", _("Choose one of the list."))
    return NewReader(
        **{
            **{
                "family_name": "",
                "given_name": "",
                "school": said["school"],
                "school_class": said["school_class"],
            },
            **{field: value for field, value in read.items() if value},
        },
        birth_date=birth_date,
        school_year=said.get("school_year"),
        for_whom=THIS_READER,  # a list changes nothing of a family that is kept
        sex=_SEXES.get(sex, ""),
        consent_by=read.get("guardian_name") or full_name or read.get("family_name", ""),
        consent_signed=bool(said.get("consent_signed")),
    )


def _day(text: str) -> datetime.date:
    for form in DAYS:
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise BadReaderField("birth_date", _("There is no such day."))
