"""How the database finds the diary's lines once it has counted its tables."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orda.diary.queries import entries, totals
from orda.diary.services import close_day, post

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


@pytest.mark.parametrize("by", [("library", "month"), ("library",), ("month",), ()])
def test_a_year_without_dimensions_is_answered_from_the_month_sums_alone(city, by):
    """However finely the lines are told apart, and without one look into the table beside its index."""
    for day in (datetime.date(2024, 3, 4), datetime.date(2024, 4, 4)):
        for number, value in enumerate(("borrow", "event", "other")):
            values = {"purpose": value}
            post(
                day=day,
                library_id=city.central.pk,
                measure="visit",
                act="visit",
                act_id=number,
                values=values,
            )
        close_day(city.central, day)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    first, last = datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = totals(first, last, measures=["visit", "loan"], by=by)
    assert sum(one.quantity for one in found) == 6
    plan = _plan_of(asked.captured_queries[0]["sql"])
    assert "COVERING INDEX month_sum_of_measure" in plan
    assert "diary_monthtotal" not in plan
    assert "SCAN diary_monthsum" not in plan


def _plan_of(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(row[3] for row in cursor.fetchall())
