"""Shipped holidays read in the language of the page, typed ones as they were typed."""

import csv

from django.utils import translation

from orda.network.calendar.words import _NAMES, in_language
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
