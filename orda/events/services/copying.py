"""The events of a year's plan, planned again for another year."""

import calendar
import datetime

from django.db import transaction

from orda.events.models import PlannedEvent


@transaction.atomic
def copy_planned_events(year: int, to: int) -> int:
    """The events of a year's plan, planned again for another: the same numbers, their dates moved. How many."""
    copied = 0
    for event in PlannedEvent.objects.filter(year=year).prefetch_related("performers"):
        performers = list(event.performers.all())
        event.pk, event.year = None, to
        event.first_day, event.last_day = _moved(event.first_day, to), _moved(event.last_day, to)
        event._state.adding = True
        event.save()
        event.performers.set(performers)
        copied += 1
    return copied


def _moved(day: datetime.date | None, year: int) -> datetime.date | None:
    """The same day of another year; the end of February follows the year."""
    if day is None:
        return None
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
