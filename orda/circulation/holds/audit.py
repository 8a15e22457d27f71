"""What holds say should stand in the diary."""

from collections.abc import Iterable

from orda.circulation.holds.models import Hold, NotOnShelf
from orda.diary.audit import Row, audits, in_order, steps_in_order
from orda.diary.truths import truth
from orda.network import clock
from orda.network import queries as network
from orda.readers.queries import served_without_consent


@audits("hold", act="hold")
def holds() -> Iterable[Row]:
    """Every hold counts where it is to be fetched, on the day it was placed, whatever became of it."""
    placed = Hold.objects.order_by("pk").values_list("pk", "placed_at", "library_id")
    return ((pk, clock.day_of(at), library_id, 1) for pk, at, library_id in placed.iterator())


steps_in_order("holds that went on before they began", Hold, "placed_at", "copy_at")
steps_in_order("holds that ended before they began", Hold, "placed_at", "closed_at")
steps_in_order("copies found before they were missed", NotOnShelf, "noted_at", "found_at")


@in_order("books on the hold shelf until a day on which the doors are shut: `orda nightly` moves them")
def kept_until_shut_days() -> Iterable[str]:
    """No hold ends on a day on which it can't be fetched."""
    ready = Hold.objects.filter(state=Hold.State.READY).order_by("pk")
    rows = ready.values_list("pk", "library__code", "library__path", "ready_until")
    for pk, code, path, until in rows.iterator():
        if until is not None and not network.calendar_at(path).is_open(until):
            yield f"hold {pk} at {code}: {until}"


@truth("holds of readers of another network without their consent: they are cancelled, or a sheet is signed")
def across_networks() -> Iterable[str]:
    """Placed before networks were told apart, or before the consent was taken back."""
    return served_without_consent(Hold.objects.filter(state__in=Hold.OPEN))
