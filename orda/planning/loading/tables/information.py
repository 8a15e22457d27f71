"""References and work with the media."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from orda.planning.loading.tables.folder import (
    TARGET,
    Cell,
    Folder,
    LineRead,
    TableRead,
    figures_of,
    joined,
    lowered,
)
from orda.planning.loading.tables.sources import MANUAL, summed


def references(folder: Folder) -> TableRead:
    lines = []
    printed = folder.rows("reference_plan")
    # "All" adds up the types; "virtual" is a channel of them, no fifth type.
    all_types = summed(
        *(f"reference.{row['type']}" for row in printed if row["type"] not in ("all", "virtual"))
    )
    for row in printed:
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
                all_types if kind == "all" and not suffix else MANUAL,
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
    """As printed: all, the year's plan, articles and television stories, each with those in Kazakh."""
    lines, rows = [], []
    names = (
        ("all", "all"),
        ("total", "plan"),
        *((one + part, one) for one in ("articles", "tv") for part in ("", "_kazakh")),
    )
    year = ("{year} ж. жоспары", "План {year} г.")
    columns = [[folder.word("all")], [year]]
    columns += [
        [folder.word(one), folder.word(part)] for one in ("articles", "tv") for part in ("total", "in_kazakh")
    ]
    printed = folder.rows("media_plan")
    levels = [row["level"] for row in printed if row["level"] != "all"]
    for row in printed:
        cells: list[Cell] = []
        for column, word in names:
            key = f"media.{row['level']}.{column}"
            cells.append([0, TARGET, key, "", 0])
            content = joined(folder.word(word), lowered(folder.word(row["level"])))
            content = joined(content, folder.word("in_kazakh")) if column.endswith("_kazakh") else content
            figures = figures_of(
                ((0, TARGET, 0), row[_MEDIA_COLUMNS.get(column, column).format(year=folder.year)])
            )
            source = _media_source(row["level"], column, levels)
            line = LineRead(key, content, "articles", source, figures=figures)
            inside = column.removesuffix("_kazakh") if column.endswith("_kazakh") else "total"
            lines.append(
                replace(line, of_which_of="" if inside == column else f"media.{row['level']}.{inside}")
            )
        rows.append({"heading": folder.word(row["level"]), "cells": cells})
    title = ("Бұқаралық ақпарат құралдарымен жұмыс", "Работа со средствами массовой информации")
    return TableRead("media", "media", title, tuple(lines), {"columns": columns, "rows": rows})


def _media_source(level: str, column: str, levels: Sequence[str]) -> Mapping[str, Any]:
    """Articles and television are counted; the totals add them up, and "all" adds up the levels."""
    if level == "all":
        return summed(*(f"media.{one}.{column}" for one in levels))
    if column in _MEDIA_COLUMNS:
        return summed(f"media.{level}.articles", f"media.{level}.tv")
    return MANUAL


# Columns of the file that name two sums of the same: what is printed in all, and what the year plans.
_MEDIA_COLUMNS = {"all": "total", "total": "plan_{year}"}
