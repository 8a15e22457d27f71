"""Added indicators in reports: built by each year's own formula, and sealed with the report that tells them."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse

from orda.network import clock
from orda.network.models import Role
from orda.planning.indicator_editor.services import Definition, change, define
from orda.planning.indicators.added import Words
from orda.planning.indicators.declared import Term
from orda.reports import queries
from orda.reports.models import Submission
from orda.reports.papers.paper import Table
from orda.reports.papers.report_papers import report_paper
from orda.reports.periods import Kind, Period
from orda.reports.pivots.choices import BadChoice, axes_of, choice_of
from orda.reports.pivots.pivot import pivot
from orda.reports.services import submit

pytestmark = pytest.mark.django_db
NAME = Words("Кітап алуға келгендер", "Пришедшие за книгой", "Came to borrow")
TO_BORROW = Definition("count", NAME, (Term("visit", {"purpose": "borrow"}),))
ALL = replace(TO_BORROW, terms=(Term("visit"),))
TWO_YEARS = {"first": "2023-01-01", "last": "2024-12-31", "counted": "i:borrowing"}


@pytest.fixture
def methodologist(staff_of, city):
    return staff_of(Role.METHODOLOGIST, city.network)


@pytest.fixture(autouse=True)
def _in_july(_today, monkeypatch):
    """The year still runs, and its first two quarters are over."""
    noon = datetime.datetime(2024, 7, 4, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.fixture
def borrowing(the_plan, methodologist, branch, count):
    """From 2023 those who came to borrow; in both years five of them and ninety others."""
    for day in ("2023-02-06", "2024-02-06"):
        count(branch, "visit", 5, day, purpose="borrow")
        count(branch, "visit", 90, day, purpose="event")
    return define("borrowing", TO_BORROW, 2023, methodologist)


def test_a_built_report_over_two_years_counts_each_by_its_own_formula(borrowing, methodologist, city):
    assert pivot(choice_of({**TWO_YEARS, "rows": "year"}, city.network)).cells == {
        ("2023", ""): 5,
        ("2024", ""): 5,
    }
    change("borrowing", ALL, 2024, methodologist)
    choice = choice_of({**TWO_YEARS, "rows": "year"}, city.network)
    assert pivot(choice).cells == {("2023", ""): 5, ("2024", ""): 95}
    assert choice.title.startswith("Came to borrow by year")
    assert "purpose" in axes_of("i:borrowing", choice.known)
    earlier = {**TWO_YEARS, "first": "2022-01-01", "last": "2022-12-31", "rows": "month"}
    assert pivot(choice_of(earlier, city.network)).total == 0


def test_the_builders_page_offers_it(borrowing, client_as, city):
    client = client_as(Role.DIRECTOR, city.network)
    page = client.get(reverse("report_builder"), {**TWO_YEARS, "rows": "library"})
    assert 'value="i:borrowing" selected' in page.content.decode()
    with pytest.raises(BadChoice):
        choice_of({"counted": "i:profit"}, city.network)


def test_a_submitted_report_keeps_its_number_and_its_name(borrowing, methodologist, city):
    done = submit("indicators", 2024, 1, methodologist)
    said = next(
        one for one in done.content["rows"] if (one["key"], one["cohort"]) == ("borrowing", "children")
    )
    assert (said["actual"], said["label"]["ru"]) == (5, "Пришедшие за книгой")
    change("borrowing", replace(ALL, label=replace(NAME, ru="Все")), 2024, methodologist)
    kept = Submission.objects.get(pk=done.pk)
    assert (kept.content, kept.seal) == (done.content, done.seal)
    period = Period(Kind.INDICATORS, 2024, 1)
    assert "Пришедшие за книгой" in str(report_paper(period, kept.content, "ru"))
    # The difference that the new formula makes flows into the next report, as a correction does.
    second = submit("indicators", 2024, 2, methodologist).content["rows"]
    said = next(one for one in second if (one["key"], one["cohort"]) == ("borrowing", "children"))
    assert (said["own"], said["carried"], said["to_date"]) == (0, 90, 95)


def test_a_year_is_reported_without_what_was_not_counted_the_year_before(borrowing, methodologist, city):
    define("all_visits", ALL, 2024, methodologist)
    rows = queries.content_of(Period(Kind.HALF_YEAR, 2024, 1))["rows"]
    said = {one["key"]: one for one in rows if one["cohort"] == "children"}
    assert (said["borrowing"]["actual"], said["borrowing"]["before"]) == (5, 5)
    assert (said["all_visits"]["actual"], said["all_visits"]["before"]) == (95, None)
    assert "label" not in said["loans"]


def test_an_analysis_says_which_row_was_counted_otherwise_the_year_before(borrowing, methodologist, city):
    period = Period(Kind.HALF_YEAR, 2024, 1)

    def said():
        blocks = report_paper(period, queries.content_of(period), "ru").blocks
        rows = [row.cells for row in blocks[0].rows if str(row.cells[0]).startswith("Пришедшие")]
        return rows[0], any("не сравниваются" in getattr(one, "text", "") for one in blocks)

    row, remarked = said()
    assert (row[0], row[3], row[6], row[7], remarked) == ("Пришедшие за книгой", 5, 5, 0, False)
    change("borrowing", ALL, 2024, methodologist)
    row, remarked = said()
    assert (row[0], row[3], row[6], row[7], remarked) == ("Пришедшие за книгой *", 95, 5, None, True)


def test_a_paper_adds_the_cohorts_of_an_added_count_and_of_no_added_rate(
    borrowing, methodologist, city, count
):
    count(city.public2, "visit", 1_111, "2024-02-06", purpose="borrow")
    per_reader = Definition(
        "rate", replace(NAME, ru="На читателя"), numerator="borrowing", denominator="readers"
    )
    define("per_reader", replace(per_reader, unit=NAME), 2024, methodologist)
    period = Period(Kind.HALF_YEAR, 2024, 1)
    tables = [
        one for one in report_paper(period, queries.content_of(period), "ru").blocks if isinstance(one, Table)
    ]
    (whole,) = [one for one in tables if one.title == "Всего по двум группам библиотек"]
    cells = {row.cells[0]: row.cells for row in whole.rows}
    assert cells["Пришедшие за книгой"][3] == 1_116
    assert "На читателя" not in cells


def test_an_indicator_that_is_added_later_is_no_correction_of_what_was_reported(
    borrowing, methodologist, client_as, city
):
    submit("indicators", 2024, 1, methodologist)
    define("all_visits", ALL, 2024, methodologist)
    address = reverse("report", kwargs={"kind": "indicators", "year": 2024, "number": 1})
    page = client_as(Role.DIRECTOR, city.network).get(address, headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "was corrected since" not in page.content.decode()
