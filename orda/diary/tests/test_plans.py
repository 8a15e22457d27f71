"""How the database finds the diary's lines once it has counted its tables."""

import datetime

import pytest
from django.db import connection

from orda.diary.queries import entries
from orda.diary.services import post

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")


def test_no_line_is_looked_for_among_all_lines(city):
    """A day's lines, and whether each was taken back, are found by index: also when hardly any line ever was."""
    day = datetime.date(2024, 3, 4)
    for number in range(500):
        post(day=day, library_id=city.central.pk, measure="visit", act="visit", act_id=number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = entries(day, day).explain()
    assert "SEARCH diary_entry USING INDEX entry_day" in plan
    assert "SCAN diary_entry" not in plan
    assert "SCAN U0" not in plan
    assert "entry_is_reversed_once" in plan
