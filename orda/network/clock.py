"""The library's clock. Every "today" in Orda is asked here, so that a demo can live in its plan's year."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_stopped: ContextVar[datetime.datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime.datetime:
    """The aware moment; in a demo the same month, day and hour, by the library's clock, of the demo's year."""
    stopped = _stopped.get()
    if stopped is not None:
        return stopped
    moment = timezone.now()
    return moment if settings.DEMO_YEAR is None else _in_year(timezone.localtime(moment), settings.DEMO_YEAR)


@contextmanager
def stopped_at(moment: datetime.datetime) -> Iterator[None]:
    """Everything inside happens at that moment: how a demo lives through a year, day by day."""
    token = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(token)


def today() -> datetime.date:
    """The library day, by the library's time zone."""
    return timezone.localdate(now())


def day_of(moment: datetime.datetime) -> datetime.date:
    """The library day on which a moment falls."""
    return timezone.localdate(moment)


def _in_year(moment: datetime.datetime, year: int) -> datetime.datetime:
    try:
        return moment.replace(year=year)
    except ValueError:  # 29 February in a common year
        return moment.replace(year=year, day=28)


def year_asked(text: str) -> int:
    """The year that an address names, as people write one; this year where it names none."""
    named = len(text) == 4 and text.isascii() and text.isdigit() and "1900" <= text < "3000"
    return int(text) if named else today().year
