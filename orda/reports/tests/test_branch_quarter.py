"""A branch's own quarter report: its part of the plan, its words, its events, and who may read it."""

import datetime
import io

import pytest
from django.urls import reverse
from docx import Document

from orda.network import clock
from orda.network.models import Role
from orda.reports.branches.quarter import branch_paper, branch_quarter
from orda.reports.papers.paper import Table, Text
from orda.reports.periods import Kind, Period

pytestmark = pytest.mark.django_db
SECOND = Period(Kind.INDICATORS, 2024, 2)


@pytest.fixture
def worked(the_plan, city, count):
    for month in range(1, 13):
        count(city.branch1, "visit", 3_000, f"2023-{month:02}-10")
        count(city.branch5, "visit", 3_000, f"2023-{month:02}-10")
    count(city.branch1, "visit", 11_000, "2024-02-05")
    count(city.branch1, "visit", 12_000, "2024-05-06")
    count(city.branch5, "visit", 500, "2024-05-06")
    return city


def test_a_quarter_is_measured_by_the_branchs_part(worked):
    """Half of last year's visits were its own: of the second quarter's 21,600 it is asked for 10,800."""
    (visits,) = [one for one in branch_quarter(SECOND, worked.branch1).lines if one.key == "visits"]
    assert (visits.plan, visits.quarter, visits.card.row.actual) == (10_800, 12_000, 23_000)
    assert visits.card.row.plan == 42_950


def test_the_paper_has_words_numbers_and_reasons_in_both_languages(worked):
    found = branch_quarter(SECOND, worked.branch1)
    for language in ("kk", "ru"):
        paper = branch_paper(found, language)
        assert "1б" in paper.organisation
        tables = [one for one in paper.blocks if isinstance(one, Table)]
        assert len(tables) == 2
        assert len(tables[0].rows) == len(tables[1].rows) == len(found.lines)
        assert all(row.cells[1] for row in tables[1].rows)
        words = [one.text for one in paper.blocks if isinstance(one, Text)]
        assert len(words) >= 4
        assert "30.06.2024" in paper.place_and_year


def test_a_branch_reads_its_own_and_no_other(client_as, worked):
    client = client_as(Role.LIBRARIAN, worked.branch1)
    page = reverse("branch_quarter", args=[2024, 2])
    shown = client.get(page)
    assert shown.status_code == 200
    assert "branch 1б" in shown.content.decode()
    assert client.get(page, {"library": worked.branch5.code}).status_code == 403
    assert client.get(page, {"library": worked.network.code}).status_code == 403
    assert page in client.get(reverse("reports"), {"year": "2024"}).content.decode()


def test_the_methodologist_reads_each_as_a_file(client_as, worked):
    client = client_as(Role.METHODOLOGIST, worked.network)
    asked = {"library": worked.branch5.code, "language": "ru"}
    for form in ("pdf", "docx", "xlsx"):
        answer = client.get(reverse("branch_quarter_file", args=[2024, 2, form]), asked)
        assert answer.status_code == 200
        if form == "docx":
            text = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
            assert "5б" in text
    assert client.get(reverse("branch_quarter_file", args=[2024, 2, "odt"]), asked).status_code == 404


@pytest.mark.parametrize(("year", "number"), [(2024, 5), (2024, 0), (2030, 1), (1, 1)])
def test_a_quarter_that_is_none_or_has_not_begun_is_not_found(client_as, worked, year, number):
    client = client_as(Role.METHODOLOGIST, worked.network)
    assert client.get(reverse("branch_quarter", args=[year, number])).status_code == 404


def test_a_running_quarter_is_told_up_to_today(client_as, worked):
    found = branch_quarter(Period(Kind.INDICATORS, 2025, 1), worked.branch1)
    assert found.as_of == clock.today() == datetime.date(2025, 1, 10)
