"""The control indicators of the two cohorts, as the plan prints them."""

from dataclasses import replace

from orda.planning.indicators.declared import INDICATORS, Rate
from orda.planning.loading.tables.folder import (
    CHILDREN,
    PRINTED,
    PUBLIC,
    TARGET,
    Cell,
    Folder,
    LineRead,
    TableRead,
    figures_of,
)


def control_indicators(folder: Folder) -> TableRead:
    year, last = str(folder.year), str(folder.year - 1)
    lines, rows, joint = [], [], {}
    for row in folder.rows("control_indicators"):
        of, cohort = row["indicator"], row["cohort"]
        figures = figures_of(
            ((-1, TARGET, 0), row[f"plan_{last}"]),
            ((-1, PRINTED, 0), row[f"actual_{last}"]),
            *(((0, TARGET, n), row[f"plan_{year}_q{n}"]) for n in range(1, 5)),
            ((0, TARGET, 0), row[f"plan_{year}_year"]),
        )
        indicator = INDICATORS[of]
        unit = "rate" if isinstance(indicator, Rate) else _INDICATOR_UNITS[of]
        line = LineRead(of, folder.word(of), unit, {"kind": "indicator", "key": of}, cohort, figures)
        if together := row.get(f"joint_actual_{last}"):
            joint[of, ""] = figures_of(((-1, PRINTED, 0), together))
        lines.append(replace(line, of_which_of=row["of_which_of"], note=folder.note(row["note"])))
    cohorts = (CHILDREN, PUBLIC)
    for key in dict.fromkeys(one.key for one in lines):
        cells: list[Cell] = [[-1, kind, key, cohort, 0] for kind in (TARGET, PRINTED) for cohort in cohorts]
        if joint:
            cells.append([-1, PRINTED, key, "", 0] if (key, "") in joint else None)
        cells += [[0, TARGET, key, cohort, n] for cohort in cohorts for n in (1, 2, 3, 4, 0)]
        rows.append({"heading": folder.word(key), "cells": cells})
    plan_then = (f"{{last}} ж. {folder.word('plan')[0].lower()}ы", "План {last} г.")
    done_then = ("{last} орындауы", "Выполнение {last} г.")
    plan_now = ("{year} ж. жоспары", "План {year} г.")
    columns = [[head, folder.word(cohort)] for head in (plan_then, done_then) for cohort in cohorts]
    if joint:
        columns.append([done_then, folder.word("total")])
    columns += [
        [plan_now, folder.word(cohort), folder.word(n)]
        for cohort in cohorts
        for n in ("q1", "q2", "q3", "q4", "year")
    ]
    title = ("{year} жылға бақылау көрсеткіштерінің жоспары", "План контрольных показателей на {year} год")
    return TableRead(
        "control_indicators",
        "control_indicators",
        title,
        tuple(lines),
        {"columns": columns, "rows": rows},
        joint,
    )


_INDICATOR_UNITS = {
    "readers": "readers",
    "readers_site": "readers",
    "readers_electronic": "readers",
    "loans": "copies",
    "loans_electronic_documents": "copies",
    "loans_electronic_publications": "copies",
    "visits": "visits",
    "catalogue_records": "records",
    "events_offline": "events",
    "events_online": "events",
    "attendance_offline": "people",
    "views_online": "views",
}
