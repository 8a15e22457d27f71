"""Closing folds a day into its totals: once, again after a late correction, never at the cost of an answer."""

import datetime
import importlib

import pytest
from django.db import connection

from orda.diary import queries, services
from orda.diary.models import ClosedDay, DayTotal, Entry, MonthSum, MonthTotal

from .conftest import TODAY, Town, staff_at

LAST_OF_JANUARY, FIRST_OF_FEBRUARY = datetime.date(2024, 1, 31), datetime.date(2024, 2, 1)
YEAR = (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))


def visits(town: Town, day: datetime.date, quantity: int, act_id: int = 1, library: int = 0) -> None:
    services.post(
        day=day,
        library_id=town.libraries[library].pk,
        measure="visit",
        quantity=quantity,
        act="visit",
        act_id=act_id,
        values={"purpose": "borrow"},
    )


def total(first: datetime.date, last: datetime.date) -> int:
    return sum(one.quantity for one in queries.totals(first, last))


def test_a_closed_day_stands_in_its_day_and_month_totals(town: Town) -> None:
    visits(town, LAST_OF_JANUARY, 3)
    visits(town, LAST_OF_JANUARY, 4, act_id=2)
    assert services.close_day(town.first, LAST_OF_JANUARY) == 2
    assert DayTotal.objects.values_list("day", "quantity").get() == (LAST_OF_JANUARY, 7)
    assert MonthTotal.objects.values_list("month", "quantity").get() == (datetime.date(2024, 1, 1), 7)
    assert queries.is_closed(town.first, LAST_OF_JANUARY)
    assert total(*YEAR) == 7


def test_closing_again_changes_nothing(town: Town) -> None:
    visits(town, LAST_OF_JANUARY, 3)
    services.close_day(town.first, LAST_OF_JANUARY)
    assert services.close_day(town.first, LAST_OF_JANUARY) == 0
    assert total(*YEAR) == 3
    assert ClosedDay.objects.count() == 1


def test_an_empty_day_may_be_closed(town: Town) -> None:
    assert services.close_day(town.first, LAST_OF_JANUARY) == 0
    assert queries.is_closed(town.first, LAST_OF_JANUARY)


def test_a_late_correction_counts_at_once_and_is_folded_at_the_next_closing(town: Town) -> None:
    visits(town, LAST_OF_JANUARY, 3)
    services.close_day(town.first, LAST_OF_JANUARY)
    services.reverse(Entry.objects.get())
    visits(town, LAST_OF_JANUARY, 5, act_id=2)
    assert not queries.is_closed(town.first, LAST_OF_JANUARY)
    assert total(*YEAR) == 5
    assert services.close_day(town.first, LAST_OF_JANUARY) == 2
    assert queries.is_closed(town.first, LAST_OF_JANUARY)
    assert total(*YEAR) == 5
    assert DayTotal.objects.get().quantity == MonthTotal.objects.get().quantity == 5
    assert MonthSum.objects.get().quantity == 5


def test_closing_one_day_leaves_other_days_and_libraries_open(town: Town) -> None:
    visits(town, LAST_OF_JANUARY, 1)
    visits(town, FIRST_OF_FEBRUARY, 2, act_id=2)
    visits(town, LAST_OF_JANUARY, 4, act_id=3, library=1)
    services.close_day(town.first, LAST_OF_JANUARY)
    assert sorted(Entry.objects.filter(open=True).values_list("quantity", flat=True)) == [2, 4]


def test_a_month_ends_with_its_last_day(town: Town) -> None:
    for day, quantity in ((LAST_OF_JANUARY, 1), (FIRST_OF_FEBRUARY, 10), (datetime.date(2024, 2, 29), 100)):
        visits(town, day, quantity)
        services.close_day(town.first, day)
    assert total(datetime.date(2024, 1, 1), LAST_OF_JANUARY) == 1
    assert total(FIRST_OF_FEBRUARY, datetime.date(2024, 2, 29)) == 110
    assert total(FIRST_OF_FEBRUARY, datetime.date(2024, 2, 28)) == 10
    assert total(LAST_OF_JANUARY, FIRST_OF_FEBRUARY) == 11
    assert total(datetime.date(2024, 2, 2), datetime.date(9999, 12, 31)) == 100
    assert total(datetime.date(2024, 3, 1), datetime.date(2024, 2, 1)) == 0


def test_a_day_that_has_not_come_is_not_closed(town: Town) -> None:
    tomorrow = TODAY + datetime.timedelta(days=1)
    with pytest.raises(services.DayNotOver):
        services.close_day(town.first, tomorrow)
    with pytest.raises(services.DayNotOver):
        services.close_days_before(tomorrow + datetime.timedelta(days=1))


def test_the_night_closes_every_library_day_that_is_over(town: Town) -> None:
    yesterday = TODAY - datetime.timedelta(days=1)
    for act_id, (day, library) in enumerate(
        [(LAST_OF_JANUARY, 0), (LAST_OF_JANUARY, 1), (FIRST_OF_FEBRUARY, 0), (yesterday, 2), (TODAY, 2)]
    ):
        visits(town, day, act_id + 1, act_id, library)
    by = staff_at(town.network, "director")
    assert services.close_days_before(TODAY, by_id=by.pk) == 4
    assert services.close_days_before(TODAY) == 0
    assert Entry.objects.filter(open=True).values_list("day", flat=True).get() == TODAY
    assert total(*YEAR) == 1 + 2 + 3 + 4 + 5
    assert set(ClosedDay.objects.values_list("closed_by", flat=True)) == {by.pk}
    assert queries.is_closed(town.second, LAST_OF_JANUARY)
    assert not queries.is_closed(town.public, TODAY)


def test_the_night_gives_the_same_totals_as_closing_day_by_day(town: Town) -> None:
    days = [datetime.date(2024, 3, 30) + datetime.timedelta(days=n) for n in range(4)]
    for act_id, day in enumerate(days * 2):
        visits(town, day, act_id + 1, act_id, act_id % 3)
    services.close_days_before(TODAY)
    by_night = _all_totals()
    DayTotal.objects.all().delete()
    MonthTotal.objects.all().delete()
    MonthSum.objects.all().delete()
    Entry.objects.all().delete()
    for act_id, day in enumerate(days * 2):
        visits(town, day, act_id + 1, act_id, act_id % 3)
    for day in days:
        for library in town.libraries:
            services.close_day(library, day)
    assert _all_totals() == by_night


def _all_totals() -> tuple[list[object], ...]:
    return (
        sorted(DayTotal.objects.values_list("day", "library", "measure", "dimensions", "quantity")),
        sorted(MonthTotal.objects.values_list("month", "library", "measure", "dimensions", "quantity")),
        sorted(MonthSum.objects.values_list("month", "library", "measure", "quantity")),
    )


def test_what_was_folded_before_there_were_month_sums_gets_them(town: Town) -> None:
    for act_id, day in enumerate([LAST_OF_JANUARY, LAST_OF_JANUARY, datetime.date(2024, 2, 1)]):
        visits(town, day, act_id + 1, act_id)
        visits(town, day, 10, act_id, 1)
    services.close_days_before(TODAY)
    known = _all_totals()
    MonthSum.objects.all().delete()
    migration = importlib.import_module("orda.diary.migrations.0003_month_sums")
    with connection.cursor() as cursor:
        cursor.execute(migration.FILL)
    assert _all_totals() == known
