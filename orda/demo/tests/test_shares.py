"""Whole numbers over days: none lost, and a quarter that is not over takes no more than its days."""

import datetime
import random

from orda.demo.shares import spread
from orda.planning.year.working_year import working_year

ALIKE = {1: 1.0, 2: 1.0, 3: 1.0, 4: 1.0}


def by_quarter(total: int, last: datetime.date) -> list[int]:
    days = [day for day in working_year(2024, None).open_days if day <= last]
    found = [0] * 4
    for day, amount in zip(days, spread(total, days, ALIKE, random.Random(1)), strict=True):
        found[(day.month - 1) // 3] += amount
    return found


def test_nothing_is_lost(db):
    assert sum(by_quarter(12_345, datetime.date(2024, 11, 23))) == 12_345
    assert spread(5, [], ALIKE, random.Random(1)) == []


def test_a_few_things_fall_all_over_the_year(db):
    for total in (4, 12, 25):
        found = by_quarter(total, datetime.date(2024, 12, 31))
        assert sum(found) == total
        assert max(found) - min(found) <= max(2, total // 5), found


def test_half_of_a_quarter_takes_half_of_its_share(db):
    first, *_between, last = by_quarter(7_000, datetime.date(2024, 11, 15))
    assert 0.42 < last / first < 0.58
