"""Read the plan's folder as a document: sections, tables and lines, each number a figure.

The tables stand as the plan prints them. Words in two languages come from words.csv, lists from tables.toml, the
sections from sections.csv, prose from texts.toml. In titles `{year}` is the plan's year.
"""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from orda.events.services.plan_files import FIRST_ACTIVITY
from orda.network.models import Unit
from orda.planning.indicators import INDICATORS, Rate
from orda.planning.models import Figure
from orda.planning.services.plan_files import PlanUnreadable

CHILDREN, PUBLIC = Unit.Cohort.CHILDREN.value, Unit.Cohort.PUBLIC.value
FIELDS = ("total", "social", "science", "technology", "art_sport", "fiction_philology")
TARGET, PRINTED = Figure.TARGET, Figure.PRINTED_ACTUAL
MANUAL, STANDING, MILESTONE = {"kind": "manual"}, {"kind": "manual_level"}, {"kind": "milestone"}
BY_PLAN = "Жоспар бойынша"
# Both are paid by the budget: books bought and periodicals subscribed to.
BUDGET = ("budget", "subscription")

Label = tuple[str, str]
Cell = dict[str, Any] | list[Any] | None
Figures = Mapping[tuple[int, str, int], Decimal]  # (years from the plan's, kind, quarter) -> number


@dataclass(frozen=True)
class LineRead:
    """A line, with the figures printed for it. What is not said is as Line's own defaults."""

    key: str
    content: Label
    unit: str
    source: Mapping[str, Any]
    cohort: str = ""
    figures: Figures = field(default_factory=dict)
    performers: str = ""
    quarters: str = ""
    month: int | None = None
    target_text: str = ""
    of_which_of: str = ""
    note: str = ""


@dataclass(frozen=True)
class TableRead:
    key: str
    section: str
    title: Label
    lines: tuple[LineRead, ...]
    grid: Mapping[str, Any] | None = None
    totals: Mapping[tuple[str, str], Figures] = field(default_factory=dict)  # printed sums that are no lines


@dataclass(frozen=True)
class SectionRead:
    key: str
    number: str
    level: int
    title: Label


@dataclass(frozen=True)
class PassageRead:
    section: str
    kind: str
    text: Label


@dataclass(frozen=True)
class DocumentRead:
    sections: tuple[SectionRead, ...]
    passages: tuple[PassageRead, ...]
    tables: tuple[TableRead, ...]


@dataclass(frozen=True)
class Folder:
    """A plan's folder: its rows by file, and its words."""

    path: Path
    events: Path
    year: int
    words: Mapping[str, Label]

    def rows(self, name: str) -> list[dict[str, str]]:
        return _rows(self.path / f"{name}.csv")

    def word(self, code: str) -> Label:
        """The words for a code; a text that has no other words stands as it is, in Kazakh alone."""
        return self.words.get(code, (code, ""))

    def column(self, name: str, back: int = 0) -> str:
        return f"{name}_{self.year - back}"


def read_document(path: Path, events: Path, year: int) -> DocumentRead:
    """The whole document. Raises PlanUnreadable (file, and what is wrong with it)."""
    words = {row["code"]: (row["kk"], row["ru"]) for row in _rows(path / "words.csv")}
    folder = Folder(path, events, year, words)
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
    lists = _toml(folder.path / "tables.toml")
    yield _control_indicators(folder)
    yield from _budget(folder)
    yield from _acquisition(folder)
    yield _withdrawal(folder)
    yield from _stock_movement(folder)
    yield _reader_groups(folder)
    yield from _events(folder)
    yield _social_media(folder)
    yield _references(folder)
    yield _media(folder)
    yield _computers(folder)
    yield _internet(folder)
    yield _security_devices(folder)
    yield _occasions(folder)
    for one in lists["list"]:
        yield _list(folder, one, lists)
    yield from _activities(folder, lists["activities"])


def _control_indicators(folder: Folder) -> TableRead:
    year, last = str(folder.year), str(folder.year - 1)
    lines, rows = [], []
    for row in folder.rows("control_indicators"):
        of, cohort = row["indicator"], row["cohort"]
        figures = _figures(
            ((-1, TARGET, 0), row[f"plan_{last}"]),
            ((-1, PRINTED, 0), row[f"actual_{last}"]),
            *(((0, TARGET, n), row[f"plan_{year}_q{n}"]) for n in range(1, 5)),
            ((0, TARGET, 0), row[f"plan_{year}_year"]),
        )
        indicator = INDICATORS[of]
        unit = "rate" if isinstance(indicator, Rate) else _INDICATOR_UNITS[of]
        line = LineRead(of, folder.word(of), unit, {"kind": "indicator", "key": of}, cohort, figures)
        lines.append(replace(line, of_which_of=row["of_which_of"], note=row["note"]))
    cohorts = (CHILDREN, PUBLIC)
    for key in dict.fromkeys(one.key for one in lines):
        cells = [[-1, kind, key, cohort, 0] for kind in (TARGET, PRINTED) for cohort in cohorts]
        cells += [[0, TARGET, key, cohort, n] for cohort in cohorts for n in (1, 2, 3, 4, 0)]
        rows.append({"heading": folder.word(key), "cells": cells})
    plan_then = (f"{{last}} ж. {folder.word('plan')[0].lower()}ы", "План {last} г.")
    done_then = ("{last} орындауы", "Выполнение {last} г.")
    plan_now = ("{year} ж. жоспары", "План {year} г.")
    columns = [[head, folder.word(cohort)] for head in (plan_then, done_then) for cohort in cohorts]
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


def _budget(folder: Folder) -> Iterator[TableRead]:
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
        figures = _figures(((0, TARGET, 0), whole[column]), *quarters)
        lines.append(LineRead(key, folder.word(word), "tenge", MANUAL, figures=figures))
    halves = (("budget_periodicals_half_1", "700000", "1"), ("budget_periodicals_half_2", "600000", "2"))
    for key, amount, half in halves:
        content = (
            f"Мерзімді басылымдарға, {half} жартыжылдық",
            f"На периодические издания, {half}-е полугодие",
        )
        lines.append(LineRead(key, content, "tenge", MANUAL, figures=_figures(((0, TARGET, 0), amount))))
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
    quarterly = [
        {"heading": folder.word(f"q{n}"), "cells": [[0, TARGET, key, "", n] for key, _c, _w in kinds]}
        for n in range(1, 5)
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
            content = _joined(folder.word(code), folder.word(word))
            figures = _figures(((0, TARGET, 0), row[column]))
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


_SCOPES = {
    "network": ("Барлық жаңа әдебиеттер", "Вся новая литература"),
    CHILDREN: ("5 балалар филиалы бойынша жаңа әдебиеттер", "Новая литература по 5 детским филиалам"),
    PUBLIC: ("10 көпшілік филиал бойынша жаңа әдебиеттер", "Новая литература по 10 публичным филиалам"),
}


def _acquisition(folder: Folder) -> Iterator[TableRead]:
    tables: dict[tuple[str, str, str], list[LineRead]] = {}
    for row in folder.rows("acquisition_plan"):
        scope, language, funding, of = (
            row["scope"],
            row["language"],
            row["funding"],
            row["subject_field"],
        )
        figures = _figures(
            ((-1, PRINTED, 0), row[folder.column("received", 1)]),
            ((0, TARGET, 0), row[folder.column("plan")]),
        )
        supplies: Sequence[str] = BUDGET if funding == "budget" else ()
        line = LineRead(
            f"new_literature.{language}.{funding}.{of}",
            _joined(_acquired(folder, scope, language, funding), folder.word(of)),
            "copies",
            _counted("intake", language, of, supplies),
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
        cells = [cell for line in lines for cell in _then_and_now(line)]
        yield TableRead(
            f"new_literature.{scope}.{language}.{funding}",
            "acquisition",
            _acquired(folder, scope, language, funding),
            tuple(lines),
            {"columns": columns, "rows": [{"heading": None, "cells": cells}]},
        )


def _then_and_now(line: LineRead) -> list[list[Any]]:
    return [[-1, PRINTED, line.key, line.cohort, 0], [0, TARGET, line.key, line.cohort, 0]]


def _acquired(folder: Folder, scope: str, language: str, funding: str) -> Label:
    words = _SCOPES[scope]
    if funding != "all":
        words = _joined(words, _lower(folder.word(funding)))
    return _joined(words, _lower(folder.word("kk"))) if language == "kk" else words


def _withdrawal(folder: Folder) -> TableRead:
    lines, rows = [], []
    for row in folder.rows("withdrawal_plan"):
        cohort = "" if row["scope"] == "network" else row["scope"]
        name = folder.word(row["scope"])
        for of in FIELDS:
            figures = _figures(((0, TARGET, 0), row[of]))
            source = _counted("withdrawal", "all", of)
            content = _joined(folder.word("net_withdrawn"), _lower(name), _lower(folder.word(of)))
            lines.append(LineRead(f"withdrawn.{of}", content, "copies", source, cohort, figures))
        rows.append({"heading": name, "cells": [[0, TARGET, f"withdrawn.{of}", cohort, 0] for of in FIELDS]})
    columns = [[folder.word("net_withdrawn"), folder.word(of)] for of in FIELDS]
    title = ("Кітапхана қорының жоспарлы түрде шығуы, дана", "Плановое выбытие библиотечного фонда, экз.")
    return TableRead("withdrawal_plan", "withdrawal", title, tuple(lines), {"columns": columns, "rows": rows})


def _stock_movement(folder: Folder) -> Iterator[TableRead]:
    by_language: dict[str, list[dict[str, str]]] = {}
    for row in folder.rows("stock_movement"):
        by_language.setdefault(row["language"], []).append(row)
    for language, printed in by_language.items():
        lines, rows = [], []
        for row in printed:
            what = row["row"].rsplit("_", 1)[0]
            for of in FIELDS:
                key = f"stock_{what}.{language}.{of}"
                content = _joined(folder.word(what), _lower(folder.word(of)))
                content = _joined(content, _lower(folder.word("kk"))) if language == "kk" else content
                figures = _figures(((0, TARGET, 0), row[of]))
                source = _stock_source(what, language, of)
                lines.append(LineRead(key, content, "copies", source, figures=figures))
            cells = [[0, TARGET, f"stock_{what}.{language}.{of}", "", 0] for of in FIELDS]
            rows.append({"heading": folder.word(what), "cells": cells})
        title = ("Қордың жоспарланған құрамы, дана", "Планируемый состав фонда, экз.")
        title = _joined(title, _lower(folder.word("kk"))) if language == "kk" else title
        grid = {"columns": [[folder.word(of)] for of in FIELDS], "rows": rows}
        yield TableRead(f"stock_movement.{language}", "stock_movement", title, tuple(lines), grid)


def _stock_source(what: str, language: str, of: str) -> Mapping[str, Any]:
    if what in ("start", "end"):
        return {"kind": "level", "level": "stock", "where": _where(language, of), "at": what}
    return _counted(what, language, of)


_GROUPS: Mapping[str, Mapping[str, str]] = {
    "0-10": {"age_group": "0-10"},
    "0-10-disabled": {"age_group": "0-10", "disability": "yes"},
    "11-15": {"age_group": "11-15"},
    "11-15-disabled": {"age_group": "11-15", "disability": "yes"},
    "leaders-of-reading": {"age_group": "leaders-of-reading"},
    "other": {"age_group": "other"},
    "total-as-printed": {},
}


def _reader_groups(folder: Folder) -> TableRead:
    lines = []
    for row in folder.rows("reader_groups"):
        figures = _figures(
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
    rows = [{"heading": line.content, "cells": _then_and_now(line)} for line in lines]
    title = ("Жас санаты бойынша оқырмандар", "Читатели по возрастным категориям")
    return TableRead(
        "reader_groups", "reader_groups", title, tuple(lines), {"columns": columns, "rows": rows}
    )


def _events(folder: Folder) -> Iterator[TableRead]:
    directions = {row["code"]: row for row in _rows(folder.events / "directions.csv")}
    russian = _optional(folder.path / "russian_events.csv")
    by_direction: dict[str, list[LineRead]] = {}
    for row in _rows(folder.events / f"plan_{folder.year}_events.csv"):
        number = row["number"]
        line = LineRead(
            f"event.{number}",
            (_event(row, "_kk"), _event(russian[number], "_ru") if number in russian else ""),
            "events",
            {"kind": "events", "number": int(number)},
            **_when(row),
        )
        by_direction.setdefault(row["direction"], []).append(line)
    for direction, lines in by_direction.items():
        title = (directions[direction]["name_kk"], directions[direction]["name_ru"])
        yield TableRead(f"events.{direction}", "events", title, tuple(lines))


def _event(row: Mapping[str, str], language: str) -> str:
    """Title / occasion. Form, audience."""
    said = [row[f"title{language}"], row[f"occasion{language}"]]
    about = ", ".join(part for part in (row[f"form{language}"], row[f"audience{language}"]) if part)
    return f"{' / '.join(part for part in said if part)}. {about}".strip(". ")[:500]


_NETWORK_COLUMNS = ("followers", "posts", "views")


def _social_media(folder: Folder) -> TableRead:
    lines, rows, totals = [], [], {}
    for row in folder.rows("social_media"):
        network, group = row["network"], row["group"]
        cohort = {"total": ""}.get(group, group or CHILDREN)
        cells = []
        for what in _NETWORK_COLUMNS:
            key = f"social.{network}.{what}"
            figures = _figures(
                *(((-back, PRINTED, 0), row[folder.column(what, back)]) for back in (2, 1)),
            )
            cells += [[-back, PRINTED, key, cohort, 0] for back in (2, 1)]
            if group == "total":
                totals[key, ""] = figures
                continue
            content = _joined((network, network), _lower(folder.word(what)), _lower(folder.word(cohort)))
            source = STANDING if what == "followers" else MANUAL
            lines.append(LineRead(key, content, what, source, cohort, figures))
        name = folder.word("total" if group == "total" else cohort)
        rows.append({"heading": _joined((network, network), _lower(name)), "cells": cells})
    columns = [
        [folder.word(what), (year, year)] for what in _NETWORK_COLUMNS for year in ("{before}", "{last}")
    ]
    title = ("Әлеуметтік желілер", "Социальные сети")
    grid = {"columns": columns, "rows": rows}
    return TableRead("social_media", "social_media", title, tuple(lines), grid, totals)


def _references(folder: Folder) -> TableRead:
    lines = []
    for row in folder.rows("reference_plan"):
        kind = row["type"]
        for suffix, column in (("", "total"), (".kk", "kazakh")):
            if not row[column]:
                continue
            content = folder.word(kind)
            content = _joined(content, folder.word("in_kazakh")) if suffix else content
            line = LineRead(
                f"reference.{kind}{suffix}",
                content,
                "references",
                MANUAL,
                figures=_figures(((0, TARGET, 0), row[column])),
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


def _media(folder: Folder) -> TableRead:
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
                content = _joined(folder.word(word), _lower(folder.word(row["level"])))
                content = _joined(content, folder.word("in_kazakh")) if suffix else content
                figures = _figures(((0, TARGET, 0), row[f"{column}{suffix}"]))
                line = LineRead(key, content, "articles", MANUAL, figures=figures)
                inside = f"media.{row['level']}.{column if suffix else 'total'}"
                lines.append(replace(line, of_which_of="" if inside == key else inside))
        rows.append({"heading": folder.word(row["level"]), "cells": cells})
    title = ("Бұқаралық ақпарат құралдарымен жұмыс", "Работа со средствами массовой информации")
    return TableRead("media", "media", title, tuple(lines), {"columns": columns, "rows": rows})


def _computers(folder: Folder) -> TableRead:
    lines, rows = [], []
    names = ("total", "desktop", "laptop")
    for row in folder.rows("computers"):
        slug = row["row"].replace(" ", "_")
        for column in names:
            content = _joined(folder.word(row["row"]), _lower(folder.word(column)))
            source = STANDING if slug in ("start_of_year", "end_of_year") else MANUAL
            figures = _figures(((0, TARGET, 0), row[column]))
            line = LineRead(f"computers.{slug}.{column}", content, "computers", source, figures=figures)
            inside = "" if column == "total" else f"computers.{slug}.total"
            lines.append(replace(line, of_which_of=inside))
        cells = [[0, TARGET, f"computers.{slug}.{column}", "", 0] for column in names]
        rows.append({"heading": folder.word(row["row"]), "cells": cells})
    title = ("Компьютерлер", "Компьютеры")
    grid = {"columns": [[folder.word(column)] for column in names], "rows": rows}
    return TableRead("computers", "computers", title, tuple(lines), grid)


def _internet(folder: Folder) -> TableRead:
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
        "wifi", folder.word("Wi-Fi"), "libraries", STANDING, figures=_figures(((0, TARGET, 0), str(wireless)))
    )
    columns = [[("Технология", "Технология")], [folder.word("Wi-Fi")]]
    title = ("Кітапханаларды интернеттеу", "Интернетизация библиотек")
    return TableRead("internet", "computers", title, (line,), {"columns": columns, "rows": [total, *shown]})


def _security_devices(folder: Folder) -> TableRead:
    (row,) = folder.rows("security_devices")
    lines = tuple(
        LineRead(
            f"security.{name}",
            folder.word(name),
            "libraries" if name != "guards_people" else "people",
            STANDING,
            figures=_figures(((0, TARGET, 0), number)),
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


def _occasions(folder: Folder) -> TableRead:
    russian = _optional(folder.path / "russian_occasions.csv")
    lines = tuple(
        LineRead(
            f"occasion.{row['number']}",
            (row["title_kk"], russian.get(row["number"], {}).get("title_ru", "")),
            "done",
            MILESTONE,
            performers="ҚҰҚБ",
            month=int(row["month"]) if row["month"] else None,
            quarters=str((int(row["month"]) + 2) // 3) if row["month"] else "",
            target_text=BY_PLAN,
            note=row["note"],
        )
        for row in _rows(folder.events / f"plan_{folder.year}_occasions.csv")
    )
    title = ("Мерекелер мен мерейтойларға іріктемелер", "Подборки к праздникам и юбилеям")
    return TableRead("occasions", "selections", title, lines)


def _list(folder: Folder, said: Mapping[str, Any], lists: Mapping[str, Any]) -> TableRead:
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
            _figures(((0, TARGET, 0), number)),
            performers=row.get("performer", ""),
            quarters=_quarters(row.get("term", "")),
            note=row.get("note", ""),
        )
        # "of which remote" is inside the line before it.
        inside = last if row.get("name_en", "").startswith("of which") else ""
        lines.append(replace(line, of_which_of=inside))
        last = line.key
    return TableRead(
        f"list.{said['key']}", said["section"], (said["title"][0], said["title"][1]), tuple(lines)
    )


def _listed(
    said: Mapping[str, Any], row: Mapping[str, str], name: str, lists: Mapping[str, Any]
) -> Mapping[str, Any]:
    """From where the actual of a list's line comes."""
    if name in lists["events"]:
        return _diary("event_held", *({"form": form} for form in lists["events"][name]))
    if name in lists["databases"]:
        return _diary("catalogue_record", {"database": lists["databases"][name]})
    if name in lists["withdrawn"]:
        return _diary("withdrawal", *({"reason": reason} for reason in lists["withdrawn"][name]))
    if name in lists["counted"]:
        where = dict(lists["counted"][name])
        return _diary(where.pop("measure"), where)
    if said["key"] == "withdrawal_reasons":
        return _diary("withdrawal", {"reason": row["code"]})
    if name.startswith("records of children"):
        return {"kind": "level", "level": "catalogue_records", "where": {}, "at": "start"}
    if name in lists["standing"]["lines"]:
        return STANDING
    return MILESTONE if said.get("milestone") else MANUAL


# The table of stock work prints these of the list of activities too: one line each.
_TWICE = {"90", "96", "97", "98", *map(str, range(100, 107))}


def _activities(folder: Folder, lists: Mapping[str, Sequence[str]]) -> Iterator[TableRead]:
    russian = _optional(folder.path / "russian_activities.csv")
    by_list: dict[str, list[LineRead]] = {}
    for row in _rows(folder.events / f"plan_{folder.year}_activities.csv"):
        number = row["number"]
        if number in _TWICE:
            continue
        target = "" if "whole list" in row["note"] else row["target"]
        source: Mapping[str, Any] = MANUAL if target else MILESTONE
        if row["form"]:
            source = {"kind": "events", "number": FIRST_ACTIVITY + int(number)}
        unit = "events" if row["form"] else "copies" if row["section"] == "publications" else "done"
        unit = "people" if row["section"] == "staff_training" and target else unit
        line = LineRead(
            f"activity.{number}",
            (row["title_kk"][:500], russian.get(number, {}).get("title_ru", "")),
            unit,
            source,
            figures=_figures(((0, TARGET, 0), target)),
            target_text=BY_PLAN if "by plan" in row["note"] else "",
            note=row["note"],
            **_when(row),
        )
        by_list.setdefault(row["section"], []).append(line)
    for name, lines in by_list.items():
        section, kk, ru = lists[name]
        yield TableRead(f"activities.{name}", section, (kk, ru), tuple(lines))


def _passages(folder: Folder, known: Iterable[str]) -> Iterator[PassageRead]:
    path = folder.path / "texts.toml"
    for one in _toml(path).get("text", ()) if path.exists() else ():
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


def _figures(*cells: tuple[tuple[int, str, int], str]) -> Figures:
    return {place: Decimal(text) for place, text in cells if text.strip()}


def _where(language: str, of: str) -> dict[str, str]:
    where = {} if of == "total" else {"subject_field": of}
    return where if language == "all" else {**where, "language": language}


def _counted(measure: str, language: str, of: str, supplies: Sequence[str] = ()) -> dict[str, Any]:
    """A measure of the stock by language and field; what was there at the start of accounting is no intake."""
    where = _where(language, of)
    if supplies:
        return _diary(measure, *({**where, "supply": supply} for supply in supplies))
    found = _diary(measure, where)
    if measure == "intake":
        found["terms"].append({"measure": measure, "where": {**where, "supply": "opening"}, "sign": -1})
    return found


def _diary(measure: str, *wheres: Mapping[str, str]) -> dict[str, Any]:
    terms = [{"measure": measure, "where": dict(where), "sign": 1} for where in wheres]
    return {"kind": "diary", "terms": terms}


def _when(row: Mapping[str, str]) -> dict[str, Any]:
    month = int(row["month"]) if row["month"] else None
    quarters = _span(row["quarters"]) or (str((month + 2) // 3) if month else "")
    return {"performers": row["performers"], "quarters": quarters, "month": month}


def _span(text: str) -> str:
    """ "2-3" or "2" as the quarters they name."""
    first, _dash, last = text.partition("-")
    return "1234"[int(first) - 1 : int(last or first)] if first else ""


def _quarters(term: str) -> str:
    return {"I-IV": "1234", "Қараша": "4"}.get(term, "")


def _joined(*labels: Label) -> Label:
    return (", ".join(one[0] for one in labels), ", ".join(one[1] for one in labels if one[1]))


def _lower(label: Label) -> Label:
    """The words inside a phrase; abbreviations stay."""
    kk, ru = (text if text[:2].isupper() else text[:1].lower() + text[1:] for text in label)
    return kk, ru


def _optional(path: Path) -> dict[str, dict[str, str]]:
    return {row["number"]: row for row in _rows(path)} if path.exists() else {}


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise PlanUnreadable(problem=_("%(file)s can't be read") % {"file": path.name}) from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise PlanUnreadable(problem=_("%(file)s can't be read") % {"file": path.name}) from None
