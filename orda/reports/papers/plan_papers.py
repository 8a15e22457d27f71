"""The annual plan and the annual report as papers: the plan's own sections, tables and order."""

import datetime
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from orda.network import clock
from orda.planning.document import queries as document
from orda.planning.document.last_year import counted_by, figures_of
from orda.planning.document.queries import LineStatus, lines_of, said, term_text
from orda.planning.document.services import in_year
from orda.planning.models import Line, Passage, Plan, Section
from orda.planning.models import Table as PlanTable
from orda.planning.queries import plan_year
from orda.planning.year.status import limited_to
from orda.reports.letterhead.signed import signed
from orda.reports.papers.done import as_of_day, done_table, introduction
from orda.reports.papers.grid_sums import sums_of
from orda.reports.papers.names import indicator_names
from orda.reports.papers.paper import (
    Block,
    Bullets,
    Chart,
    Head,
    Heading,
    Paper,
    Row,
    Table,
    Text,
    Value,
    heads_of,
)
from orda.reports.papers.why import reasons

Figures = dict[document.Place, Decimal]
WIDE, NARROW = 6, 2
_NUMBER = re.compile(r"^\d+\. ")
CHARTED = ("readers", "loans", "visits", "events_offline")


def annual_plan(plan: Plan, language: str) -> Paper:
    """The plan as it is printed: prose, tables, lines with plan, performers and term."""
    with translation.override(language):
        tables = PlanTable.objects.filter(section__plan=plan, grid__isnull=False)
        figures = figures_of(plan, tables)
        blocks = list(_sections(plan, lambda table: _planned(table, plan, figures)))
        return _paper(plan, said(plan, "title"), language, blocks, approved_in=plan.year - 1)


def annual_report(plan: Plan, language: str, as_of: datetime.date | None = None) -> Paper:
    """An introduction, then the plan's sections and lines with what was reached, its share of the plan, and charts.

    Up to a day of the year (today at the latest), which the paper names while the year is not over.
    """
    day = limited_to(plan.year, as_of or clock.today())
    with translation.override(language):
        lines = lines_of(plan, day)
        by_table: dict[int, list[LineStatus]] = defaultdict(list)
        for one in lines:
            by_table[one.line.table_id].append(one)
        over = day == datetime.date(plan.year, 12, 31)
        charts: list[Block] = [*reasons(plan, day), *_charts(plan, day)]

        def reported(table: PlanTable) -> Iterator[Block]:
            if by_table[table.pk]:
                yield done_table(table, by_table[table.pk], over=over)
            if table.key == "control_indicators":
                yield from charts

        title = _("Report on the work of %(year)s") % {"year": plan.year}
        chapters = _sections(plan, reported, prose=False)
        blocks = [*introduction(plan, lines, day), *_numbered(chapters)]
        return _paper(
            plan, title, language, blocks, approved_in=plan.year + 1, as_of="" if over else as_of_day(day)
        )


def _paper(
    plan: Plan, title: str, language: str, blocks: Sequence[Block], approved_in: int, as_of: str = ""
) -> Paper:
    whose = signed()
    return Paper(
        title=title,
        organisation=whose.organisation,
        language=language,
        blocks=(*blocks, whose.signatures(approved_in)),
        contents_title=_("Contents"),
        approval=whose.approval(approved_in),
        place_and_year=whose.place_in(plan.year),
        as_of=as_of,
    )


def _sections(plan: Plan, tables_of: Any, *, prose: bool = True) -> Iterator[Block]:
    """Chapters with something in them, in the plan's order."""
    sections = list(plan.sections.prefetch_related("passages", "tables__lines__plan"))
    written = {section.pk: list(_section(section, tables_of, prose)) for section in sections}
    for place, section in enumerate(sections):
        own = written[section.pk]
        if own or any(written[one.pk] for one in _below(sections, place)):
            name = said(section, "title")
            yield Heading(section.level, f"{section.number}. {name}" if section.number else name)
            yield from own


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Chapters numbered from 1: a report leaves out those of the plan that have nothing to report."""
    number = 0
    for one in blocks:
        if isinstance(one, Heading) and one.level == 1:
            number += 1
            name = _NUMBER.sub("", one.text)
            one = Heading(1, f"{number}. {name}")
        yield one


def _below(sections: Sequence[Section], place: int) -> Iterator[Section]:
    """The parts of a chapter: what follows it, up to the next chapter."""
    level = sections[place].level
    return itertools.takewhile(lambda one: one.level > level, sections[place + 1 :])


def _section(section: Section, tables_of: Any, prose: bool) -> Iterator[Block]:
    for passage in section.passages.all() if prose else ():
        yield _passage(passage)
    for table in section.tables.all():
        yield from tables_of(table)


def _passage(passage: Passage) -> Block:
    text = said(passage, "text")
    if passage.kind == Passage.Kind.BULLETS:
        return Bullets(tuple(text.splitlines()))
    return Text(text, bold=passage.kind == Passage.Kind.HEADING)


def _planned(table: PlanTable, plan: Plan, figures: Figures) -> Iterator[Block]:
    if table.grid is not None:
        yield grid_table(table, plan, figures)
    else:
        yield _listed(table, figures)


def grid_table(table: PlanTable, plan: Plan, figures: Figures) -> Table:
    """A table as the plan prints it: each cell a figure."""
    grid: dict[str, Any] = table.grid or {}

    def word(label: Sequence[str] | None) -> str:
        if not label:
            return ""
        language = (translation.get_language() or "kk")[:2]
        return in_year(label[1] if language == "ru" and label[1] else label[0], plan.year)

    def cell(place: Any) -> Any:
        if place is None:
            return None
        if isinstance(place, dict):
            text = word(place["text"])
            return int(text) if text.isdecimal() else text
        return figures.get(tuple(place))

    paths = [[word(label) for label in column] for column in grid["columns"]]
    headed = any(row["heading"] for row in grid["rows"])
    heads = heads_of([[""], *paths] if headed else paths)
    rows = tuple(
        Row((*((word(row["heading"]),) if headed else ()), *(cell(one) for one in row["cells"])))
        for row in grid["rows"]
    )
    widths = (max(3, len(paths) // 3), *([1] * len(paths))) if headed else None
    sums = sums_of(grid, figures, table.lines.all(), 1 if headed else 0)
    return Table(said(table, "title"), heads, rows, widths, note=_so_far(plan, table), sums=sums)


def _so_far(plan: Plan, table: PlanTable) -> str:
    """A word below a table that shows actuals of a year which is not over."""
    day = counted_by(plan, table)
    if day is None:
        return ""
    told = {"year": day.year, "day": f"{day:%d.%m.%Y}"}
    return _("%(year)s is not over: its actuals are counted up to %(day)s.") % told


def _listed(table: PlanTable, figures: Figures) -> Table:
    """№, content, plan, performers, term: how the plan prints its lines; of events their form and readers too. A
    column that none fills is left out."""
    lines = list(table.lines.all())
    events = any(line.source["kind"] == "events" and line.form_kk for line in lines)
    columns: list[tuple[str, int, list[Value]]] = [
        ("№", 1, list(range(1, len(lines) + 1))),
        (_("Name of the event") if events else _("Content"), 11, [said(line, "content") for line in lines]),
        (_("Form"), 6, [said(line, "form") for line in lines]),
        (_("Group of readers"), 4, [said(line, "audience") for line in lines]),
        (_("Plan"), 3, [_target(line, figures) for line in lines]),
        (_("Performers"), 5, [document.performers_text(line) for line in lines]),
        (_("Term"), 3, [term_text(line) for line in lines]),
    ]
    kept = [one for one in columns if any(cell != "" for cell in one[2])]
    heads, widths, cells = zip(*kept, strict=True)
    rows = (
        Row(told, inside=bool(line.of_which_of))
        for line, told in zip(lines, zip(*cells, strict=True), strict=True)
    )
    return Table(said(table, "title"), (tuple(Head(one) for one in heads),), tuple(rows), widths)


def _target(line: Line, figures: Figures) -> Decimal | str:
    found = figures.get((0, "target", line.key, line.cohort, 0))
    return found if found is not None else document.target_words(line)


def _charts(plan: Plan, as_of: datetime.date | None) -> Iterator[Chart]:
    """Plan and actual by quarter of what the plan splits over quarters."""
    year = plan_year(plan.year, as_of)
    libraries = [one.pk for one in year.in_cohort("")]
    names = indicator_names(plan.year)
    for key in CHARTED:
        months = year.counts.months(key, libraries)
        actual = tuple(float(sum(months[n : n + 3])) for n in range(0, 12, 3))
        planned = _by_quarter(year, key)
        if any(actual) or any(planned):
            quarters = tuple(_("quarter %(number)s") % {"number": n} for n in ("I", "II", "III", "IV"))
            yield Chart(names[key], quarters, ((_("Plan"), planned), (_("Actual"), actual)))


def _by_quarter(year: Any, key: str) -> tuple[float, ...]:
    cohorts = ("children", "public")
    figures = year.targets.figures
    return tuple(
        float(sum(figures.get(("target", key, cohort, n), Decimal(0)) for cohort in cohorts))
        for n in range(1, 5)
    )
