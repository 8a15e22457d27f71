"""The report builder's periods: moving with the calendar, called by their names."""

import datetime

import pytest

from orda.reports.pivots.choices import choice_of
from orda.reports.pivots.periods import RELATIVE, days_of, in_words
from orda.reports.tests.conftest import day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("this_week", "2024-02-26", "2024-03-03"),
        ("last_week", "2024-02-19", "2024-02-25"),
        ("this_month", "2024-02-01", "2024-02-29"),
        ("last_month", "2024-01-01", "2024-01-31"),
        ("this_quarter", "2024-01-01", "2024-03-31"),
        ("last_quarter", "2023-10-01", "2023-12-31"),
        ("this_year", "2024-01-01", "2024-12-31"),
        ("last_year", "2023-01-01", "2023-12-31"),
    ],
)
def test_a_moving_period_goes_with_the_calendar(period, first, last):
    assert days_of(period, day("2024-02-29")) == (day(first), day(last))


def test_every_moving_period_can_be_asked_on_every_day_of_some_years():
    for number in range(1_500):
        today = day("2023-01-01") + datetime.timedelta(days=number)
        for period in RELATIVE:
            first, last = days_of(period, today)
            assert first <= last
            assert (first <= today <= last) == period.startswith("this")


def test_a_kept_choice_keeps_its_period_moving(network):
    choice = choice_of({"period": "last_year", "is_language": "kk", "plot": "heat"}, network)
    assert (choice.first, choice.last) == (day("2024-01-01"), day("2024-12-31"))  # the tests' day is in 2025
    assert "first" not in choice.fields
    assert choice_of(choice.fields, network) == choice


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-04-01", "2024-06-30", "quarter II of 2024"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2024-02-03", "2024-02-03", "03.02.2024"),
        ("2024-02-03", "2024-03-03", "03.02.2024–03.03.2024"),
    ],
)
def test_a_period_is_called_by_its_name(first, last, words):
    assert in_words(day(first), day(last)) == words
