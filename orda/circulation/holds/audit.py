"""What holds say should stand in the diary."""

from collections.abc import Iterable

from orda.circulation.holds.models import Hold, NotOnShelf
from orda.diary.audit import Row, audits, steps_in_order
from orda.network import clock


@audits("hold", act="hold")
def holds() -> Iterable[Row]:
    """Every hold counts where it is to be fetched, on the day it was placed, whatever became of it."""
    placed = Hold.objects.order_by("pk").values_list("pk", "placed_at", "library_id")
    return ((pk, clock.day_of(at), library_id, 1) for pk, at, library_id in placed.iterator())


steps_in_order("holds that went on before they began", Hold, "placed_at", "copy_at")
steps_in_order("holds that ended before they began", Hold, "placed_at", "closed_at")
steps_in_order("copies found before they were missed", NotOnShelf, "noted_at", "found_at")
