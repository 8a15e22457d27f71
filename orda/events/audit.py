"""What the events held say should stand in the diary. Cancelled events stand for nothing."""

from collections.abc import Iterable

from django.db.models import QuerySet, Value

from orda.diary.audit import Row, audits
from orda.events.models import HeldEvent


@audits("event_held", act="event")
def held() -> Iterable[Row]:
    """Every event counts one."""
    return _standing().values_list("pk", "day", "library_id", Value(1))


@audits("event_attended", act="event")
def attended() -> Iterable[Row]:
    """An event counts the people who came."""
    return _standing().values_list("pk", "day", "library_id", "attendance")


@audits("event_viewed", act="event")
def viewed() -> Iterable[Row]:
    """An online event counts its views, apart from attendance."""
    return _standing().values_list("pk", "day", "library_id", "views")


def _standing() -> QuerySet[HeldEvent]:
    return HeldEvent.objects.filter(cancelled=False).order_by("pk")
