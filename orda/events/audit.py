"""What the events say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import F, Value

from orda.diary.audit import Row, audits, in_order
from orda.events.models import HeldEvent
from orda.network import clock


@audits("event_held", act="event")
def held() -> Iterable[Row]:
    """Every event that was not cancelled counts one."""
    return _standing().values_list("pk", "day", "library_id", Value(1))


@audits("event_attended", act="event")
def attended() -> Iterable[Row]:
    """As many as came."""
    return _standing().filter(attendance__gt=0).values_list("pk", "day", "library_id", F("attendance"))


@audits("event_viewed", act="event")
def viewed() -> Iterable[Row]:
    """As many views as were counted."""
    return _standing().filter(views__gt=0).values_list("pk", "day", "library_id", F("views"))


@audits("visit", act="event")
def visited() -> Iterable[Row]:
    """Where it was chosen, as many visits as people came."""
    counted = _standing().filter(counts_visits=True, attendance__gt=0)
    return counted.values_list("pk", "day", "library_id", F("attendance"))


def _standing():  # type: ignore[no-untyped-def]
    return HeldEvent.objects.filter(cancelled=False).order_by("pk")


@in_order("events noted before their day")
def noted_before_their_day() -> Iterable[str]:
    """An event counts once it is over: it was noted on its day or later."""
    standing = (
        HeldEvent.objects.filter(cancelled=False).order_by("pk").values_list("pk", "day", "recorded_at")
    )
    return (f"event {pk} on {day}" for pk, day, at in standing.iterator() if clock.day_of(at) < day)
