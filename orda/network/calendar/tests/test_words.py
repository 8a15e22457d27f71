"""Holidays in the language of the page; whether the doors are open, at each moment."""

import csv
import datetime

import pytest
from django.utils import translation

from orda.network.calendar.days import Calendar, Hours, Shutting, Single, Week, Yearly
from orda.network.calendar.words import _NAMES, Now, in_language, now
from orda.network.tree_files import SHIPPED_HOLIDAYS


def test_each_shipped_holiday_has_a_name_in_each_language():
    with SHIPPED_HOLIDAYS.open(encoding="utf-8", newline="") as file:
        shipped = {row["name"] for row in csv.DictReader(file) if not row["day"].isdecimal()}
    assert shipped == set(_NAMES)
    for language in ("ru", "en"):
        with translation.override(language):
            assert not [name for name in shipped - {"Наурыз мейрамы"} if in_language(name) == name]
    with translation.override("kk"):
        assert {in_language(name) for name in shipped} == shipped


def test_a_day_that_staff_shut_reads_as_they_typed_it():
    with translation.override("ru"):
        assert in_language("Санитарный день, ремонт") == "Санитарный день, ремонт"
        assert in_language("Тәуелсіздік күні") == "День Независимости"
        assert in_language("") == ""


WEEK = (*[Hours(datetime.time(9), datetime.time(18), datetime.time(13), datetime.time(14))] * 5, None, None)
SUMMER = (*[Hours(datetime.time(10), datetime.time(17))] * 6, None)


@pytest.mark.parametrize(
    ("at", "open_", "said"),
    [
        ("2026-11-30 08:59", False, "shut now, opens at 09:00"),  # a Monday
        ("2026-11-30 09:00", True, "open until 18:00"),
        ("2026-11-30 13:00", False, "break until 14:00"),
        ("2026-11-30 14:00", True, "open until 18:00"),
        ("2026-11-30 18:00", False, "shut now, opens tomorrow at 09:00"),
        ("2026-12-04 18:00", False, "shut now, opens on Monday at 09:00"),  # Friday evening
        ("2026-12-06 12:00", False, "shut now, opens tomorrow at 09:00"),  # Sunday
        ("2026-12-15 19:00", False, "shut now, opens on Thursday at 09:00"),  # a holiday between
        ("2026-12-16 11:00", False, "shut now, opens tomorrow at 09:00 (Independence Day)"),
        ("2026-12-19 11:00", True, "open until 14:00"),  # a Saturday that is worked, at hours of its own
        ("2026-12-21 11:00", False, "shut until 04.01.2027, 09:00 (repair)"),
        ("2027-06-05 11:00", True, "open until 17:00"),  # the season opens Saturdays
        ("2027-05-31 19:00", False, "shut now, opens tomorrow at 10:00"),  # the season's first day
    ],
)
def test_whether_the_doors_are_open_is_said_for_each_moment(at: str, open_: bool, said: str):
    day = datetime.date
    calendar = Calendar(
        weeks=[Week(day(2026, 1, 1), None, (601, 831), SUMMER), Week(day(2026, 1, 1), None, None, WEEK)],
        singles={
            day(2026, 12, 19): Single("moved", works=True, hours=Hours(datetime.time(10), datetime.time(14)))
        },
        yearly={(12, 16): (Yearly("Тәуелсіздік күні", 2000, None),)},
        closings=[Shutting(1, day(2026, 12, 21), day(2027, 1, 3), "repair", "")],
    )
    assert now(calendar, datetime.datetime.fromisoformat(at)) == Now(open_, said)


def test_without_hours_the_day_alone_is_said():
    calendar = Calendar(weeks=[Week(datetime.date(2026, 1, 1), None, None, (*[Hours()] * 5, None, None))])
    for at, said in (
        ("2026-11-30 23:00", Now(True, "open today")),
        ("2026-12-05 11:00", Now(False, "shut until 07.12.2026")),
        ("2026-12-06 11:00", Now(False, "shut now, opens tomorrow")),
    ):
        assert now(calendar, datetime.datetime.fromisoformat(at)) == said


def test_doors_that_open_in_no_year_to_come_are_shut():
    shut = Calendar(weeks=[Week(datetime.date(2026, 1, 1), None, None, (None,) * 7)])
    assert now(shut, datetime.datetime(2026, 11, 30, 12)) == Now(False, "shut")
    last_day = Calendar(
        closings=[Shutting(1, datetime.date(2026, 12, 1), datetime.date(2040, 1, 1), "repair", "")]
    )
    assert now(last_day, datetime.datetime(2026, 11, 30, 12)).open
