"""The library's day, and the day of a demo that lives in its plan's year."""

import datetime

import pytest
from django.utils import timezone

from orda.network import clock

UTC = datetime.UTC


@pytest.fixture
def stop_at(monkeypatch):
    def stop(*moment):
        monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(*moment, tzinfo=UTC))

    return stop


def test_the_library_day_begins_at_its_own_midnight(stop_at):
    stop_at(2026, 3, 1, 18, 59)
    assert clock.today() == datetime.date(2026, 3, 1)
    stop_at(2026, 3, 1, 19, 0)  # UTC+5
    assert clock.today() == datetime.date(2026, 3, 2)


def test_a_demo_shows_the_same_day_and_hour_of_its_year(stop_at, settings):
    settings.DEMO_YEAR = 2024
    stop_at(2026, 11, 24, 6, 30)
    assert clock.now() == datetime.datetime(2024, 11, 24, 6, 30, tzinfo=UTC)
    assert clock.today() == datetime.date(2024, 11, 24)


def test_a_leap_day_is_shown_in_a_common_year(stop_at, settings):
    settings.DEMO_YEAR = 2023
    stop_at(2028, 2, 29, 6, 0)
    assert clock.today() == datetime.date(2023, 2, 28)


def test_the_demo_year_ends_with_the_year(stop_at, settings):
    """An hour before UTC's new year it is already January in the library, of the demo's year all the same."""
    settings.DEMO_YEAR = 2024
    stop_at(2026, 12, 31, 20, 0)
    assert clock.today().year == 2024
