"""Questions in SQL: what is counted can be asked, people can't, and nothing can be changed or brought down."""

import datetime
import sys

import pytest

from orda.events.models import Direction, Form
from orda.events.services import hold_event
from orda.network.models import Role
from orda.planning import queries as planning
from orda.reports.expert import running
from orda.reports.expert.examples import examples
from orda.reports.expert.running import ask
from orda.reports.expert.tables import TABLES
from orda.reports.tests.conftest import committed, ids, rows

ADDRESS = "/reports/expert/"


@committed
def test_the_diary_is_asked_by_day_and_month_from_closed_and_open_days_alike(lent):
    for table in ("diary_days", "diary_months"):
        asked = f"SELECT month, language, SUM(quantity) FROM {table} WHERE year = 2024 GROUP BY 1, 2 ORDER BY 1, 2"
        assert rows(asked, lent) == [("2024-02", "kk", 5), ("2024-02", "ru", 2), ("2024-03", "kk", 3)]
    days = "SELECT CAST(day AS TEXT), weekday, quarter, library_code, cohort FROM diary_days ORDER BY day DESC LIMIT 1"
    assert rows(days, lent) == [("2024-03-01", 5, 1, "12б", "children")]


@committed
def test_indicators_are_those_of_the_board(lent, plan_is_loaded):
    year = planning.plan_year(2024, datetime.date(2024, 12, 31)).status("")
    asked = "SELECT indicator, SUM(quantity) FROM indicators WHERE year = 2024 GROUP BY 1"
    found = dict(rows(asked, lent))
    assert found == {row.key: row.actual for row in year.indicators if row.actual and row.key in found}
    assert found["loans"] == 10
    part = "SELECT DISTINCT of_which_of FROM indicators WHERE indicator = 'loans_electronic_documents'"
    assert rows(part, lent) == [("loans",)]


@pytest.fixture
def plan_is_loaded(the_plan):
    return the_plan


@committed
def test_stock_plan_libraries_and_events_can_be_asked(lent, count, plan_is_loaded, staff_of):
    count(lent.branch11, "intake", 8, "2024-01-05", language="kk", subject_field="social")
    count(lent.branch11, "withdrawal", 3, "2024-01-06", language="kk", subject_field="social")
    assert rows("SELECT subject_field, copies FROM stock_levels", lent) == [("social", 5)]
    assert len(rows("SELECT * FROM libraries", lent)) == len(lent.libraries)
    assert rows("SELECT COUNT(*) FROM plan_figures WHERE kind = 'target' AND year = 2024", lent)[0][0] > 40
    hold_event(
        library=lent.branch11,
        day=datetime.date(2024, 5, 1),
        title="Quiz",
        form=Form.objects.first(),
        direction=Direction.objects.first(),
        audience="all",
        channel="offline",
        attendance=20,
        by_id=staff_of(Role.LIBRARIAN, lent.branch11).pk,
    )
    assert rows("SELECT title, attendance FROM events_held", lent) == [("Quiz", 20)]


@committed
def test_every_table_gives_the_columns_that_the_page_names(lent):
    for table in TABLES.values():
        assert set(ask(f"SELECT * FROM {table.name}", ids(lent)).columns) == set(table.columns)


@committed
def test_every_example_runs(lent, plan_is_loaded):
    for one in examples(2024):
        assert ask(one.sql, ids(lent)).columns, one.title


@committed
def test_a_person_sees_the_libraries_of_their_unit_alone(lent):
    asked = "SELECT DISTINCT library_code FROM diary_months ORDER BY 1"
    assert ask(asked, [lent.branch12.pk]).rows == [("12б",)]
    assert ask("SELECT code FROM libraries", [lent.branch12.pk]).rows == [("12б",)]
    assert ask(asked, []).rows == []


@committed
def test_a_longer_answer_is_cut_and_says_so(lent, monkeypatch):
    monkeypatch.setattr(running, "MOST_ROWS", 3)
    answer = ask("SELECT code FROM libraries", ids(lent))
    assert len(answer.rows) == 3
    assert answer.cut


@committed
def test_the_page_answers_and_gives_the_file(client_as, lent):
    client = client_as(Role.METHODOLOGIST, lent.network)
    asked = "SELECT library_name, SUM(quantity) AS loans FROM diary_months WHERE measure = 'loan' GROUP BY 1"
    page = client.get(ADDRESS, {"sql": asked})
    assert page.status_code == 200
    assert "Children&#x27;s branch 11б" in page.content.decode()
    file = client.get(f"{ADDRESS}answer.csv", {"sql": asked})
    assert file.content.decode("utf-8-sig").splitlines() == ["library_name,loans", "Children's branch 11б,7"]


@committed
def test_a_file_holds_no_formula(client_as, lent):
    client = client_as(Role.DIRECTOR, lent.network)
    file = client.get(
        f"{ADDRESS}answer.csv", {"sql": "SELECT '=1+1' AS a, '@x' AS b, -5 AS c FROM libraries LIMIT 1"}
    )
    assert file.content.decode("utf-8-sig").splitlines()[1] == "'=1+1,'@x,-5"


def test_the_page_shows_the_tables_and_refuses_kindly(client_as, city):
    client = client_as(Role.DIRECTOR, city.network)
    page = client.get(ADDRESS).content.decode()
    assert all(f"<code>{name}</code>" in page for name in TABLES)
    refused = client.get(ADDRESS, {"sql": "SELECT * FROM network_staff"})
    assert refused.status_code == 400
    assert "Line 1, sign 15" in refused.content.decode()
    assert client.get(f"{ADDRESS}answer.csv", {"sql": "DELETE FROM libraries"}).status_code == 400
    assert client_as(Role.LIBRARIAN, city.branch11).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_where_what_checks_questions_is_not_installed_the_page_says_what_to_add(
    client_as, city, monkeypatch, language
):
    asks = client_as(Role.DIRECTOR, city.network)
    asks.cookies["django_language"] = language
    monkeypatch.setitem(sys.modules, "sqlglot", None)  # its import fails from here on
    asked = {"sql": "SELECT 1"}
    for answer, status in ((asks.get(ADDRESS), 200), (asks.get(ADDRESS, asked), 501)):
        page = answer.content.decode()
        assert answer.status_code == status
        assert "make setup EXTRAS=sql" in page
        assert 'name="sql"' not in page
        assert "diary_days" in page  # what may be asked is told all the same
    file = asks.get(f"{ADDRESS}answer.csv", asked)
    assert file.status_code == 501
    assert "make setup EXTRAS=sql" in file.content.decode()
    assert "Content-Disposition" not in file
