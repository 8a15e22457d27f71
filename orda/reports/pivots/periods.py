"""Periods that move with the calendar ("last quarter"), and how a period is called in words."""

import datetime
from calendar import monthrange

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orda.diary.measures import Text

RELATIVE: dict[str, Text] = {
    "this_week": gettext_lazy("this week"),
    "last_week": gettext_lazy("last week"),
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "this_quarter": gettext_lazy("this quarter"),
    "last_quarter": gettext_lazy("last quarter"),
    "this_year": gettext_lazy("this year"),
    "last_year": gettext_lazy("last year"),
}
_DAY = datetime.timedelta(days=1)


def days_of(period: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of one of RELATIVE. What runs still is taken up to its end: nothing stands ahead."""
    which, _by, unit = period.partition("_")
    first, last = around(unit, today)
    return around(unit, first - _DAY) if which == "last" else (first, last)


def around(unit: str, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The week (from Monday), month, quarter or year that holds a day."""
    if unit == "week":
        first = day - datetime.timedelta(days=day.weekday())
        return first, first + datetime.timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    begins = (day.month - 1) // months * months + 1
    ends = begins + months - 1
    return day.replace(month=begins, day=1), day.replace(month=ends, day=monthrange(day.year, ends)[1])


def in_words(first: datetime.date, last: datetime.date) -> str:
    """ "2024", "quarter II 2024", "May 2024", else its days."""
    if (first, last) == around("year", first):
        return f"{first:%Y}"
    if (first, last) == around("quarter", first):
        number = ("I", "II", "III", "IV")[(first.month - 1) // 3]
        return _("quarter %(number)s of %(year)s") % {"number": number, "year": first.year}
    if (first, last) == around("month", first):
        return date_format(first, "YEAR_MONTH_FORMAT")
    return f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"
