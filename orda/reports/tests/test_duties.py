"""The first page says which reports are owed, to those who submit them, and which counts a library owes the plan."""

import datetime

import pytest

from orda.network import clock
from orda.network.models import Role
from orda.planning.document.missing import who_is_missing
from orda.reports.services import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_page(client_as):
    def said(role, unit) -> list[tuple[str, str, bool]]:
        client = client_as(role, unit)
        client.cookies["django_language"] = "en"
        return [(one.text, one.url, one.late) for one in client.get("/").context["duties"]]

    return said


@pytest.fixture
def _at_the_end_of_november(monkeypatch):
    noon = datetime.datetime(2024, 11, 25, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.mark.usefixtures("_at_the_end_of_november")
def test_a_report_is_told_before_its_term_and_the_late_ones_together(the_plan, city, first_page, staff_of):
    late, soon = first_page(Role.METHODOLOGIST, city.network)
    # Ten months of events, three quarters and the half-year.
    assert late == ("14 reports of 2024 are late", "/reports/?year=2024", True)
    assert soon == (
        "Events: November 2024: owed by 03.12.2024, 8 days left",
        "/reports/events/2024/11/",
        False,
    )
    methodologist = staff_of(Role.METHODOLOGIST, city.network)
    for number in range(1, 11):
        submit("events", 2024, number, methodologist)
    assert first_page(Role.METHODOLOGIST, city.network)[0][0] == "4 reports of 2024 are late"


@pytest.mark.usefixtures("_at_the_end_of_november")
def test_who_submits_no_report_is_told_of_none(the_plan, city, first_page, client):
    assert not any("/reports/" in url for _text, url, _late in first_page(Role.LIBRARIAN, city.branch11))
    assert not any("/reports/" in url for _text, url, _late in first_page(Role.ADMINISTRATOR, city.network))
    assert client.get("/").context["duties"] == []


@pytest.mark.usefixtures("_at_the_end_of_november")
def test_a_library_is_told_how_many_counts_the_plan_waits_for(the_plan, city, first_page):
    many = sum("11б" in one.performers for one in who_is_missing(the_plan, 4))
    assert many > 1
    [(text, url, late)] = first_page(Role.LIBRARIAN, city.branch11)
    assert text == f"The plan waits for the counts of {many} lines in quarter IV"
    assert url == "/plan/2024/missing/?quarter=4&who=11%D0%B1"
    assert not late
