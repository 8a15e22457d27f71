"""The money of the year: by kind, by quarter, by part of the network."""

from collections.abc import Iterator
from dataclasses import replace

from orda.planning.loading.tables.folder import TARGET, Folder, LineRead, TableRead, figures_of, joined
from orda.planning.loading.tables.sources import MANUAL, summed

# What the table adds up: paid for are books, and periodicals by half-year.
_SUMS = {
    "budget": summed("budget_books", "budget_periodicals"),
    "budget_periodicals": summed("budget_periodicals_half_1", "budget_periodicals_half_2"),
}


def budget(folder: Folder) -> Iterator[TableRead]:
    rows = {(row["table"], row["row"]): row for row in folder.rows("acquisition_budget")}
    whole = next(row for (table, _row), row in rows.items() if table == "allocated")
    kinds = (
        ("budget", "total", "sum"),
        ("budget_books", "books", "books"),
        ("budget_periodicals", "periodicals", "periodicals"),
    )
    lines = []
    for key, column, word in kinds:
        quarters = [((0, TARGET, n), rows["by_quarter", f"q{n}"][column]) for n in range(1, 5)]
        figures = figures_of(((0, TARGET, 0), whole[column]), *quarters)
        lines.append(LineRead(key, folder.word(word), "tenge", _SUMS.get(key, MANUAL), figures=figures))
    for half in ("1", "2"):
        key, amount = f"budget_periodicals_half_{half}", whole[f"periodicals_half_{half}"]
        content = (
            f"Мерзімді басылымдарға, {half} жартыжылдық",
            f"На периодические издания, {half}-е полугодие",
        )
        lines.append(LineRead(key, content, "tenge", MANUAL, figures=figures_of(((0, TARGET, 0), amount))))
    cells = [[0, TARGET, line.key, "", 0] for line in lines]
    yield TableRead(
        "budget",
        "budget",
        ("{year} жылға бөлінген қаражат, теңге", "Выделенные средства на {year} год, тенге"),
        tuple(replace(line, of_which_of="" if line.key == "budget" else "budget") for line in lines),
        {
            "columns": [[line.content] for line in lines],
            "rows": [{"heading": folder.word("allocated"), "cells": cells}],
        },
    )
    whole_year = {
        "heading": folder.word("total"),
        "cells": [[0, TARGET, key, "", 0] for key, _c, _w in kinds],
    }
    quarterly = [
        whole_year,
        *(
            {"heading": folder.word(f"q{n}"), "cells": [[0, TARGET, key, "", n] for key, _c, _w in kinds]}
            for n in range(1, 5)
        ),
    ]
    yield TableRead(
        "budget_by_quarter",
        "budget",
        ("Қаражатты тоқсан бойынша бөлу", "Распределение средств по кварталам"),
        (),
        {"columns": [[folder.word(word)] for _k, _c, word in kinds], "rows": quarterly},
    )
    parts = []
    for code, (_table, name) in zip(
        ("central", "branches"), (key for key in rows if key[0] == "by_unit"), strict=True
    ):
        row = rows["by_unit", name]
        for column, word in (("total", "sum"), ("books", "books")):
            content = joined(folder.word(code), folder.word(word))
            figures = figures_of(((0, TARGET, 0), row[column]))
            line = LineRead(f"budget_{code}_{column}", content, "tenge", MANUAL, figures=figures)
            parts.append(replace(line, of_which_of="budget"))
    by_unit = [
        {
            "heading": folder.word(word),
            "cells": [[0, TARGET, f"budget_{code}_{column}", "", 0] for code in ("central", "branches")],
        }
        for column, word in (("total", "sum"), ("books", "books"))
    ]
    yield TableRead(
        "budget_by_unit",
        "budget",
        ("Қаражатты құрылымдық бөлімшелер бойынша бөлу", "Распределение средств по подразделениям"),
        tuple(parts),
        {"columns": [[folder.word("central")], [folder.word("branches")]], "rows": by_unit},
    )
