"""New literature, withdrawal, and the movement of the stock, each by content."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from orda.planning.loading.tables.folder import (
    CHILDREN,
    FIELDS,
    PRINTED,
    PUBLIC,
    TARGET,
    Folder,
    Label,
    LineRead,
    TableRead,
    figures_of,
    joined,
    lowered,
    then_and_now,
)
from orda.planning.loading.tables.sources import BUDGET, counted, where_of

_SCOPES = {
    "network": ("Барлық жаңа әдебиеттер", "Вся новая литература"),
    CHILDREN: ("5 балалар филиалы бойынша жаңа әдебиеттер", "Новая литература по 5 детским филиалам"),
    PUBLIC: ("10 көпшілік филиал бойынша жаңа әдебиеттер", "Новая литература по 10 публичным филиалам"),
}


def acquisition(folder: Folder) -> Iterator[TableRead]:
    tables: dict[tuple[str, str, str], list[LineRead]] = {}
    for row in folder.rows("acquisition_plan"):
        scope, language, funding, of = (
            row["scope"],
            row["language"],
            row["funding"],
            row["subject_field"],
        )
        figures = figures_of(
            ((-1, PRINTED, 0), row[folder.column("received", 1)]),
            ((0, TARGET, 0), row[folder.column("plan")]),
        )
        supplies: Sequence[str] = BUDGET if funding == "budget" else ()
        line = LineRead(
            f"new_literature.{language}.{funding}.{of}",
            joined(_acquired(folder, scope, language, funding), folder.word(of)),
            "copies",
            counted("intake", language, of, supplies),
            "" if scope == "network" else scope,
            figures,
        )
        tables.setdefault((scope, language, funding), []).append(line)
    for (scope, language, funding), lines in tables.items():
        columns = [
            [folder.word(of), (f"{{{when}}} ж. {folder.word(what)[0].lower()}", f"{{{when}}} г. {word}")]
            for of in FIELDS
            for when, what, word in (("last", "got", "получено"), ("year", "plan", "план"))
        ]
        cells = [cell for line in lines for cell in then_and_now(line)]
        yield TableRead(
            f"new_literature.{scope}.{language}.{funding}",
            "acquisition",
            _acquired(folder, scope, language, funding),
            tuple(lines),
            {"columns": columns, "rows": [{"heading": None, "cells": cells}]},
        )


def _acquired(folder: Folder, scope: str, language: str, funding: str) -> Label:
    words = _SCOPES[scope]
    if funding != "all":
        words = joined(words, lowered(folder.word(funding)))
    return joined(words, lowered(folder.word("kk"))) if language == "kk" else words


def withdrawal(folder: Folder) -> TableRead:
    lines, rows = [], []
    for row in folder.rows("withdrawal_plan"):
        cohort = "" if row["scope"] == "network" else row["scope"]
        name = folder.word(row["scope"])
        for of in FIELDS:
            figures = figures_of(((0, TARGET, 0), row[of]))
            source = counted("withdrawal", "all", of)
            content = joined(folder.word("net_withdrawn"), lowered(name), lowered(folder.word(of)))
            lines.append(LineRead(f"withdrawn.{of}", content, "copies", source, cohort, figures))
        rows.append({"heading": name, "cells": [[0, TARGET, f"withdrawn.{of}", cohort, 0] for of in FIELDS]})
    columns = [[folder.word("net_withdrawn"), folder.word(of)] for of in FIELDS]
    title = ("Кітапхана қорының жоспарлы түрде шығуы, дана", "Плановое выбытие библиотечного фонда, экз.")
    return TableRead("withdrawal_plan", "withdrawal", title, tuple(lines), {"columns": columns, "rows": rows})


def stock_movement(folder: Folder) -> Iterator[TableRead]:
    by_language: dict[str, list[dict[str, str]]] = {}
    for row in folder.rows("stock_movement"):
        by_language.setdefault(row["language"], []).append(row)
    for language, printed in by_language.items():
        lines, rows = [], []
        for row in printed:
            what = row["row"].rsplit("_", 1)[0]
            for of in FIELDS:
                key = f"stock_{what}.{language}.{of}"
                content = joined(folder.word(what), lowered(folder.word(of)))
                content = joined(content, lowered(folder.word("kk"))) if language == "kk" else content
                figures = figures_of(((0, TARGET, 0), row[of]))
                source = _stock_source(what, language, of)
                lines.append(LineRead(key, content, "copies", source, figures=figures))
            cells = [[0, TARGET, f"stock_{what}.{language}.{of}", "", 0] for of in FIELDS]
            rows.append({"heading": folder.word(what), "cells": cells})
        title = ("Қордың жоспарланған құрамы, дана", "Планируемый состав фонда, экз.")
        title = joined(title, lowered(folder.word("kk"))) if language == "kk" else title
        grid = {"columns": [[folder.word(of)] for of in FIELDS], "rows": rows}
        yield TableRead(f"stock_movement.{language}", "stock_movement", title, tuple(lines), grid)


def _stock_source(what: str, language: str, of: str) -> Mapping[str, Any]:
    if what in ("start", "end"):
        return {"kind": "level", "level": "stock", "where": where_of(language, of), "at": what}
    return counted(what, language, of)
