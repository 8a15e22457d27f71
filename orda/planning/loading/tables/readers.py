"""Reader groups, events by direction, social media."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from orda.planning.loading.tables.folder import (
    CHILDREN,
    PRINTED,
    TARGET,
    Folder,
    LineRead,
    TableRead,
    by_number,
    figures_of,
    joined,
    lowered,
    rows_of,
    then_and_now,
    when_of,
)
from orda.planning.loading.tables.sources import MANUAL, STANDING

_GROUPS: Mapping[str, Mapping[str, str]] = {
    "0-10": {"age_group": "0-10"},
    "0-10-disabled": {"age_group": "0-10", "disability": "yes"},
    "11-15": {"age_group": "11-15"},
    "11-15-disabled": {"age_group": "11-15", "disability": "yes"},
    "leaders-of-reading": {"age_group": "leaders-of-reading"},
    "other": {"age_group": "other"},
    "total-as-printed": {},
}


def reader_groups(folder: Folder) -> TableRead:
    lines = []
    for row in folder.rows("reader_groups"):
        figures = figures_of(
            ((-1, PRINTED, 0), row[folder.column("actual", 1)]),
            ((0, TARGET, 0), row[folder.column("plan")]),
        )
        term = {"measure": "reader_registered", "where": _GROUPS[row["group"]], "sign": 1}
        line = LineRead(
            f"reader_group.{row['group']}",
            folder.word(row["group"]),
            "readers",
            {"kind": "diary", "terms": [term]},
            figures=figures,
        )
        parent = row["of_which_of"]
        lines.append(replace(line, of_which_of=f"reader_group.{parent}" if parent else ""))
    columns = [[("{last} ж. орындау", "Выполнение {last} г.")], [("{year} ж. жоспар", "План {year} г.")]]
    rows = [{"heading": line.content, "cells": then_and_now(line)} for line in lines]
    title = ("Жас санаты бойынша оқырмандар", "Читатели по возрастным категориям")
    return TableRead(
        "reader_groups", "reader_groups", title, tuple(lines), {"columns": columns, "rows": rows}
    )


def events(folder: Folder) -> Iterator[TableRead]:
    directions = {row["code"]: row for row in rows_of(folder.events / "directions.csv")}
    russian = by_number(folder.events / f"plan_{folder.year}_events_russian.csv")
    by_direction: dict[str, list[LineRead]] = {}
    for row in rows_of(folder.events / f"plan_{folder.year}_events.csv"):
        number = row["number"]
        told = russian.get(number, {})
        line = LineRead(
            f"event.{number}",
            (_content(row, "_kk"), _content(told, "_ru")),
            "events",
            {"kind": "events", "number": int(number)},
            note=folder.note(row["note"]),
            form=(row["form_kk"], told.get("form_ru", "")),
            audience=(row["audience_kk"], told.get("audience_ru", "")),
            **when_of(row),
        )
        by_direction.setdefault(row["direction"], []).append(line)
    for direction, lines in by_direction.items():
        title = (directions[direction]["name_kk"], directions[direction]["name_ru"])
        yield TableRead(f"events.{direction}", "events", title, tuple(lines))


def _content(row: Mapping[str, str], language: str) -> str:
    """Title / occasion, as the plan prints them in one column."""
    said = [row.get(f"title{language}", ""), row.get(f"occasion{language}", "")]
    return " / ".join(part for part in said if part)[:500]


_NETWORK_COLUMNS = ("followers", "posts", "views")


def social_media(folder: Folder) -> TableRead:
    lines, rows, totals = [], [], {}
    for row in folder.rows("social_media"):
        network, group = row["network"], row["group"]
        cohort = {"total": ""}.get(group, group or CHILDREN)
        cells = []
        for what in _NETWORK_COLUMNS:
            key = f"social.{network}.{what}"
            figures = figures_of(
                *(((-back, PRINTED, 0), row[folder.column(what, back)]) for back in (2, 1)),
            )
            cells += [[-back, PRINTED, key, cohort, 0] for back in (2, 1)]
            if group == "total":
                totals[key, ""] = figures
                continue
            content = joined((network, network), lowered(folder.word(what)), lowered(folder.word(cohort)))
            source = STANDING if what == "followers" else MANUAL
            lines.append(LineRead(key, content, what, source, cohort, figures))
        name = folder.word("total" if group == "total" else cohort)
        rows.append({"heading": joined((network, network), lowered(name)), "cells": cells})
    columns = [
        [folder.word(what), (year, year)] for what in _NETWORK_COLUMNS for year in ("{before}", "{last}")
    ]
    title = ("Әлеуметтік желілер", "Социальные сети")
    grid = {"columns": columns, "rows": rows}
    return TableRead("social_media", "social_media", title, tuple(lines), grid, totals)
