"""What visits say should stand in the diary."""

from collections.abc import Iterable

from orda.circulation.visits.models import Visit
from orda.diary.audit import Row, audits, in_order
from orda.network import clock


@audits("visit", act="visit")
def visits() -> Iterable[Row]:
    """Every visit that was not voided counts its people."""
    came = Visit.objects.filter(voided=False)
    return came.order_by("pk").values_list("pk", "day", "library_id", "quantity")


@in_order("visits counted on another day than their hour")
def on_another_day() -> Iterable[str]:
    """The day is the library's day of the hour."""
    came = Visit.objects.filter(voided=False).order_by("pk").values_list("pk", "day", "at")
    return (f"visit {pk} on {day}" for pk, day, at in came.iterator() if clock.day_of(at) != day)
