"""Computers, the internet, the means of security."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from orda.planning.document.models import Line
from orda.planning.loading.tables.folder import (
    TARGET,
    Folder,
    LineRead,
    TableRead,
    figures_of,
    joined,
    lowered,
)
from orda.planning.loading.tables.sources import MANUAL, STANDING, summed


def computers(folder: Folder) -> TableRead:
    lines, rows = [], []
    names = ("total", "desktop", "laptop")
    for row in folder.rows("computers"):
        slug = row["row"].replace(" ", "_")
        for column in names:
            content = joined(folder.word(row["row"]), lowered(folder.word(column)))
            source = _computers_source(slug, column)
            figures = figures_of(((0, TARGET, 0), row[column]))
            line = LineRead(f"computers.{slug}.{column}", content, "computers", source, figures=figures)
            inside = "" if column == "total" else f"computers.{slug}.total"
            lines.append(replace(line, of_which_of=inside))
        cells = [[0, TARGET, f"computers.{slug}.{column}", "", 0] for column in names]
        rows.append({"heading": folder.word(row["row"]), "cells": cells})
    title = ("Компьютерлер", "Компьютеры")
    grid = {"columns": [[folder.word(column)] for column in names], "rows": rows}
    return TableRead("computers", "computers", title, tuple(lines), grid)


def _computers_source(row: str, column: str) -> Mapping[str, Any]:
    """What stands at the start, what came and what went are counted; the rest follows from them."""
    if column == "total":
        return summed(f"computers.{row}.desktop", f"computers.{row}.laptop")
    if row == "end_of_year":
        came = (f"computers.{one}.{column}" for one in ("start_of_year", "received"))
        return summed(*came, takes=[f"computers.written_off.{column}"])
    return STANDING if row == "start_of_year" else MANUAL


def internet(folder: Folder) -> TableRead:
    """The total is printed; where the branches' own cells say otherwise, a note of the source tells it."""
    rows = [row for row in folder.rows("internet") if row["branch"] != "total"]
    (whole,) = (row for row in folder.rows("internet") if row["branch"] == "total")
    total = {
        "heading": folder.word("total"),
        "cells": [[0, TARGET, "internet", "", 0], [0, TARGET, "wifi", "", 0]],
    }
    shown = [
        {
            "heading": (f"№ {row['branch']} филиал", f"Филиал № {row['branch']}"),
            "cells": [
                {"text": (row["technology"], row["technology"])},
                {"text": ("1", "1") if row["wifi"] == "1" else ("–", "–")},
            ],
        }
        for row in rows
    ]
    lines = tuple(
        LineRead(key, folder.word(name), "libraries", STANDING, figures=figures_of(((0, TARGET, 0), number)))
        for key, name, number in (
            ("internet", "connected", whole["technology"]),
            ("wifi", "Wi-Fi", whole["wifi"]),
        )
    )
    columns = [[("Технология", "Технология")], [folder.word("Wi-Fi")]]
    title = ("Кітапханаларды интернеттеу", "Интернетизация библиотек")
    return TableRead("internet", "computers", title, lines, {"columns": columns, "rows": [total, *shown]})


def premises(folder: Folder, said: Sequence[Mapping[str, Any]]) -> Iterator[TableRead]:
    """Small tables of buildings, repairs, furniture and equipment. Where the plan prints a dash, nothing is planned
    and a library fills in what came about."""
    for one in said:
        lines = tuple(
            LineRead(
                f"{one['key']}.{column['key']}",
                (column["kk"], column["ru"]),
                column["unit"],
                STANDING if column.get("standing") else MANUAL,
                figures=figures_of(((0, TARGET, 0), column.get("plan", ""))),
                target_text="" if "plan" in column else Line.NOTHING,
            )
            for column in one["columns"]
        )
        yield TableRead(one["key"], one.get("section", "premises"), (one["title"][0], one["title"][1]), lines)


def security_devices(folder: Folder) -> TableRead:
    (row,) = folder.rows("security_devices")
    lines = tuple(
        LineRead(
            f"security.{name}",
            folder.word(name),
            "libraries" if name != "guards_people" else "people",
            STANDING,
            figures=figures_of(((0, TARGET, 0), number)),
        )
        for name, number in row.items()
    )
    cells = [[0, TARGET, line.key, "", 0] for line in lines]
    grid = {
        "columns": [[line.content] for line in lines],
        "rows": [{"heading": folder.word("total"), "cells": cells}],
    }
    title = ("Қауіпсіздік жүйесін ұйымдастыру", "Организация системы безопасности")
    return TableRead("security_devices", "premises", title, lines, grid)
