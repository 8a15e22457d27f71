"""Computers, the internet, the means of security."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

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
    rows = folder.rows("internet")
    total = {
        "heading": folder.word("total"),
        "cells": [{"text": (str(len(rows)), str(len(rows)))}, [0, TARGET, "wifi", "", 0]],
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
    wireless = sum(row["wifi"] == "1" for row in rows)
    line = LineRead(
        "wifi",
        folder.word("Wi-Fi"),
        "libraries",
        STANDING,
        figures=figures_of(((0, TARGET, 0), str(wireless))),
    )
    columns = [[("Технология", "Технология")], [folder.word("Wi-Fi")]]
    title = ("Кітапханаларды интернеттеу", "Интернетизация библиотек")
    return TableRead("internet", "computers", title, (line,), {"columns": columns, "rows": [total, *shown]})


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
