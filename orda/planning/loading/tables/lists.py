"""The tables of the plan that are lists of lines: selections, lists of tables.toml, lists of activities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from orda.events.services.plan_files import FIRST_ACTIVITY
from orda.planning.document.models import Line
from orda.planning.loading.tables.folder import (
    TARGET,
    Folder,
    Label,
    LineRead,
    TableRead,
    by_number,
    figures_of,
    rows_of,
    term_of,
    when_of,
)
from orda.planning.loading.tables.sources import MANUAL, MILESTONE, STANDING, from_diary


def occasions(folder: Folder) -> TableRead:
    russian = by_number(folder.path / "russian_occasions.csv")
    lines = tuple(
        LineRead(
            f"occasion.{row['number']}",
            (row["title_kk"], russian.get(row["number"], {}).get("title_ru", "")),
            "done",
            MILESTONE,
            target_text=Line.BY_PLAN,
            note=folder.note(row["note"]),
            **{**when_of(row), "performers": "ҚҰҚБ"},
        )
        for row in rows_of(folder.events / f"plan_{folder.year}_occasions.csv")
    )
    title = ("Мерекелер мен мерейтойларға іріктемелер", "Подборки к праздникам и юбилеям")
    return TableRead("occasions", "selections", title, lines)


def listed_lines(folder: Folder, said: Mapping[str, Any], lists: Mapping[str, Any]) -> TableRead:
    lines, last = [], ""
    for place, row in enumerate(folder.rows(said["key"]), 1):
        name = row.get("name_kk") or row["name_en"]
        number = row.get(folder.column("plan"), row.get("thousand_tenge", ""))
        line = LineRead(
            f"{said['key']}.{place}",
            folder.word(name),
            said["unit"],
            _listed(said, row, name, lists),
            said.get("cohort", ""),
            figures_of(((0, TARGET, 0), number)),
            performers=row.get("performer", ""),
            target_text=row.get("target_text", ""),
            note=folder.note(row.get("note", "")),
            **term_of(row.get("term", "")),
        )
        # "of which remote" is inside the line before it that is no such part itself.
        inside = last if row.get("name_en", "").startswith("of which") else ""
        lines.append(replace(line, of_which_of=inside))
        last = last if inside else line.key
    return TableRead(
        f"list.{said['key']}", said["section"], (said["title"][0], said["title"][1]), tuple(lines)
    )


def _listed(
    said: Mapping[str, Any], row: Mapping[str, str], name: str, lists: Mapping[str, Any]
) -> Mapping[str, Any]:
    """From where the actual of a list's line comes."""
    if name in lists["events"]:
        return from_diary("event_held", *({"form": form} for form in lists["events"][name]))
    if name in lists["databases"]:
        return from_diary("catalogue_record", {"database": lists["databases"][name]})
    if name in lists["withdrawn"]:
        return from_diary("withdrawal", *({"reason": reason} for reason in lists["withdrawn"][name]))
    if name in lists["libraries"]:
        return {**from_diary(lists["libraries"][name], {}), "kind": "libraries"}
    if name in lists["counted"]:
        where = dict(lists["counted"][name])
        return from_diary(where.pop("measure"), where)
    if row.get("report"):
        return {"kind": "reports", "report": row["report"]}
    if said["key"] == "withdrawal_reasons":
        return from_diary("withdrawal", {"reason": row["code"]})
    if name.startswith("records of children"):
        return {"kind": "level", "level": "catalogue_records", "where": {}, "at": "start"}
    if name in lists["standing"]["lines"]:
        return STANDING
    return MILESTONE if said.get("milestone") else MANUAL


# The table of stock work prints these of the list of activities too: one line each.
_TWICE = {"90", "96", "97", "98", *map(str, range(100, 107))}


def activities(
    folder: Folder, lists: Mapping[str, Sequence[str]], done: Mapping[str, Mapping[str, str]]
) -> Iterator[TableRead]:
    """The lists of activities; `done`: title -> the measure that counts it, where one does."""
    russian = by_number(folder.events / f"plan_{folder.year}_activities_russian.csv")
    by_list: dict[str, list[LineRead]] = {}
    for row in rows_of(folder.events / f"plan_{folder.year}_activities.csv"):
        number = row["number"]
        if number in _TWICE:
            continue
        words = "" if row["target"].isdigit() else row["target"]
        target = "" if words or "whole list" in row["note"] else row["target"]
        source: Mapping[str, Any] = MANUAL if target else MILESTONE
        if row["form"]:
            source = {"kind": "events", "number": FIRST_ACTIVITY + int(number)}
        unit = "events" if row["form"] else "copies" if row["section"] == "publications" else "done"
        unit = "people" if row["section"] == "staff_training" and target else unit
        if row["title_kk"] in done:
            where = dict(done[row["title_kk"]])
            unit, source = where.pop("unit"), from_diary(where.pop("measure"), where)
        title = (row["title_kk"], russian.get(number, {}).get("title_ru", ""))
        line = LineRead(
            f"activity.{number}",
            _after(folder.word(row.get("form_kk", "")), title),
            unit,
            source,
            figures=figures_of(((0, TARGET, 0), target)),
            target_text=words,
            note=folder.note(row["note"]),
            **when_of(row),
        )
        by_list.setdefault(row["section"], []).append(line)
    for name, lines in by_list.items():
        section, kk, ru = lists[name]
        yield TableRead(f"activities.{name}", section, (kk, ru), tuple(lines))


def _after(form: Label, title: Label) -> Label:
    """ "Сауалнама: «…»", as the plan prints a title after its form."""
    if not form[0]:
        return title
    kk, ru = (f"{said}: {text}" if said and text else text for said, text in zip(form, title, strict=True))
    return kk, ru
