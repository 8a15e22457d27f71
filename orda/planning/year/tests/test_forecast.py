"""The forecast: what it must never do, whatever the months; and what it does with courses that are known."""

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orda.planning import queries
from orda.planning.year.back_test import CHOSEN, back_test, coverage, scores
from orda.planning.year.course import course_of, even_course, halfway, last_years_course, open_days
from orda.planning.year.forecast import level_of
from orda.planning.year.working_year import WorkingYear, month_end


def every_day_but_sundays(year: int) -> WorkingYear:
    first = datetime.date(year, 1, 1)
    days = (first + datetime.timedelta(days=n) for n in range(366))
    return WorkingYear(year, tuple(day for day in days if day.year == year and day.weekday() != 6))


NOW, LAST = every_day_but_sundays(2024), every_day_but_sundays(2023)
EVEN = even_course(NOW)
months = st.lists(st.integers(0, 100_000), min_size=12, max_size=12)
living_months = st.lists(st.integers(1, 100_000), min_size=12, max_size=12)
days = st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))


def known_by(day: datetime.date, amounts: list[int]) -> list[int]:
    """The months of a year on one of its days; of the running one what the diary has so far."""
    return [*amounts[: day.month], *[0] * (12 - day.month)]


@given(months, living_months)
def test_a_finished_year_is_forecast_as_it_came(amounts, last):
    course = halfway(EVEN, last_years_course(NOW, LAST, last))
    level = level_of(amounts, datetime.date(2024, 12, 31), course, last)
    assert level.at(1.0) == (sum(amounts), sum(amounts), sum(amounts))


@given(months, living_months, days)
def test_a_count_never_ends_below_what_is_reached_and_its_range_holds_the_forecast(amounts, last, day):
    level = level_of(known_by(day, amounts), day, halfway(EVEN, last_years_course(NOW, LAST, last)), last)
    value, low, high = level.at(1.0)
    assert value >= sum(amounts[: day.month])
    if low is not None:
        assert sum(amounts[: day.month]) <= low <= value <= high


@given(months, living_months, days)
def test_the_way_to_the_years_end_only_rises_and_widens(amounts, last, day):
    course = halfway(EVEN, last_years_course(NOW, LAST, last))
    level = level_of(known_by(day, amounts), day, course, last)
    line = [level.at(course.by(month)) for month in range(day.month, 13)]
    assert [value for value, _low, _high in line] == sorted(value for value, _low, _high in line)
    highest = [high for _value, _low, high in line if high is not None]
    assert highest == sorted(highest)


@given(living_months, living_months, days, st.integers(2, 50))
def test_ten_times_the_work_is_ten_times_the_forecast_and_no_less_sure(amounts, last, day, times):
    course = halfway(EVEN, last_years_course(NOW, LAST, last))
    value, low, high = level_of(known_by(day, amounts), day, course, last).at(1.0)
    many = [times * one for one in known_by(day, amounts)]
    more, lowest, highest = level_of(many, day, course, [times * one for one in last]).at(1.0)
    assert abs(more - times * value) <= 2 * times  # each was rounded
    assert highest - lowest <= times * (high - low + 2)


@given(st.integers(1, 10_000), st.integers(1, 11))
def test_the_same_on_every_open_day_goes_on_so_and_leaves_no_doubt_but_chance(a_day, month):
    amounts = [a_day * number for number in open_days(NOW)]
    level = level_of(known_by(month_end(2024, month), amounts), month_end(2024, month), EVEN)
    value, low, high = level.at(1.0)
    assert abs(value - sum(amounts)) <= 1
    if month > 3:
        left, passed = 1 - EVEN.by(month), EVEN.by(month)
        chance = math.sqrt(sum(amounts) * (left + left * left / passed))
        assert 1.3 * chance - 1 <= high - value <= 1.7 * chance + 2
        assert value - low <= 1.7 * chance + 2


@given(living_months, st.integers(1, 11))
def test_a_year_that_repeats_the_last_one_is_foreseen_from_its_course(last, month):
    course = last_years_course(NOW, LAST, last)
    again = [amount * a / b for amount, a, b in zip(last, open_days(NOW), open_days(LAST), strict=True)]
    level = level_of(
        [round(one) for one in known_by(month_end(2024, month), again)], month_end(2024, month), course
    )
    assert level is None or abs(level.year - sum(again)) <= 1 + sum(again) / sum(again[:month]) * month


def test_without_last_year_nothing_is_foreseen_before_a_month_is_over_and_no_range_in_the_first_season():
    amounts = [900, 800, 850, 840, *[0] * 8]
    assert level_of(amounts[:1] + [0] * 11, datetime.date(2024, 1, 20), EVEN) is None
    value, low, high = level_of(amounts[:1] + [0] * 11, datetime.date(2024, 1, 31), EVEN).at(1.0)
    assert (value > 900, low, high) == (True, None, None)
    quarter = level_of([*amounts[:3], *[0] * 9], datetime.date(2024, 3, 31), EVEN)
    assert quarter.at(1.0)[1:] == (None, None)
    assert None not in level_of(amounts, datetime.date(2024, 4, 30), EVEN).at(1.0)


def test_seasons_that_differ_widen_the_range_more_than_months_that_do():
    mixed, seasons = [60, 100, 80, 100, 60, 80], [90, 100, 90, 70, 60, 70]
    assert sum(mixed) == sum(seasons)
    june = datetime.date(2024, 6, 30)
    by_months, by_seasons = (
        level_of([times * 100 for times in (*one, *[0] * 6)], june, course_of(NOW, [1] * 12)).at(1.0)
        for one in (mixed, seasons)
    )
    assert by_months[0] == by_seasons[0]
    assert by_seasons[2] - by_seasons[1] > by_months[2] - by_months[1]


def test_things_counted_one_by_one_vary_at_least_as_chance_does():
    level = level_of([12] * 10 + [0, 0], datetime.date(2024, 10, 31), course_of(NOW, [1] * 12))
    value, low, high = level.at(1.0)
    assert value == 144
    assert (low, high) == (136, 152)


def test_last_year_gives_a_forecast_on_the_first_day_of_the_year():
    last = [1000] * 12
    course = halfway(EVEN, last_years_course(NOW, LAST, last))
    value, low, high = level_of([0] * 12, datetime.date(2024, 1, 1), course, last).at(1.0)
    assert low <= value <= high
    assert value == pytest.approx(12_000, rel=0.15)


def test_a_thing_that_stood_still_for_a_month_has_no_course():
    assert last_years_course(NOW, LAST, [5, 5, 5, 5, 5, 5, 0, 5, 5, 5, 5, 5]) is None


@given(living_months)
def test_a_course_rises_from_nothing_to_the_whole(amounts):
    course = course_of(NOW, amounts)
    shares = [round(course.by(month, part / 4), 9) for month in range(1, 13) for part in range(5)]
    assert shares == sorted(shares)
    assert (course.by(1, 0.0), course.by(12)) == (0.0, 1.0)


# What follows reads the diary.
YEAR_END = datetime.date(2023, 12, 31)


def play_years(count, library, *, rising: int = 100) -> None:
    """Visits of 2022 and 2023 with the same lively spring; 2023 has more of them."""
    lively = [6, 7, 9, 10, 8, 5, 3, 3, 6, 8, 8, 7]
    for year, times in ((2022, 100), (2023, rising)):
        for month, amount in enumerate(lively, 1):
            count(library, "visit", amount * times // 10, f"{year}-{month:02}-16")


def test_the_forecast_of_a_finished_year_is_its_actual_in_every_row(plan, city, count):
    play_years(count, city.branch1)
    count(city.branch1, "reader_registered", 30, "2023-02-06")
    count(city.branch1, "loan", 400, "2023-03-06")
    count(city.branch1, "intake", 40, "2023-03-06", supply="gift")
    year = queries.plan_year(2023, YEAR_END)
    years = queries.with_the_year_before(year)
    ids = [one.pk for one in year.counted()]
    for row in year.status().indicators:
        found = queries.forecast(year, years.before, row.key, "", ids)
        assert (found.end.value if found else None) in (row.actual, None)
        assert found or not row.actual


def test_a_rates_range_holds_its_forecast(plan, city, count):
    for month in range(1, 12):
        count(city.branch1, "reader_registered", 40 + month, f"2024-{month:02}-06")
        count(city.branch1, "loan", 300 + 7 * month % 50, f"2024-{month:02}-06")
    year = queries.plan_year(2024)
    found = queries.forecast(year, None, "readability", "", [city.branch1.pk])
    assert found.end.low < found.end.value < found.end.high


def test_a_rate_without_anything_to_divide_by_has_no_forecast(plan, city, count):
    count(city.branch1, "loan", 300, "2024-03-06")
    year = queries.plan_year(2024)
    assert queries.forecast(year, None, "readability", "", [city.branch1.pk]) is None
    assert queries.forecast(year, None, "turnover", "", [city.branch1.pk]) is None


def test_a_trial_knows_nothing_of_the_months_after_its_day(plan, city, count):
    play_years(count, city.branch1)
    year = queries.plan_year(2023, YEAR_END)
    before = queries.with_the_year_before(year).before
    ids = [city.branch1.pk]
    [whole] = [one for one in back_test(year, before, "", ids) if one.key == "visits"]
    count(city.branch1, "visit", 5000, "2023-12-20")
    year = queries.plan_year(2023, YEAR_END)
    [other] = [one for one in back_test(year, before, "", ids) if one.key == "visits"]
    assert [one.amounts[CHOSEN] for one in whole.tried] == [one.amounts[CHOSEN] for one in other.tried]
    assert (whole.came, other.came) == (800, 5800)
    assert [one.day.month for one in whole.tried] == list(range(1, 12))


def test_a_year_like_the_last_is_met_better_with_last_years_course_than_without(plan, city, count):
    play_years(count, city.branch1, rising=120)
    year = queries.plan_year(2023, YEAR_END)
    before = queries.with_the_year_before(year).before
    trials = back_test(year, before, "", [city.branch1.pk])
    measured = {one.way: one.error for one in scores(trials)}
    assert measured["last_year"] < measured[CHOSEN] < measured["even"]
    held, intervals = coverage(trials)
    assert 0 < held <= intervals == 11


def test_a_running_year_is_tried_on_what_stands_today(plan, city, count):
    for month in range(1, 12):
        count(city.branch1, "visit", 100, f"2024-{month:02}-06")
    year = queries.plan_year(2024)
    [found] = back_test(year, None, "", [city.branch1.pk])
    assert found.came == 1100
    assert [one.day for one in found.tried] == [month_end(2024, month) for month in range(1, 11)]
    assert not found.history
