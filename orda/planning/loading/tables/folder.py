"""What is read of a plan's folder: sections, tables and lines, each number a figure; and how its files are read."""

import csv
import datetime
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from orda.network.models import Unit
from orda.planning.loading.plan_files import PlanUnreadable
from orda.planning.year.models import Figure

CHILDREN, PUBLIC = Unit.Cohort.CHILDREN.value, Unit.Cohort.PUBLIC.value
FIELDS = ("total", "social", "science", "technology", "art_sport", "fiction_philology")
TARGET, PRINTED = Figure.TARGET, Figure.PRINTED_ACTUAL

Label = tuple[str, str]
Note = tuple[str, str, str]  # in Kazakh, Russian and English
Cell = dict[str, Any] | list[Any] | None
Figures = Mapping[tuple[int, str, int], Decimal]  # (years from the plan's, kind, quarter) -> number


@dataclass(frozen=True)
class LineRead:
    """A line, with the figures printed for it. What is not said is as Line's own defaults."""

    key: str
    content: Label
    unit: str
    source: Mapping[str, Any]
    cohort: str = ""
    figures: Figures = field(default_factory=dict)
    performers: str = ""
    quarters: str = ""
    month: int | None = None
    day: datetime.date | None = None
    term_text: str = ""
    target_text: str = ""
    of_which_of: str = ""
    note: Note = ("", "", "")
    form: Label = ("", "")
    audience: Label = ("", "")


@dataclass(frozen=True)
class TableRead:
    key: str
    section: str
    title: Label
    lines: tuple[LineRead, ...]
    grid: Mapping[str, Any] | None = None
    totals: Mapping[tuple[str, str], Figures] = field(default_factory=dict)  # printed sums that are no lines


@dataclass(frozen=True)
class SectionRead:
    key: str
    number: str
    level: int
    title: Label


@dataclass(frozen=True)
class PassageRead:
    section: str
    kind: str
    text: Label


@dataclass(frozen=True)
class DocumentRead:
    sections: tuple[SectionRead, ...]
    passages: tuple[PassageRead, ...]
    tables: tuple[TableRead, ...]


@dataclass(frozen=True)
class Folder:
    """A plan's folder: its rows by file, and its words."""

    path: Path
    events: Path
    year: int
    words: Mapping[str, Label]
    notes: Sequence[Note] = ()

    def rows(self, name: str) -> list[dict[str, str]]:
        return rows_of(self.path / f"{name}.csv")

    def word(self, code: str) -> Label:
        """The words for a code; a text that has no other words stands as it is, in Kazakh alone."""
        return self.words.get(code, (code, ""))

    def note(self, text: str) -> Note:
        """A note of the transcription in three languages; a piece that has no other words stands as it is.

        notes.csv: each piece with its words; "{a} slip for {b}" is any piece of that form.
        """
        pieces = [self._piece(piece) for piece in text.split("; ") if piece]
        found = ["; ".join(said) for said in zip(*pieces, strict=True)] or ["", "", ""]
        kk, ru, en = (said[:1].upper() + said[1:] for said in found)
        return kk, ru, en

    def _piece(self, piece: str) -> Note:
        for kk, ru, en in sorted(self.notes, key=lambda note: note[2] != piece):  # the very words come first
            parts = re.split(r"\{(\w+)\}", en)
            pattern = "".join(
                f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
            )
            if found := re.fullmatch(pattern, piece):
                return kk.format(**found.groupdict()), ru.format(**found.groupdict()), piece
        return piece, piece, piece

    def column(self, name: str, back: int = 0) -> str:
        return f"{name}_{self.year - back}"


def figures_of(*cells: tuple[tuple[int, str, int], str]) -> Figures:
    return {place: Decimal(text) for place, text in cells if text.strip()}


def joined(*labels: Label) -> Label:
    return (", ".join(one[0] for one in labels), ", ".join(one[1] for one in labels if one[1]))


def lowered(label: Label) -> Label:
    """The words inside a phrase; abbreviations stay."""
    kk, ru = (text if text[:2].isupper() else text[:1].lower() + text[1:] for text in label)
    return kk, ru


def then_and_now(line: LineRead) -> list[list[Any]]:
    return [[-1, PRINTED, line.key, line.cohort, 0], [0, TARGET, line.key, line.cohort, 0]]


def when_of(row: Mapping[str, str]) -> dict[str, Any]:
    """Performers and term of a row: its day or month, else its quarters; in words where those can't say it."""
    day = datetime.date.fromisoformat(row["date"]) if row.get("date") else None
    month = int(row["month"]) if row["month"] else None
    quarters = _span(row["quarters"]) or (str((month + 2) // 3) if month else "")
    term = row.get("term_kk", "")
    said = term if _BEYOND.fullmatch(term) else ""
    return {
        "performers": row.get("performers", ""),
        "quarters": quarters,
        "month": month,
        "day": day,
        "term_text": said,
    }


_BEYOND = re.compile(r"V|\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}")  # a quarter that no year has; an hour


def _span(text: str) -> str:
    """ "2-3" or "2" as the quarters they name."""
    first, _dash, last = text.partition("-")
    return "1234"[int(first) - 1 : int(last or first)] if first else ""


def term_of(term: str) -> dict[str, Any]:
    """A list's term: its quarters or its month, by their Kazakh names."""
    if term in _MONTHS:
        month = _MONTHS.index(term) + 1
        return {"quarters": str((month + 2) // 3), "month": month}
    return {"quarters": {"I-IV": "1234"}.get(term, "")}


_MONTHS = "Қаңтар Ақпан Наурыз Сәуір Мамыр Маусым Шілде Тамыз Қыркүйек Қазан Қараша Желтоқсан".split()


def by_number(path: Path) -> dict[str, dict[str, str]]:
    return {row["number"]: row for row in rows_of(path)} if path.exists() else {}


def rows_of(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise PlanUnreadable(problem=_("%(file)s can't be read") % {"file": path.name}) from None


def toml_of(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise PlanUnreadable(problem=_("%(file)s can't be read") % {"file": path.name}) from None
