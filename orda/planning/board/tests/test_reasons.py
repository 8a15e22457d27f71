"""Why a light shines as it does: the sentences, their numbers, and which libraries they name."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from orda.planning import queries
from orda.planning.board.cards import one_card

LAST_YEAR = "2023-05-06"


def card(key: str, city, cohort: str = "", library=None, as_of: datetime.date | None = None):
    years = queries.with_the_year_before(queries.plan_year(2024, as_of))
    return one_card(years, key, cohort, library or city.network)


@pytest.fixture
def two_branches(plan, city, count):
    """Last year two children's branches had three quarters and one quarter of the visits."""
    count(city.branch1, "visit", 3000, LAST_YEAR)
    count(city.branch5, "visit", 1000, LAST_YEAR)


def test_what_is_missing_is_told_with_the_libraries_that_miss_most(two_branches, city, count):
    due = {row.key: row.plan_to_date for row in queries.status(2024, cohort="children").indicators}["visits"]
    count(city.branch1, "visit", 60_000)
    count(city.branch5, "visit", 2_000)
    found = card("visits", city, "children").reason
    gap1, gap5 = 60_000 - due * Decimal("0.75"), 2_000 - due * Decimal("0.25")
    assert found.startswith(f"Behind by {due - 62_000:,}: mostly ")
    parts = (f"Children's branch 5б (−{abs(round(gap5)):,})", f"Children's branch 1б (−{abs(round(gap1)):,})")
    behind = [text for gap, text in sorted(zip((gap5, gap1), parts, strict=True)) if gap < 0]
    assert f"mostly {' and '.join(behind)};" in found


def test_days_left_need_and_recent_pace_are_told(two_branches, city, count):
    count(city.branch1, "visit", 2_000, "2024-10-07")
    count(city.branch1, "visit", 2_700, "2024-11-07")
    found = card("visits", city, "children").reason
    # 25 November to 31 December: 32 open days; October and November up to the 23rd have had 47.
    year = queries.plan_year(2024)
    days = year.calendar.between(datetime.date(2024, 10, 1), datetime.date(2024, 11, 23))
    assert "32 open days left" in found
    assert f"{(85_900 - 4_700) / 32:,.1f} a day needed" in found
    assert f"this month and the last gave {4_700 / days:,.1f} a day" in found


def test_ahead_names_only_a_library_that_lags_by_a_tenth(two_branches, city, count):
    count(city.branch1, "visit", 80_000)
    lagging = card("visits", city, "children").reason
    assert lagging.startswith("Ahead by ")
    assert "though not in Children's branch 5б (−" in lagging
    count(city.branch5, "visit", 30_000)
    assert "though not in" not in card("visits", city, "children").reason


def test_a_plan_that_is_passed_says_by_how_much(two_branches, city, count):
    count(city.branch1, "visit", 86_000)
    assert card("visits", city, "children").reason == "The year's plan is passed by 100."


def test_without_last_year_no_library_is_named(plan, city, count):
    count(city.branch1, "visit", 100)
    assert "mostly" not in card("visits", city, "children").reason


def test_a_finished_year_says_what_it_lacks_and_looks_no_further(two_branches, city, count):
    count(city.branch1, "visit", 85_000)
    found = card("visits", city, "children", as_of=datetime.date(2024, 12, 31))
    assert found.reason.startswith("The year's plan was not reached: 900 short")
    assert (found.row.state, found.row.plan_to_date) == ("not_reached", 85_900)
    assert "left" not in found.reason
    assert (found.outlook, found.forecast) == ("", None)


def test_a_library_is_measured_by_the_same_day_of_last_year(plan, city, count):
    count(city.branch1, "visit", 100, "2023-11-23")
    count(city.branch1, "visit", 900, "2023-11-24")
    count(city.branch1, "visit", 112, "2024-05-06")
    found = card("visits", city, library=city.branch1)
    assert found.reason.startswith(
        "Behind by 77,120"
    )  # of the cohort's plan: all of last year's visits were its own
    assert (found.then.day, found.then.amount, found.then.change) == (datetime.date(2023, 11, 23), 100, 12)


def test_29_february_stands_beside_28_february(plan, city, count):
    count(city.branch1, "visit", 10, "2023-02-28")
    count(city.branch1, "visit", 7, "2023-03-01")
    count(city.branch1, "visit", 10, "2024-02-29")
    found = card("visits", city, library=city.branch1, as_of=datetime.date(2024, 2, 29))
    assert (found.then.amount, found.then.change) == (10, 0)


def test_a_rate_by_the_same_day_of_last_year_divides_what_stood_then(plan, city, count):
    count(city.branch1, "intake", 100, "2023-01-09", supply="opening")
    count(city.branch1, "intake", 100, "2023-11-28", supply="gift")  # in that month, after that day
    count(city.branch1, "loan", 50, "2023-11-20")
    count(city.branch1, "loan", 70, "2023-11-27")
    count(city.branch1, "loan", 80, "2024-05-06")
    found = card("turnover", city, library=city.branch1)
    assert found.then.amount == Decimal(50) / 100
    assert found.row.actual == Decimal(80) / 200


def test_a_rate_tells_which_of_its_sides_lags(plan, city, count):
    count(city.branch1, "reader_registered", 9_000, "2024-01-09")
    count(city.branch1, "loan", 90_000)
    found = card("readability", city, "children").reason
    assert found.startswith("Short by ")
    assert "loans " in found
    assert "% below what is due" in found
    assert "% above what is due" in found


def test_nothing_to_divide_by_is_said(plan, city):
    assert card("readability", city).reason == "There is nothing to divide by yet."


def test_the_outlook_says_whether_the_plan_will_be_reached(plan, city, count):
    for month in range(1, 12):
        count(city.branch1, "visit", 7_700, f"2024-{month:02}-06")
    assert card("visits", city, "children").outlook == "At this course the year's plan will be reached."
    found = card("visits", city, "public")
    assert "short" not in found.outlook  # nothing was counted there: nothing is foreseen


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("key", ["visits", "readability"])
def test_reasons_speak_every_language_without_a_gap(two_branches, city, count, language, key):
    count(city.branch1, "visit", 40_000)
    count(city.branch1, "loan", 4_000)
    count(city.branch1, "reader_registered", 900)
    with translation.override(language):
        found = card(key, city)
    assert found.reason.endswith(".")
    assert "%(" not in found.reason


def test_parts_of_the_plan_add_up_to_what_is_due(two_branches, city):
    year = queries.plan_year(2024)
    before = queries.with_the_year_before(year).before
    found = queries.standings(year, before, "visits", "children", year.branches("children"))
    due = year.targets.by("visits", "children", year.as_of)
    assert sum(one.due for one in found) == pytest.approx(due)
    assert {one.library.code: one.state for one in found}["1б"] == "behind"


def test_a_year_without_the_one_before_gives_libraries_no_part(plan, city, count):
    count(city.branch1, "visit", 40_000)
    year = queries.plan_year(2024)
    before = queries.with_the_year_before(year).before
    found = queries.standings(year, before, "visits", "", year.branches())
    assert {(one.due, one.state) for one in found} == {(None, "no_plan")}
