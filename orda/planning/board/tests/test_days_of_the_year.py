"""The board on the days on which it might say something silly: the first, the seventh, the last, one to come."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from orda.network import clock
from orda.network.models import Role
from orda.planning import queries
from orda.planning.board.cards import cards, one_card
from orda.planning.indicators.declared import RATES
from orda.planning.year.states import state_of


def day_is(monkeypatch, day: datetime.date) -> None:
    noon = datetime.datetime.combine(day, datetime.time(7), datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


def board_of(city, day: datetime.date, cohort: str = "", library=None):
    years = queries.with_the_year_before(queries.plan_year(day.year, day, library))
    shown = cards(years, cohort, library or city.network)
    return {one.row.key: one for card in shown for one in (card, *card.parts)}


@pytest.fixture
def last_year(plan, city, count):
    """A year before in which two libraries of a cohort worked every month, three to one."""
    for month in range(1, 13):
        day = f"2023-{month:02}-10"
        for measure, each in (("visit", 6_000), ("loan", 15_000), ("reader_registered", 700)):
            count(city.branch1, measure, each * 3 // 4, day)
            count(city.branch5, measure, each // 4, day)


@pytest.fixture
def reader_of_boards(client_as, city):
    client = client_as(Role.DIRECTOR, city.network)
    client.cookies["django_language"] = "en"
    return client


def test_on_1_january_nothing_is_promised_and_nothing_is_behind(last_year, city):
    found = board_of(city, datetime.date(2024, 1, 1))
    assert {one.row.state for one in found.values()} <= {"early", "no_figure"}
    assert {one.outlook for one in found.values()} == {""}
    assert found["loans"].forecast is None
    assert found["loans"].reason.startswith("Too early to tell")


def test_in_the_first_week_a_shortfall_of_one_or_two_is_no_shortfall(last_year, city, count):
    count(city.branch1, "loan", 9_000, "2024-01-04")
    found = board_of(city, datetime.date(2024, 1, 7))
    small = [key for key, one in found.items() if one.row.plan_to_date and 0 < one.row.plan_to_date < 5]
    assert "events_offline" in small or "readers_site" in small
    for key in small:
        if key not in RATES:
            assert found[key].row.state == "early", key
    assert found["visits"].row.state == "behind"  # a thousand should have come


@pytest.mark.parametrize(
    ("actual", "due", "state"),
    [
        (0, 0, "early"),
        (0, 4, "early"),
        (4, 4, "on_course"),
        (5, 6, "little_behind"),  # short by one
        (15, 20, "behind"),
        (16, 20, "little_behind"),
        (899, 1000, "behind"),
        (900, 1000, "little_behind"),
    ],
)
def test_small_numbers_are_judged_by_chance(actual, due, state):
    assert state_of(actual, 5_000, due, rate=False, over=False) == state


@pytest.mark.parametrize(("actual", "state"), [(100, "reached"), (99, "not_reached"), (95, "not_reached")])
def test_when_the_year_is_over_a_plan_is_reached_or_not(actual, state):
    assert state_of(actual, 100, 100, rate=False, over=True) == state


def test_on_31_december_no_row_is_a_little_behind(last_year, city, count):
    count(city.branch1, "visit", 85_000, "2024-05-06")
    found = board_of(city, datetime.date(2024, 12, 31), "children")
    assert found["visits"].row.state == "not_reached"
    assert not {one.row.state for one in found.values()} & {"little_behind", "behind", "on_course", "early"}


def test_what_is_due_never_passes_the_years_plan(plan, city):
    """The quarters of the children's offline events add up to 110 of 100."""
    for day in (datetime.date(2024, 11, 15), datetime.date(2024, 12, 20), datetime.date(2024, 12, 31)):
        for row in queries.status(2024, cohort="children", as_of=day).indicators:
            if row.plan is not None and row.plan_to_date is not None and row.key not in RATES:
                assert row.plan_to_date <= row.plan, (row.key, day)
    events = {row.key: row for row in queries.status(2024, cohort="children").indicators}["events_offline"]
    assert max(events.plan_line) == 100
    electronic = queries.status(2024, cohort="public", as_of=datetime.date(2024, 12, 31)).indicators
    assert {row.key: row.plan_to_date for row in electronic}["readers_electronic"] == 865  # quarters give 845


def test_a_day_that_has_not_come_is_refused(plan, city, reader_of_boards):
    answer = reader_of_boards.get(reverse("board"), {"year": "2024", "as_of": "2024-12-24"})
    assert answer.status_code == 400
    assert "24.12.2024 has not come yet." in answer.content.decode()
    assert answer.context["asked"].as_of == clock.today()
    assert f'max="{clock.today():%Y-%m-%d}"' in answer.content.decode()


def test_a_year_that_has_not_begun_says_so(plan, city, reader_of_boards):
    answer = reader_of_boards.get(reverse("board"), {"year": "2025"})
    assert "The year 2025 has not begun." in answer.content.decode()


@pytest.mark.parametrize("command", ["plan_status", "plan_lines"])
@pytest.mark.parametrize(("year", "as_of"), [(2019, None), (2024, "2024-12-24"), (2024, "2023-12-24")])
def test_the_commands_refuse_a_year_without_a_plan_and_a_day_to_come(plan, city, command, year, as_of):
    asked = ["--year", str(year), *(["--as-of", as_of] if as_of else [])]
    with pytest.raises(CommandError) as refused:
        call_command(command, *asked, stdout=io.StringIO())
    assert refused.value.returncode == 2
    said = f"there is no plan of {year}" if as_of is None else as_of
    assert said in str(refused.value)


def test_a_branch_has_its_part_of_its_cohorts_plan(last_year, city, count):
    """Three quarters of last year's visits were its own: of 85,900 it is asked for 64,425."""
    count(city.branch1, "visit", 70_000, "2024-05-06")
    day = datetime.date(2024, 11, 23)
    found = board_of(city, day, library=city.branch1)
    whole = board_of(city, day, "children")["visits"].row
    visits = found["visits"]
    assert (visits.part, visits.row.plan, visits.row.state) == (True, 64_425, "reached")
    assert abs(visits.row.plan_to_date - whole.plan_to_date * 3 / 4) <= 1
    assert visits.row.plan_line[-1] == 64_425
    assert "year's plan is passed by 5,575" in visits.reason
    assert found["loans"].row.state == "behind"
    assert "No plan" not in found["loans"].reason
    # The director's map says the same of it.
    standing = queries.standings(
        *(lambda y: (y.now, y.before))(queries.with_the_year_before(queries.plan_year(2024, day))),
        "loans",
        "",
        queries.plan_year(2024, day).branches("children"),
    )
    assert {one.library: one.state for one in standing}[city.branch1] == found["loans"].row.state


def test_the_page_of_a_branch_shows_its_part_and_says_what_it_is(last_year, city, count, client_as):
    count(city.branch1, "visit", 60_000, "2024-05-06")
    client = client_as(Role.LIBRARIAN, city.branch1)
    client.cookies["django_language"] = "en"
    shown = client.get(reverse("board")).content.decode()
    assert "64,425" in shown
    assert "its part of the cohort&#x27;s plan" in shown or "its part of the cohort's plan" in shown
    assert "What is shown as its plan is its part" in shown


def test_a_rate_of_a_branch_is_asked_as_of_its_cohort(last_year, city, count):
    count(city.branch1, "reader_registered", 100, "2024-02-05")
    count(city.branch1, "visit", 900, "2024-02-05")
    found = board_of(city, datetime.date(2024, 11, 23), library=city.branch1)["visit_rate"]
    assert found.row.plan == queries.status(2024, cohort="children").indicators[13].plan
    assert "below what is due" not in found.reason  # the sides of the whole cohort are none of its own


def test_renewals_and_group_cards_are_explained_where_their_numbers_stand(
    plan, city, count, reader_of_boards
):
    count(city.branch1, "loan", 50)
    count(city.branch1, "renewal", 17)
    for page in (reverse("board"), reverse("board_indicator", args=["loans"])):
        shown = reader_of_boards.get(page).content.decode()
        assert "renewals among them</dt><dd>17<" in shown
        assert "Each renewal is a loan too" in shown
    assert "A card of a group is no reader" in reader_of_boards.get(reverse("board")).content.decode()


def test_one_card_of_no_indicator_is_none(plan, city):
    assert (
        one_card(queries.with_the_year_before(queries.plan_year(2024)), "nothing", "", city.network) is None
    )
