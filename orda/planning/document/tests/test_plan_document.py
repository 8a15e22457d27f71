"""The plan as a document: every number of the source stands in it, and every line can be filled."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command

from orda.events.models import Direction, Form, PlannedEvent
from orda.events.services import hold_event
from orda.network import clock
from orda.planning.document.queries import lines_of
from orda.planning.document.tests.conftest import actual, line
from orda.planning.models import Figure, Table
from orda.planning.services import SHIPPED_PLAN

pytestmark = pytest.mark.django_db


def numbers_of(name: str) -> list[Decimal]:
    """Every number that stands in a table of the source, but for those that name a thing (a branch, a code)."""
    with (SHIPPED_PLAN / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    words = {"note", "name_kk", "name_en", "branch", "wifi", "term", "performer", "row", "group"}
    cells = (value for row in rows for column, value in row.items() if column not in words)
    return sorted(Decimal(cell) for cell in cells if cell.replace(".", "", 1).isdigit())


SHOWN_IN = {
    "control_indicators": ["control_indicators"],
    "acquisition_plan": ["new_literature"],
    "stock_movement": ["stock_movement"],
    "reader_groups": ["reader_groups"],
    "reference_plan": ["references"],
    "media_plan": ["media"],
    "computers": ["computers"],
    "security_devices": ["security_devices"],
    "social_media": ["social_media"],
}


@pytest.mark.parametrize("name", SHOWN_IN)
def test_every_number_of_a_printed_table_stands_in_its_grid(the_plan, name):
    figures = {
        (one.year - 2024, one.kind, one.indicator, one.cohort, one.quarter): one.value
        for one in Figure.objects.all()
    }
    shown = []
    for table in Table.objects.filter(section__plan=the_plan, key__startswith=SHOWN_IN[name][0]):
        for row in table.grid["rows"]:
            shown += [
                figures[tuple(cell)]
                for cell in row["cells"]
                if isinstance(cell, list) and tuple(cell) in figures
            ]
    assert sorted(shown) == numbers_of(name)


LISTED = [
    "within_system_loan",
    "stock_care",
    "information_service",
    "ecatalogue_plan",
    "methodical_work",
    "security_costs",
]


@pytest.mark.parametrize("name", LISTED)
def test_every_number_of_a_printed_list_is_the_target_of_a_line(the_plan, name):
    lines = the_plan.lines.filter(table__key=f"list.{name}")
    targets = Figure.objects.filter(year=2024, kind=Figure.TARGET, indicator__in=lines.values("key"))
    assert sorted(targets.values_list("value", flat=True)) == numbers_of(name)


def test_no_line_is_without_a_way_to_be_filled(the_plan):
    kinds = set(the_plan.lines.values_list("source__kind", flat=True))
    assert kinds == {
        "indicator",
        "diary",
        "libraries",
        "level",
        "events",
        "manual",
        "manual_level",
        "milestone",
        "sum",
        "reports",
    }
    for one in the_plan.lines.all():
        if one.source["kind"] == "events":
            assert PlannedEvent.objects.filter(year=2024, number=one.source["number"]).exists(), one
        assert one.content_kk
        assert one.unit


def test_every_grid_shows_figures_that_lines_can_explain(the_plan):
    """A cell of the plan's own year is the target of a line, whole or by quarter."""
    lines = set(the_plan.lines.values_list("key", "cohort"))
    printed = set(Figure.objects.filter(year=2024).values_list("indicator", "cohort", "quarter"))
    for table in Table.objects.filter(section__plan=the_plan).exclude(grid=None):
        for row in table.grid["rows"]:
            for cell in row["cells"]:
                if isinstance(cell, list) and cell[0] == 0 and (cell[2], cell[3], cell[4]) in printed:
                    assert (cell[2], cell[3]) in lines, (table.key, cell)


def test_plan_lines_tells_each_line_and_how_it_is_counted(the_plan, branch, count):
    count(branch, "intake", 7, language="kk", subject_field="science", supply="gift", document_kind="book")
    out = io.StringIO()
    call_command("plan_lines", "--year", "2024", "--format", "json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["total"] == told["automatic"] + told["manual"] == len(told["lines"]) == the_plan.lines.count()
    assert told["automatic"] > told["total"] / 2
    needed = {"section", "text", "target", "unit", "performers", "term", "source", "actual"}
    assert all(needed <= set(one) for one in told["lines"])
    (science,) = [
        one for one in told["lines"] if one["key"] == "new_literature.kk.all.science" and not one["cohort"]
    ]
    assert (science["target"], science["actual"]) == (68, 7)


def test_opening_stock_is_no_new_literature(the_plan, branch, count):
    count(branch, "intake", 100, language="kk", subject_field="social", supply="opening")
    count(branch, "intake", 3, language="kk", subject_field="social", supply="budget")
    count(branch, "intake", 2, language="ru", subject_field="social", supply="subscription")
    assert actual("new_literature.all.all.social") == 5
    assert actual("new_literature.kk.all.social") == 3
    assert actual("new_literature.all.budget.social", "children") == 5
    assert actual("stock_end.all.social") == 105


def test_an_event_held_for_a_line_of_the_plan_is_its_actual(the_plan, branch, methodologist):
    lesson = line("activity.159")
    planned = PlannedEvent.objects.get(year=2024, number=lesson.source["number"])
    assert actual("activity.159") == 0
    hold_event(
        library=branch,
        day=clock.today(),
        title=planned.title,
        form=Form.objects.get(code="library_lesson"),
        direction=Direction.objects.get(code="information_culture"),
        audience="all",
        channel="offline",
        attendance=20,
        planned=planned,
        by_id=methodologist.pk,
    )
    assert actual("activity.159") == 1
    lessons = the_plan.lines.get(content_kk="Кітапхана-библиографиялық сабақтар")
    (status,) = lines_of(the_plan, None, [lessons])
    assert (status.target, status.actual) == (19, 1)


def test_lines_are_read_in_a_handful_of_questions(the_plan, django_assert_max_num_queries):
    lines_of(the_plan)  # reads what changes slowly: calendar, words
    with django_assert_max_num_queries(24):
        lines_of(the_plan)
