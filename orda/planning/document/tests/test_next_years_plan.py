"""Next year's plan, drawn from this one."""

import datetime
from decimal import Decimal

import pytest

from orda.events.models import PlannedEvent
from orda.network import clock
from orda.planning.document import copying
from orda.planning.document.last_year import figures_of
from orda.planning.document.tests.conftest import line
from orda.planning.models import Figure, Line, Table
from orda.planning.queries import forecast, plan_year

pytestmark = pytest.mark.django_db


def test_a_line_of_29_february_is_due_on_the_28th_of_a_year_without_one(the_plan):
    line = the_plan.lines.first()
    Line.objects.filter(pk=line.pk).update(day=datetime.date(2024, 2, 29))
    made = copying.copy_plan(the_plan, 2025)
    assert made.lines.get(key=line.key, cohort=line.cohort).day == datetime.date(2025, 2, 28)


def test_next_years_plan_takes_the_words_and_proposes_targets_that_add_up(
    the_plan, branch, count, monkeypatch
):
    for month, many in ((2, 100), (5, 60), (8, 40), (11, 51)):
        count(branch, "loan", many, f"2024-{month:02d}-05", act_id=month)
    count(branch, "loan", 151, "2023-05-05", act_id=99)
    after = datetime.datetime(2025, 1, 5, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: after)
    made = copying.copy_plan(the_plan, 2025)
    assert made.lines.count() == the_plan.lines.count()
    assert made.step == "draft"
    assert PlannedEvent.objects.filter(year=2025).count() == PlannedEvent.objects.filter(year=2024).count()
    assert "2025" in made.title_kk
    cells = Figure.objects.filter(year=2025, kind="target", indicator="loans", cohort="children")
    quarters = {one.quarter: int(one.value) for one in cells}
    # 251 and half of what it grew by (251 − 151): 301, written to the nearest 5.
    assert quarters[0] == 300
    assert quarters[1] + quarters[2] + quarters[3] + quarters[4] == 300
    assert quarters[1] == 119  # 100 of 251 of 300 is 119.5; the other quarters were nearer to the next
    with pytest.raises(copying.PlanThere):
        copying.copy_plan(the_plan, 2025)


@pytest.mark.parametrize(
    ("last", "before", "target"),
    [(251, 151, 300), (251, None, 250), (1_300, 6_300, 785), (100, 100, 100), (50, 5_000, 25), (0, 900, 0)],
)
def test_half_of_a_growth_and_half_of_the_share_of_a_fall_are_proposed(last, before, target):
    earlier = None if before is None else Decimal(before)
    assert copying._proposed(Decimal(last), earlier) == target


def test_a_copied_plan_shows_last_year_s_actuals_where_the_real_one_prints_them(
    the_plan, branch, count, client, methodologist, monkeypatch
):
    count(branch, "loan", 321, "2024-02-05")
    made = copying.copy_plan(the_plan, 2025)
    cells = (-1, "printed_actual", "loans", "children", 0)
    tables = list(Table.objects.filter(section__plan=made, grid__isnull=False))
    assert figures_of(made, tables)[cells] == 321
    assert figures_of(the_plan, Table.objects.filter(section__plan=the_plan))[cells] == 181_560  # as printed
    client.force_login(methodologist, backend="django.contrib.auth.backends.ModelBackend")

    def shown() -> str:
        page = client.get("/plan/2025/section/control_indicators/", headers={"accept-language": "en"})
        return " ".join(page.content.decode().split())

    assert '<td class="num">321</td>' in shown()
    assert "2024 is not over: its actuals are counted up to" in shown()
    after = datetime.datetime(2025, 1, 5, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: after)
    assert '<td class="num">321</td>' in shown()
    assert "is not over" not in shown()


def test_of_a_year_that_runs_the_proposal_takes_what_is_expected_by_its_end(
    the_plan, branch, count, client, methodologist
):
    """A plan is drafted in November: eleven months are no year, and next year's target is not to fall for it."""
    for month in range(1, 12):
        count(branch, "loan", 1_000, f"2024-{month:02d}-05", act_id=month)
    ahead = forecast(plan_year(2024), None, "loans", "children", [branch.pk])
    [said] = [one for one in copying.proposals(the_plan) if one.line == line("loans", "children")]
    assert (said.expected, said.last) == (True, ahead.end.value)
    assert said.last > 11_000
    assert sum(said.quarters) == said.target
    assert abs(said.target - said.last) <= 5
    # A line that Orda counts but can't forecast keeps its target while the year runs.
    kept = [one for one in copying.proposals(the_plan) if one.line.source["kind"] == "diary"]
    assert kept
    assert all((one.target, one.expected) == (one.target_then, False) for one in kept)
    client.force_login(methodologist, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/plan/2024/proposal/", headers={"accept-language": "en"}).content.decode()
    assert "2024 still runs" in page
