"""The very lines, and whether a day is closed."""

import datetime

from django.db.models import QuerySet

from orda.diary.models import ClosedDay, Entry
from orda.network import queries as network
from orda.network.models import Unit


def library_ids_under(unit: Unit | None) -> list[int] | None:
    """Ids of a unit and everything under it, as `totals` wants them; None for the whole house."""
    return None if unit is None else list(network.subtree(unit).values_list("pk", flat=True))


def entries(
    first: datetime.date, last: datetime.date, *, measure: str = "", library: Unit | None = None
) -> QuerySet[Entry]:
    """The very lines of a period, newest first, for drill-down. A library stands for its subtree."""
    found = Entry.objects.filter(day__range=(first, last)).select_related(
        "library", "dimensions", "recorded_by", "reverses", "reversed_by"
    )
    if measure:
        found = found.filter(measure=measure)
    if library is not None:
        found = found.filter(library__in=library_ids_under(library) or [])
    return found.order_by("-day", "-id")


def is_closed(library: Unit, day: datetime.date) -> bool:
    """True when the day was closed and nothing has come since."""
    return (
        ClosedDay.objects.filter(library=library, day=day).exists()
        and not Entry.objects.filter(library=library, day=day, open=True).exists()
    )
