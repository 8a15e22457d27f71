"""Read the plan's folder as a document: sections, tables and lines, each number a figure.

The tables stand as the plan prints them. Words in two languages come from words.csv, lists from tables.toml, the
sections from sections.csv, prose from texts.toml. In titles `{year}` is the plan's year.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from orda.planning.loading.plan_files import PlanUnreadable
from orda.planning.loading.tables.budget import budget
from orda.planning.loading.tables.control_indicators import control_indicators
from orda.planning.loading.tables.folder import (
    DocumentRead,
    Folder,
    PassageRead,
    SectionRead,
    TableRead,
    rows_of,
    toml_of,
)
from orda.planning.loading.tables.information import media, references
from orda.planning.loading.tables.lists import activities, listed_lines, occasions
from orda.planning.loading.tables.premises import computers, internet, premises, security_devices
from orda.planning.loading.tables.readers import events, reader_groups, social_media
from orda.planning.loading.tables.stock import acquisition, stock_movement, withdrawal


def read_document(path: Path, events: Path, year: int) -> DocumentRead:
    """The whole document. Raises PlanUnreadable (file, and what is wrong with it)."""
    words = {row["code"]: (row["kk"], row["ru"]) for row in rows_of(path / "words.csv")}
    notes = path / "notes.csv"
    kept = [(row["kk"], row["ru"], row["en"]) for row in rows_of(notes)] if notes.exists() else []
    folder = Folder(path, events, year, words, kept)
    sections = tuple(
        SectionRead(row["key"], row["number"], int(row["level"]), (row["title_kk"], row["title_ru"]))
        for row in folder.rows("sections")
    )
    known = {one.key for one in sections}
    tables = tuple(_tables(folder))
    for one in tables:
        if one.section not in known:
            raise PlanUnreadable(problem=_("table %(table)s: unknown section") % {"table": one.key})
    return DocumentRead(sections, tuple(_passages(folder, known)), tables)


def _tables(folder: Folder) -> Iterator[TableRead]:
    lists = toml_of(folder.path / "tables.toml")
    yield control_indicators(folder)
    yield from budget(folder)
    yield from acquisition(folder)
    yield withdrawal(folder)
    yield from stock_movement(folder)
    yield reader_groups(folder)
    yield from events(folder)
    yield social_media(folder)
    yield references(folder)
    yield media(folder)
    yield computers(folder)
    yield internet(folder)
    yield security_devices(folder)
    yield from premises(folder, lists.get("premises", ()))
    yield occasions(folder)
    for one in lists["list"]:
        yield listed_lines(folder, one, lists)
    yield from activities(folder, lists["activities"], lists.get("done", {}))


def _passages(folder: Folder, known: Iterable[str]) -> Iterator[PassageRead]:
    path = folder.path / "texts.toml"
    for one in toml_of(path).get("text", ()) if path.exists() else ():
        section = _MOVED.get(one["section"], one["section"])
        if section not in known:
            raise PlanUnreadable(problem=_("texts.toml: unknown section %(name)s") % {"name": section})
        if one["kind"] == "bullets":
            text = ("\n".join(one["items_kk"]), "\n".join(one["items_ru"]))
        else:
            text = (one["kk"], one["ru"])
        yield PassageRead(section, one["kind"], text)


# Names of the prose's places that stand in a wider section.
_MOVED = {"goals": "aims", "single_stock": "within_system_loan", "stock_study": "preservation"}
