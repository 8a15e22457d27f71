"""The tables an expert may ask, each a SELECT over the house's own tables that leaves every person out.

They are written into the question as CTEs, so that nothing is kept in the database, and a person sees only the
libraries of the unit they work in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from orda.diary.measures import DIMENSIONS, LEVELS, Text
from orda.planning.indicators.declared import COUNTED

SETS = "_sets"  # combinations of dimensions, read once for a whole question


@dataclass(frozen=True)
class Table:
    """`columns`: name -> what it holds. `needs_sets`: whether its SELECT joins SETS."""

    name: str
    label: Text
    columns: Mapping[str, Text]
    needs_sets: bool = False


@dataclass(frozen=True)
class Dialect:
    """What the two databases write differently. `home` stands before a table's name: no CTE can be meant by it."""

    name: str
    home: str
    month: str
    year: str
    quarter: str
    weekday: str
    dimension: str


SQLITE = Dialect(
    name="sqlite",
    home="main.",
    month="substr({0}, 1, 7)",
    year="CAST(substr({0}, 1, 4) AS INTEGER)",
    quarter="(CAST(substr({0}, 6, 2) AS INTEGER) + 2) / 3",
    weekday="(CAST(strftime('%w', {0}) AS INTEGER) + 6) % 7 + 1",
    dimension="json_extract(\"values\", '$.{0}')",
)
POSTGRESQL = Dialect(
    name="postgres",
    home="",
    month="to_char({0}, 'YYYY-MM')",
    year="CAST(EXTRACT(YEAR FROM {0}) AS integer)",
    quarter="CAST(EXTRACT(QUARTER FROM {0}) AS integer)",
    weekday="CAST(EXTRACT(ISODOW FROM {0}) AS integer)",
    dimension="(\"values\" ->> '{0}')",
)
DIALECTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}

_LIBRARY: dict[str, Text] = {
    "library_code": _("code of the library"),
    "library_name": _("name of the library"),
    "cohort": _("children or public"),
}
_MONTH: dict[str, Text] = {
    "month": _("month, as 2024-05"),
    "year": _("year"),
    "quarter": _("quarter, 1 to 4"),
}
_COUNTED: dict[str, Text] = {
    "measure": _("what is counted: loan, visit, event_held…"),
    "quantity": _("how many"),
    **{key: dimension.label for key, dimension in DIMENSIONS.items()},
}

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "diary_months",
            _("the work diary by month: the quickest"),
            {**_MONTH, **_LIBRARY, **_COUNTED},
            needs_sets=True,
        ),
        Table(
            "diary_days",
            _("the work diary by day"),
            {"day": _("day"), **_MONTH, "weekday": _("1 Monday to 7 Sunday"), **_LIBRARY, **_COUNTED},
            needs_sets=True,
        ),
        Table(
            "indicators",
            _("the plan's counted indicators by month and library"),
            {
                **_MONTH,
                **_LIBRARY,
                "indicator": _("key of the indicator: loans, visits, readers…"),
                "of_which_of": _("the indicator of which it is a part: never add it to that one"),
                "quantity": _("how many"),
            },
            needs_sets=True,
        ),
        Table(
            "plan_figures",
            _("figures printed in the plans"),
            {
                "year": _("year"),
                "kind": _("target or printed_actual"),
                "indicator": _("key of the indicator"),
                "cohort": _("children, public, or empty for both together"),
                "quarter": _("quarter, 0 for the year"),
                "value": _("the figure"),
            },
        ),
        Table(
            "libraries",
            _("libraries and where they stand"),
            {
                "code": _("code"),
                "name": _("name"),
                "library_type": _("central, children, public or youth"),
                "cohort": _("children or public"),
                "address": _("address"),
                "latitude": _("latitude"),
                "longitude": _("longitude"),
            },
        ),
        Table(
            "stock_levels",
            _("copies in stock now"),
            {
                **_LIBRARY,
                **{name: DIMENSIONS[name].label for name in ("subject_field", "language", "document_kind")},
                "copies": _("copies in stock"),
            },
            needs_sets=True,
        ),
        Table(
            "events_held",
            _("events that were held, without those who held them"),
            {
                "day": _("day"),
                **_MONTH,
                **_LIBRARY,
                "title": _("title"),
                "form": _("form"),
                "direction": _("direction"),
                "audience": _("audience"),
                "channel": _("channel"),
                "attendance": _("attendance"),
                "views": _("views"),
                "plan_number": _("number in the plan of events"),
            },
        ),
    )
}


def ctes(names: Collection[str], dialect: Dialect, library_ids: Collection[int], language: str) -> list[str]:
    """`name AS (SELECT …)` for each asked table, what it stands on first. Ids come from the tree, never from the
    person; `language` is the two letters of a name's column."""
    assert language in ("kk", "ru", "en")
    ids = ", ".join(str(int(one)) for one in sorted(library_ids)) or "0"
    asked = _Select(dialect, ids, language)
    wanted = [TABLES[name] for name in TABLES if name in names]
    found = [f"{SETS} AS MATERIALIZED ({asked.sets()})"] if any(one.needs_sets for one in wanted) else []
    return found + [f"{one.name} AS NOT MATERIALIZED ({getattr(asked, one.name)()})" for one in wanted]


@dataclass(frozen=True)
class _Select:
    """The SELECT behind each table, a method a table."""

    dialect: Dialect
    ids: str
    language: str

    def sets(self) -> str:
        values = ", ".join(f"{self.dialect.dimension.format(key)} AS {key}" for key in DIMENSIONS)
        return f"SELECT id, {values} FROM {self.dialect.home}diary_dimensionset"

    def diary_months(self) -> str:
        return self._diary("month", "diary_monthtotal", "")

    def diary_days(self) -> str:
        weekday = self.dialect.weekday.format("e.at")
        return self._diary("day", "diary_daytotal", f"e.at AS day, {weekday} AS weekday, ")

    def _diary(self, column: str, totals: str, more: str) -> str:
        dimensions = ", ".join(f"s.{key}" for key in DIMENSIONS)
        return (
            f"SELECT {more}{self._month('e.at')}, {self._library()}, e.measure, e.quantity, {dimensions}"
            f" FROM ({self._lines(column, totals)}) e {self._joined('e')}"
            f" JOIN {SETS} s ON s.id = e.dimensions_id WHERE e.library_id IN ({self.ids})"
        )

    def indicators(self) -> str:
        lines, library = self._lines("month", "diary_monthtotal"), self._library()
        parts = []
        for row in COUNTED.values():
            for term in row.terms:
                where = [f"e.measure = '{term.measure}'", f"e.library_id IN ({self.ids})"]
                where += [f"s.{name} = '{value}'" for name, value in term.where.items()]
                sign = "-" if term.sign < 0 else ""
                parts.append(
                    f"SELECT {self._month('e.at')}, {library}, '{row.key}' AS indicator,"
                    f" '{row.of_which_of}' AS of_which_of, {sign}e.quantity AS quantity"
                    f" FROM ({lines}) e {self._joined('e')} JOIN {SETS} s ON s.id = e.dimensions_id"
                    f" WHERE {' AND '.join(where)}"
                )
        return " UNION ALL ".join(parts)

    def plan_figures(self) -> str:
        return f"SELECT year, kind, indicator, cohort, quarter, value FROM {self.dialect.home}planning_figure"

    def libraries(self) -> str:
        return (
            f"SELECT code, name_{self.language} AS name, library_type, cohort, address, latitude, longitude"
            f" FROM {self.dialect.home}network_unit WHERE id IN ({self.ids}) AND kind = 'library'"
        )

    def stock_levels(self) -> str:
        stock = LEVELS["stock"]
        adds, takes = (", ".join(f"'{one}'" for one in keys) for keys in (stock.adds, stock.takes))
        amount = f"SUM(CASE WHEN e.measure IN ({adds}) THEN e.quantity ELSE -e.quantity END)"
        told_apart = "s.subject_field, s.language, s.document_kind"
        return (
            f"SELECT {self._library()}, {told_apart}, {amount} AS copies"
            f" FROM ({self._lines('month', 'diary_monthtotal')}) e {self._joined('e')}"
            f" JOIN {SETS} s ON s.id = e.dimensions_id"
            f" WHERE e.library_id IN ({self.ids}) AND e.measure IN ({adds}, {takes})"
            f" GROUP BY u.code, u.name_{self.language}, u.cohort, {told_apart} HAVING {amount} <> 0"
        )

    def events_held(self) -> str:
        home, language = self.dialect.home, self.language
        return (
            f"SELECT h.day, {self._month('h.day')}, {self._library()}, h.title, f.name_{language} AS form,"
            f" d.name_{language} AS direction, h.audience, h.channel, h.attendance, h.views,"
            f" p.number AS plan_number FROM {home}events_heldevent h {self._joined('h')}"
            f" JOIN {home}events_form f ON f.id = h.form_id"
            f" JOIN {home}events_direction d ON d.id = h.direction_id"
            f" LEFT JOIN {home}events_plannedevent p ON p.id = h.planned_id"
            f" WHERE NOT h.cancelled AND h.library_id IN ({self.ids})"
        )

    def _lines(self, column: str, totals: str) -> str:
        """Totals and what is not folded into them yet: no line stands in both."""
        kept = "library_id, measure, dimensions_id, quantity"
        return (
            f"SELECT {column} AS at, {kept} FROM {self.dialect.home}{totals}"
            f" UNION ALL SELECT day AS at, {kept} FROM {self.dialect.home}diary_entry WHERE open"
        )

    def _joined(self, alias: str) -> str:
        return f"JOIN {self.dialect.home}network_unit u ON u.id = {alias}.library_id"

    def _library(self) -> str:
        return f"u.code AS library_code, u.name_{self.language} AS library_name, u.cohort AS cohort"

    def _month(self, day: str) -> str:
        return ", ".join(f"{getattr(self.dialect, name).format(day)} AS {name}" for name in _MONTH)
