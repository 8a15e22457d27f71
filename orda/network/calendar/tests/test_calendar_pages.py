"""The pages of the calendar: proposed, asked first, done, taken back; what readers see."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orda.network import clock, queries, services
from orda.network.calendar import services as calendar
from orda.network.calendar.days import Hours
from orda.network.calendar.models import Closing, Holiday, Timetable, YearlyHoliday
from orda.network.models import Role, Unit

DAY = datetime.timedelta(days=1)
NINE, SEVEN = datetime.time(9), datetime.time(19)


@pytest.fixture(autouse=True)
def tuesday():
    moment = datetime.datetime(2024, 9, 17, 12, 0, tzinfo=datetime.UTC)  # 17:00 in Karaganda
    with clock.stopped_at(moment):
        yield


def _closing(unit: Unit, first: datetime.date, last: datetime.date, **more: str) -> dict[str, str]:
    return {"unit": str(unit.pk), "first": f"{first}", "last": f"{last}", "kind": "repair", "note": ""} | more


def test_a_closing_is_asked_first_and_done_when_one_is_sure(city, client_as):
    client, today = client_as(Role.DIRECTOR, city.network), clock.today()
    asked = _closing(city.branch1, today + DAY, today + 3 * DAY)
    answer = client.post(reverse("calendar_closing"), asked)
    assert answer.status_code == 200
    assert not Closing.objects.exists()
    assert client.post(reverse("calendar_closing"), asked | {"sure": "1"}).status_code == 302
    assert not queries.is_open(city.branch1, today + DAY)
    assert queries.is_open(city.branch5, today + DAY)
    [one] = Closing.objects.all()
    taken = reverse("calendar_closing_settle", args=[one.pk, "take-back"])
    client.post(taken)
    assert not queries.is_open(city.branch1, today + DAY)
    client.post(taken, {"sure": "1"})
    assert queries.is_open(city.branch1, today + DAY)


def test_a_branch_proposes_and_the_director_decides(city, client_as):
    branch, today = client_as(Role.LIBRARIAN, city.branch1), clock.today()
    branch.post(reverse("calendar_closing"), _closing(city.branch1, today, today, sure="1"))
    [one] = Closing.objects.all()
    assert one.state == Closing.State.PROPOSED
    assert queries.is_open(city.branch1, today)
    accept = reverse("calendar_closing_settle", args=[one.pk, "accept"])
    assert branch.post(accept, {"sure": "1"}).status_code == 403
    director = client_as(Role.DIRECTOR, city.network)
    assert "1 proposal for the calendar" in director.get(reverse("home")).content.decode()
    director.post(accept, {"sure": "1"})
    assert not queries.is_open(city.branch1, today)
    assert "already" in director.post(accept, {"sure": "1"}, follow=True).content.decode()


def test_who_proposed_takes_the_proposal_back_and_nobody_elses(city, client_as):
    branch, today = client_as(Role.LIBRARIAN, city.branch1), clock.today()
    branch.post(reverse("calendar_closing"), _closing(city.branch1, today, today, sure="1"))
    others = calendar.propose_closing(city.branch1, today, today, "repair")
    for one in Closing.objects.all():
        answer = branch.post(reverse("calendar_closing_settle", args=[one.pk, "take-back"]), {"sure": "1"})
        assert answer.status_code == (403 if one == others else 302)
    assert Closing.objects.filter(state=Closing.State.TAKEN_BACK).count() == 1


@pytest.mark.parametrize("step", ["accept", "refuse", "take-back"])
def test_another_networks_calendar_is_nobodys(city, client_as, step):
    names = {"name_kk": "x", "name_ru": "x", "name_en": "x"}
    abroad = services.add_unit(kind="network", code="abroad", parent=city.region, **names)
    there = services.add_unit(kind="library", code="a1", parent=abroad, **names)
    today = clock.today()
    closing = calendar.propose_closing(there, today, today, "repair")
    week = calendar.propose_hours(there, {1: Hours(NINE, SEVEN)}, since=today)
    client = client_as(Role.DIRECTOR, city.network)
    for name, one in (("calendar_closing_settle", closing), ("calendar_hours_settle", week)):
        assert client.post(reverse(name, args=[one.pk, step]), {"sure": "1"}).status_code == 404
    answer = client.post(reverse("calendar_closing"), _closing(there, today, today, sure="1"))
    assert answer.status_code == 422
    calendar.keep_single_day(there, today, "x")
    calendar.keep_yearly_holiday(there, 5, 5, "x", since=2024)
    assert client.post(reverse("calendar_day_forget", args=[Holiday.objects.get().pk])).status_code == 404
    assert (
        client.post(reverse("calendar_yearly_end", args=[YearlyHoliday.objects.get().pk])).status_code == 404
    )
    answer = client.post(reverse("calendar_day"), {"unit": there.pk, "day": f"{today}", "name": "y"})
    assert answer.status_code == 422


def _week(unit: Unit, since: datetime.date, days: str, **more: str) -> dict[str, str]:
    hours = {f"open{day}": "on" for day in days}
    hours |= {f"opens{day}": "09:00" for day in days} | {f"closes{day}": "19:00" for day in days}
    return {"unit": str(unit.pk), "since": f"{since}"} | hours | more


def test_a_library_that_rests_on_monday_is_open_on_sunday(city, client_as):
    client, today = client_as(Role.ADMINISTRATOR, city.network), clock.today()
    client.post(reverse("calendar_hours"), _week(city.branch1, today, "234567", sure="1"))
    sunday = today + 5 * DAY
    assert (sunday.isoweekday(), queries.is_open(city.branch1, sunday)) == (7, True)
    assert not queries.is_open(city.branch1, sunday + DAY)
    assert not queries.is_open(city.branch5, sunday)
    assert not queries.is_open(city.branch1, today - 2 * DAY)  # what was shut stays as it was


def test_a_season_comes_each_year_and_goes_before_the_week(city, client_as):
    client, today = client_as(Role.DIRECTOR, city.network), clock.today()
    client.post(reverse("calendar_hours"), _week(city.branch1, today, "123456", sure="1"))
    season = {"season_first": "2024-06-01", "season_last": "2024-08-31", "sure": "1"}
    client.post(reverse("calendar_hours"), _week(city.branch1, today, "12345", **season))
    saturdays = [datetime.date(year, 7, day) for year, day in ((2025, 5), (2030, 6))]
    assert not any(queries.is_open(city.branch1, day) for day in saturdays)
    assert queries.is_open(city.branch1, datetime.date(2025, 9, 6))


def test_the_last_friday_of_a_month_is_sanitary(city, client_as):
    client, today = client_as(Role.DIRECTOR, city.network), clock.today()
    more = {"sanitary_week": "5", "sanitary_weekday": "5", "sure": "1"}
    client.post(reverse("calendar_hours"), _week(city.branch1, today, "123456", **more))
    fridays = [datetime.date(2024, 10, day) for day in (4, 11, 18, 25)]
    assert [queries.is_open(city.branch1, day) for day in fridays] == [True, True, True, False]


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens1": "19:00", "closes1": "09:00"},
        {"break_from1": "13:00"},
        {"break_from1": "08:00", "break_to1": "08:30"},
        {"season_first": "2024-06-01"},
        {"sanitary_week": "5"},
        {"since": "2024-09-01"},
        {"since": "0001-01-01"},
        {"until": "2024-09-10"},
        {"opens1": "25:00"},
    ],
)
def test_hours_out_of_order_are_refused_and_kept_nowhere(city, client_as, wrong):
    client, before = client_as(Role.DIRECTOR, city.network), Timetable.objects.count()
    told = _week(city.branch1, clock.today(), "123") | wrong | {"sure": "1"}
    assert client.post(reverse("calendar_hours"), told).status_code == 422
    assert Timetable.objects.count() == before


def test_a_week_without_an_open_day_is_refused(city, client_as):
    client = client_as(Role.DIRECTOR, city.network)
    assert client.post(reverse("calendar_hours"), _week(city.branch1, clock.today(), "")).status_code == 422


@pytest.mark.parametrize(
    ("first", "last"),
    [("2024-09-20", "2024-09-19"), ("2024-09-01", "2024-09-02"), ("2024-09-20", "2026-09-20")],
)
def test_days_in_disorder_are_refused(city, client_as, first, last):
    client = client_as(Role.DIRECTOR, city.network)
    told = _closing(city.branch1, clock.today(), clock.today(), sure="1") | {"first": first, "last": last}
    assert client.post(reverse("calendar_closing"), told).status_code == 422
    assert not Closing.objects.exists()


def test_a_moved_day_off_and_the_saturday_that_is_worked_for_it(city, client_as):
    client, sunday = client_as(Role.DIRECTOR, city.network), clock.today() + 5 * DAY
    page = reverse("calendar_day")
    day = {"unit": city.network.pk, "name": "Moved"}
    client.post(page, day | {"day": f"{sunday + DAY}", "sure": "1"})
    hours = {"works": "on", "opens": "10:00", "closes": "15:00"}
    client.post(page, day | {"day": f"{sunday}", "sure": "1"} | hours)
    assert queries.open_days(city.branch1, sunday, sunday + DAY) == (sunday,)
    found = queries.calendar_of(city.branch1).hours(sunday)
    assert found is not None
    assert found.closes == datetime.time(15)
    for one in Holiday.objects.all():
        client.post(reverse("calendar_day_forget", args=[one.pk]), {"sure": "1"})
    assert queries.open_days(city.branch1, sunday, sunday + DAY) == (sunday + DAY,)


def test_a_new_holiday_of_the_law_repeats_until_a_law_ends_it(city, client_as):
    client = client_as(Role.DIRECTOR, city.network)
    told = {"unit": city.network.pk, "day": "15", "month": "11", "name": "New", "since": "2024"}
    client.post(reverse("calendar_yearly"), told | {"sure": "1"})
    one = YearlyHoliday.objects.get()
    client.post(reverse("calendar_yearly_end", args=[one.pk]), {"until": "2025", "sure": "1"})
    years = {2023: True, 2024: False, 2025: False, 2027: True}
    assert {year: queries.is_open(city.branch1, datetime.date(year, 11, 15)) for year in years} == years
    assert client.post(reverse("calendar_yearly"), told | {"day": "31", "sure": "1"}).status_code == 422


def test_somebody_is_told_three_months_before_the_known_holidays_end(city, client_as):
    client = client_as(Role.DIRECTOR, city.network)
    said = "The holidays of 2025 are not known yet"
    calendar.year_looked_over(city.republic, 2024)
    assert said not in client.get(reverse("home")).content.decode()
    with clock.stopped_at(datetime.datetime(2024, 10, 2, 12, tzinfo=datetime.UTC)):
        assert said in client.get(reverse("home")).content.decode()
        assert said in client.get(reverse("calendar")).content.decode()
        assert said not in client_as(Role.LIBRARIAN, city.branch1).get(reverse("home")).content.decode()
        client.post(reverse("calendar_year"), {"unit": city.network.pk, "year": "2025"})
        assert said not in client.get(reverse("home")).content.decode()
        answer = client.post(reverse("calendar_year"), {"unit": city.republic.pk, "year": "2026"})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (8, 0, "shut now, opens at 09:00"),
        (12, 0, "open until 19:00"),
        (13, 30, "break until 14:00"),
        (18, 59, "open until 19:00"),
        (19, 0, "shut now, opens on Friday at 09:00"),
    ],
)
def test_readers_are_told_until_when_it_is_open(city, client, hour, minute, said):
    noon = Hours(NINE, SEVEN, datetime.time(13), datetime.time(14))
    calendar.set_hours(city.network, dict.fromkeys(range(1, 7), noon), since=clock.today())
    calendar.close(
        city.branch1, datetime.date(2024, 9, 19), datetime.date(2024, 9, 19), "accident", "жылу жоқ"
    )
    moment = datetime.datetime(2024, 9, 18, hour - 5, minute, tzinfo=datetime.UTC)
    with clock.stopped_at(moment):
        page = client.get(reverse("hours")).content.decode()
    assert said in page
    assert "no heat, water or light (жылу жоқ)" in page


def test_a_closing_that_has_begun_ends_and_what_was_shut_stays_shut(city):
    today = clock.today()
    calendar.close(city.branch1, today, today + 4 * DAY, "accident")
    with clock.stopped_at(clock.now() + 2 * DAY):
        calendar.take_back_closing(Closing.objects.get().pk)
        days = [queries.is_open(city.branch1, today + n * DAY) for n in range(4)]
    assert days == [False, False, True, True]


def test_everybodys_home_page_says_which_doors_are_open_and_asks_no_more_for_it(city, client, monkeypatch):
    calendar.set_hours(city.network, {day: Hours(NINE, SEVEN) for day in range(1, 7)}, since=clock.today())
    calendar.close(city.branch1, clock.today(), clock.today(), "repair")
    told = client.get(reverse("home")).content.decode()
    assert f"7 of {len(city.libraries)} libraries are open at this hour." in told
    asked = _asked_by_home(client)
    with monkeypatch.context() as without:
        without.setattr("orda.network.views._doors", dict)
        assert _asked_by_home(client) == asked
    for one in city.libraries[3:]:
        Unit.objects.filter(pk=one.pk).update(closed_on=clock.today())
    told = client.get(reverse("home")).content.decode()
    assert "open until 19:00" in told
    assert "opens tomorrow at 09:00 (repair)" in told
    assert city.libraries[3].name not in told


def _asked_by_home(client) -> list[str]:
    """The questions of a second visit to the home page, without the visit's own line."""
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("home"))
    return [one["sql"] for one in asked if one["sql"].startswith("SELECT") and "sitevisit" not in one["sql"]]


def test_the_page_of_hours_opens_where_a_library_stands(city, client, monkeypatch):
    monkeypatch.setattr("orda.network.calendar.views.LIBRARIES_ON_A_PAGE", 3)
    last = queries.libraries_with_doors()[-1]
    assert last.name not in client.get(reverse("hours")).content.decode()
    assert f'id="library-{last.pk}"' in client.get(f"{reverse('hours')}?library={last.pk}").content.decode()
    assert client.get(f"{reverse('hours')}?library=x").status_code == 200
