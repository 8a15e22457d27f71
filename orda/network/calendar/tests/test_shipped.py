"""The shipped calendar: the years whose plan is counted have just the open days that they had, and it never ends."""

import datetime

import pytest

from orda.network import queries
from orda.network.tree_files import load_tree

# Open days by month, as the lists of single days gave them before holidays repeated.
BEFORE = {
    2023: (24, 24, 23, 25, 25, 25, 25, 26, 26, 25, 26, 25),
    2024: (25, 25, 22, 26, 24, 25, 26, 26, 25, 26, 26, 25),
    2025: (24, 24, 23, 26, 24, 24, 27, 25, 26, 26, 25, 26),
}


@pytest.mark.parametrize("year", BEFORE)
def test_a_year_that_is_counted_has_just_the_open_days_it_had(db, year):
    load_tree()
    network = queries.unit_by_code("ОКЖ")
    days = queries.open_days(network, datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    assert tuple(sum(day.month == month for day in days) for month in range(1, 13)) == BEFORE[year]


def test_a_holiday_of_the_law_never_ends(db):
    load_tree()
    network = queries.unit_by_code("ОКЖ")
    for year in (2027, 2040, 2099):
        assert not queries.is_open(network, datetime.date(year, 12, 16))
        assert not queries.is_open(network, datetime.date(year, 1, 7))


def test_constitution_day_moved_with_the_constitution(db):
    load_tree()
    network = queries.unit_by_code("ОКЖ")
    assert [queries.is_open(network, datetime.date(year, 8, 30)) for year in (2024, 2025, 2027)] == [
        False,
        False,
        True,
    ]
    assert not queries.is_open(network, datetime.date(2027, 3, 15))
