"""References and work with the media."""

from dataclasses import replace

from orda.planning.services.plan_tables.folder import (
    TARGET,
    Cell,
    Folder,
    LineRead,
    TableRead,
    figures_of,
    joined,
    lowered,
)
from orda.planning.services.plan_tables.sources import MANUAL


def references(folder: Folder) -> TableRead:
    lines = []
    for row in folder.rows("reference_plan"):
        kind = row["type"]
        for suffix, column in (("", "total"), (".kk", "kazakh")):
            if not row[column]:
                continue
            content = folder.word(kind)
            content = joined(content, folder.word("in_kazakh")) if suffix else content
            line = LineRead(
                f"reference.{kind}{suffix}",
                content,
                "references",
                MANUAL,
                figures=figures_of(((0, TARGET, 0), row[column])),
            )
            inside = f"reference.{kind}" if suffix else "reference.all" if kind == "virtual" else ""
            lines.append(replace(line, of_which_of=inside))
    order = sorted(lines, key=lambda line: not line.key.startswith("reference.all"))
    title = ("Библиографиялық анықтамалар", "Библиографические справки")
    cells = [[0, TARGET, line.key, "", 0] for line in order]
    grid = {
        "columns": [[line.content] for line in order],
        "rows": [{"heading": ("Жоспар", "План"), "cells": cells}],
    }
    return TableRead("references", "references", title, tuple(order), grid)


def media(folder: Folder) -> TableRead:
    lines, rows = [], []
    names = (("total", "total"), ("articles", "articles"), ("tv", "tv"))
    columns = [
        [folder.word(word), folder.word(part)] for _c, word in names for part in ("total", "in_kazakh")
    ]
    for row in folder.rows("media_plan"):
        cells: list[Cell] = []
        for column, word in names:
            for suffix in ("", "_kazakh"):
                key = f"media.{row['level']}.{column}{suffix}"
                cells.append([0, TARGET, key, "", 0])
                content = joined(folder.word(word), lowered(folder.word(row["level"])))
                content = joined(content, folder.word("in_kazakh")) if suffix else content
                figures = figures_of(((0, TARGET, 0), row[f"{column}{suffix}"]))
                line = LineRead(key, content, "articles", MANUAL, figures=figures)
                inside = f"media.{row['level']}.{column if suffix else 'total'}"
                lines.append(replace(line, of_which_of="" if inside == key else inside))
        rows.append({"heading": folder.word(row["level"]), "cells": cells})
    title = ("Бұқаралық ақпарат құралдарымен жұмыс", "Работа со средствами массовой информации")
    return TableRead("media", "media", title, tuple(lines), {"columns": columns, "rows": rows})
