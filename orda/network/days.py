"""Months and days in words, as papers write them: «2024 жылғы ақпан», «1 ноября»."""

import datetime

from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def month_name(month: int) -> str:
    """ "ақпан", "февраль", "February": the month itself (1–12)."""
    return _small(str(MONTHS[month]))


def month_of_year(year: int, month: int) -> str:
    """ "2024 жылғы ақпан", "февраль 2024 г."."""
    return _("%(month)s %(year)s") % {"month": month_name(month), "year": year}


def day_of_month(day: datetime.date) -> str:
    """ "1 қараша", "1 ноября"."""
    return _("%(day)s %(month)s") % {"day": day.day, "month": _of(day.month)}


def _of(month: int) -> str:
    return _small(str(MONTHS_ALT[month]))


def _small(name: str) -> str:
    """Kazakh and Russian write months small."""
    return name if get_language() == "en" else name.lower()
