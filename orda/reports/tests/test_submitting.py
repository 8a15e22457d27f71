"""A submitted report never changes; what is corrected later flows into the next one, so that the year adds up."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.events.models import Direction, Form
from orda.events.services import cancel_event, correct_event, hold_event
from orda.network import clock
from orda.network.models import Role, Unit
from orda.planning.document.queries import lines_of
from orda.planning.document.services import seal_of
from orda.reports import queries
from orda.reports.models import Submission
from orda.reports.papers.paper import Table
from orda.reports.papers.report_papers import report_paper
from orda.reports.periods import Kind, Period, periods_of
from orda.reports.services import AlreadySubmitted, EarlierMissing, PeriodNotOver, UnknownPeriod, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def methodologist(staff_of, city):
    return staff_of(Role.METHODOLOGIST, Unit.objects.get(code="OKJ"))


def row(content, key="loans", cohort="children"):
    return next(one for one in content["rows"] if (one["key"], one["cohort"]) == (key, cohort))


def test_a_quarter_is_reported_beside_its_plan_and_locked(the_plan, branch, count, methodologist):
    count(branch, "loan", 70, "2024-02-05")
    count(branch, "renewal", 5, "2024-03-31")
    count(branch, "loan", 9, "2024-04-01")
    done = submit("indicators", 2024, 1, methodologist, "first")
    said = row(done.content)
    # 70 loans and 5 renewals (a renewal counts as a loan); the ninth of April is of the next quarter.
    assert (said["plan"], said["own"], said["carried"], said["actual"], said["to_date"]) == (
        67000,
        75,
        0,
        75,
        75,
    )
    assert seal_of(done.content) == done.seal
    with pytest.raises(AlreadySubmitted):
        submit("indicators", 2024, 1, methodologist)


def test_the_database_refuses_to_change_or_delete_a_submitted_report(the_plan, methodologist):
    done = submit("indicators", 2024, 1, methodologist)
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=done.pk).update(note="another")
    with pytest.raises(DatabaseError), transaction.atomic():
        done.delete()


def test_a_late_correction_flows_into_the_next_quarter(the_plan, branch, count, methodologist):
    count(branch, "visit", 100, "2024-02-05")
    first = submit("indicators", 2024, 1, methodologist)
    count(branch, "visit", 7, "2024-02-06")
    count(branch, "visit", 50, "2024-05-06")
    second = submit("indicators", 2024, 2, methodologist)
    assert row(first.content, "visits")["actual"] == 100
    said = row(second.content, "visits")
    assert (said["own"], said["carried"], said["actual"], said["to_date"]) == (50, 7, 57, 157)
    assert row(Submission.objects.get(pk=first.pk).content, "visits")["actual"] == 100


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(-40, 90).filter(bool)), max_size=8),
    st.lists(st.tuples(st.integers(1, 12), st.integers(-40, 90).filter(bool)), max_size=8),
)
def test_a_years_submitted_quarters_always_add_up_to_the_diary(
    the_plan, branch, count, methodologist, before, after
):
    with transaction.atomic():
        for month, many in before:
            count(branch, "loan", many, f"2024-{month:02d}-10")
        reports = [submit("indicators", 2024, quarter, methodologist) for quarter in (1, 2)]
        for month, many in after:
            count(branch, "loan", many, f"2024-{month:02d}-11")
        reports += [submit("indicators", 2024, quarter, methodologist) for quarter in (3, 4)]
        whole = sum(many for _month, many in [*before, *after])
        assert sum(row(one.content)["actual"] for one in reports) == whole
        assert row(reports[-1].content)["to_date"] == whole
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("kind", "year", "number", "refusal"),
    [
        ("gossip", 2024, 1, UnknownPeriod),
        ("indicators", 2024, 5, UnknownPeriod),
        ("indicators", 2024, 0, UnknownPeriod),
        ("events", 2024, 13, UnknownPeriod),
        ("indicators", 2025, 1, PeriodNotOver),
    ],
)
def test_what_is_no_period_or_still_runs_is_not_submitted(
    the_plan, methodologist, kind, year, number, refusal
):
    with pytest.raises(refusal):
        submit(kind, year, number, methodologist)
    assert not Submission.objects.exists()


def test_an_earlier_quarter_is_not_submitted_after_a_later_one(the_plan, methodologist):
    submit("indicators", 2024, 2, methodologist)
    with pytest.raises(EarlierMissing):
        submit("indicators", 2024, 1, methodologist)


def an_event(branch, day, attendance, title="Викторина"):
    return hold_event(
        library=branch,
        day=datetime.date.fromisoformat(day),
        title=title,
        form=Form.objects.get(code="quiz"),
        direction=Direction.objects.get(code="reading"),
        channel="offline",
        attendance=attendance,
    )


def test_a_month_of_events_lists_each_with_its_numbers(the_plan, branch, methodologist):
    an_event(branch, "2024-03-05", 20)
    an_event(branch, "2024-03-30", 15)
    an_event(branch, "2024-04-01", 99)
    done = submit("events", 2024, 3, methodologist)
    assert done.content["totals"] == {"events": 2, "attendance": 35, "views": 0}
    assert [one["day"] for one in done.content["events"]] == ["2024-03-05", "2024-03-30"]


def test_events_noted_late_corrected_or_cancelled_flow_into_the_next_month(the_plan, branch, methodologist):
    kept = an_event(branch, "2024-03-05", 20)
    gone = an_event(branch, "2024-03-06", 30)
    first = submit("events", 2024, 3, methodologist)
    an_event(branch, "2024-03-07", 11, "Кеш")
    correct_event(kept, attendance=25, views=0, by_id=methodologist.pk)
    cancel_event(gone, by_id=methodologist.pk)
    an_event(branch, "2024-04-02", 5)
    second = submit("events", 2024, 4, methodologist)
    assert first.content["totals"]["attendance"] == 50
    # 5 of April, 11 late, 25 for 20 corrected, 30 gone.
    assert second.content["totals"] == {"events": 1 + 1 - 1, "attendance": 5 + 11 + 25 - 20 - 30, "views": 0}
    third = submit("events", 2024, 5, methodologist)
    assert third.content["totals"]["events"] == 0
    assert sum(one.content["totals"]["attendance"] for one in (first, second, third)) == 25 + 11 + 5


def test_the_analysis_of_the_year_stands_beside_the_year_before(the_plan, branch, count, methodologist):
    count(branch, "visit", 40, "2023-11-05")
    count(branch, "visit", 64, "2024-11-05")
    said = row(submit("year", 2024, 1, methodologist).content, "visits")
    assert (said["plan"], said["actual"], said["before"]) == (85900, 64, 40)


def test_the_half_year_stands_beside_what_the_plan_asks_of_it_and_says_why(
    the_plan, branch, count, methodologist, client
):
    count(branch, "visit", 40_000, "2024-05-06")
    done = submit("half_year", 2024, 1, methodologist)
    said = row(done.content, "visits")
    # The plan's quarters I and II: 25,300 + 21,600.
    assert (said["plan"], said["plan_to_date"], said["actual"]) == (85_900, 46_900, 40_000)
    assert said["why"]["en"].startswith("Behind by 6,900")
    assert set(said["why"]) == {"kk", "ru", "en"}
    period = Period(Kind.HALF_YEAR, 2024, 1)
    paper = report_paper(period, done.content, "en")
    tables = {one.title: one for one in paper.blocks if isinstance(one, Table)}
    (visits,) = [one for one in tables["Children's libraries"].rows if one.cells[0] == "Visits"]
    assert visits.cells[1:6] == (85_900, 46_900, 40_000, Decimal("85.3"), Decimal("46.6"))
    why = {one.cells[0]: one.cells[1] for one in tables["Fulfilment and reasons: children's libraries"].rows}
    assert why["Visits"] == said["why"]["en"]
    # A reason is kept as it was said: a later correction changes it in no sealed report.
    client.force_login(methodologist, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    page = client.get("/reports/half_year/2024/1/").content.decode()
    assert "Behind by 6,900" in page
    assert "corrected since" not in page
    count(branch, "visit", 10_000, "2024-06-06")
    page = client.get("/reports/half_year/2024/1/").content.decode()
    assert "Behind by 6,900" in page
    assert "corrected since" in page


def test_a_submitted_report_fills_the_plans_own_line_of_it(the_plan, methodologist, monkeypatch):
    """The methodologist's monitoring is work of the plan too: its lines count the reports themselves."""

    def reached(day=None):
        return {
            one.line.key: one.actual for one in lines_of(the_plan, day) if "analytic_work" in one.line.key
        }

    with monkeypatch.context() as earlier:
        earlier.setattr(clock, "now", lambda: datetime.datetime(2024, 4, 4, 7, tzinfo=datetime.UTC))
        submit("indicators", 2024, 1, methodologist)
        for number in (1, 2, 3):
            submit("events", 2024, number, methodologist)
        assert list(reached().values()) == [1, 3, 0, 0, 3]
    submit("year", 2024, 1, methodologist)  # in January, when the year is over
    assert list(reached(datetime.date(2024, 4, 3)).values()) == [0, 0, 0, 0, 0]
    assert list(reached(datetime.date(2024, 12, 30)).values()) == [1, 3, 0, 0, 3]
    assert list(reached().values()) == [1, 3, 0, 1, 3]


def test_the_year_owes_its_reports_by_their_terms(the_plan, methodologist):
    submit("indicators", 2024, 4, methodologist)
    owed = {(one.period.kind.value, one.period.number): one for one in queries.owed(2024)}
    assert len(owed) == 4 + 12 + 1 + 1
    assert owed["indicators", 4].state == "submitted"
    assert owed["indicators", 3].state == "late"
    assert (owed["year", 1].state, owed["year", 1].days_left) == ("due", 5)
    assert Period(Kind.INDICATORS, 2024, 2).due == datetime.date(2024, 7, 5)
    assert {one.state for one in queries.owed(2025)} == {"running"}
    assert clock.today() == datetime.date(2025, 1, 10)


def test_a_report_is_read_and_submitted_on_its_page(the_plan, branch, count, methodologist, client, staff_of):
    count(branch, "visit", 100, "2024-02-05")
    client.force_login(methodologist, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/reports/indicators/2024/1/")
    assert page.status_code == 200
    assert client.get("/reports/?year=abc").status_code == 400
    assert client.get("/reports/gossip/2024/1/").status_code == 404
    assert client.post("/reports/indicators/2024/1/submit/", {"note": "бәрі дұрыс"}).status_code == 302
    assert Submission.objects.get().note == "бәрі дұрыс"
    count(branch, "visit", 3, "2024-02-06")
    page = client.get("/reports/indicators/2024/1/")
    assert b"corrected since" in page.content
    for language in ("kk", "ru", "en"):
        client.cookies["django_language"] = language
        for address in (
            "/reports/?year=2024",
            "/reports/indicators/2024/1/",
            "/reports/events/2024/3/",
            "/reports/year/2024/1/",
        ):
            assert client.get(address).status_code == 200


def test_a_methodologist_of_one_branch_does_not_submit_for_the_network(the_plan, branch, client, staff_of):
    client.force_login(
        staff_of(Role.METHODOLOGIST, branch), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.post("/reports/indicators/2024/1/submit/").status_code == 403
    assert not Submission.objects.exists()


def test_a_letter_reminds_of_late_and_near_reports_and_none_is_sent_when_none_is_owed(
    the_plan, methodologist, mailoutbox
):
    call_command("remind_reports", "--to", "aigul@example.kz", "--days", "5", "--language", "en")
    (sent,) = mailoutbox
    assert "Control indicators: quarter III of 2024  – late" in sent.body
    assert "Analysis of the year 2024\n" in sent.body
    assert "/reports/year/2024/1/" in sent.body
    for period in periods_of(2024):
        submit(period.kind.value, 2024, period.number, methodologist)
    call_command("remind_reports", "--to", "aigul@example.kz")
    assert len(mailoutbox) == 1


def test_each_row_of_a_report_leads_down(the_plan, branch, count, client_as, city, staff_of):
    count(branch, "visit", 12, "2024-02-05")
    held = _held(branch, staff_of)
    director = client_as(Role.DIRECTOR, city.network)
    for address in ("/reports/indicators/2024/1/", "/reports/year/2024/1/", "/reports/events/2024/2/"):
        page = director.get(address)
        led = [to for one in page.context["tables"] for _row, cells in one.rows for _value, to in cells if to]
        assert len(led) == sum(len(one.table.rows) for one in page.context["tables"])
        assert {director.get(to).status_code for to in dict.fromkeys(led)} == {200}
    assert f"/events/held/{held.pk}/evidence/" in led
    # Day, library, title and form are words; their heads stand over their beginning.
    assert [one.words for one in page.context["tables"]] == [{0}, {0, 1, 2, 3}]


def _held(branch, staff_of):
    form = Form.objects.first()
    return hold_event(
        library=branch,
        day=datetime.date(2024, 2, 9),
        title="Квест",
        form=form,
        direction=Direction.objects.first(),
        channel="offline",
        attendance=9,
        by_id=staff_of().pk,
    )
