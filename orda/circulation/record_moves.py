"""Who waits for a record waits for the one that it was merged into."""

from django.db.models import F

from orda.catalog.doubles.moving import Moved, Mover, moves_with_a_record
from orda.catalog.doubles.refusals import BothPutBy, CopyPromised
from orda.circulation.copies.states import step
from orda.circulation.holds.allotment import allot
from orda.circulation.models import Hold
from orda.network import clock


def _move(gone: int, kept: int) -> Moved:
    """A reader who waits for both waits once: with the copy that is put by, else in the earlier place."""
    now = clock.now()
    waiting = Hold.objects.filter(state__in=Hold.OPEN, reader__isnull=False)
    of_kept = {hold.reader_id: hold for hold in waiting.filter(record=kept)}
    doubled = [
        (of_kept[hold.reader_id], hold) for hold in waiting.filter(record=gone) if hold.reader_id in of_kept
    ]
    given_up = []  # (the hold that gives way, the one by which its reader waits on)
    for one, other in doubled:
        late = _gives_way(one, other)
        given_up.append((late.pk, (one if late is other else other).pk))
    Hold.objects.filter(pk__in=[late for late, _ in given_up]).update(
        state=Hold.State.CANCELLED, closed_at=now
    )
    holds = list(Hold.objects.filter(record=gone).order_by("pk").values_list("pk", flat=True))
    Hold.objects.filter(pk__in=holds).update(record=kept)
    allot(kept, now)
    return {"holds": holds, "given_up": given_up}


def _gives_way(one: Hold, other: Hold) -> Hold:
    """Raises BothPutBy."""
    late = max(one, other, key=lambda hold: (hold.state == Hold.State.WAITING, hold.placed_at, hold.pk))
    if late.state != Hold.State.WAITING:
        raise BothPutBy
    return late


def _back(moved: Moved, gone: int, kept: int) -> None:
    """Copies stand with their own records again by now: what was asked for across the two is asked for no more. Who
    cancelled, fetched the book or was forgotten since waits for neither."""
    Hold.objects.filter(pk__in=moved["holds"], record=kept).update(record=gone)
    for late, stayed in moved["given_up"]:
        if Hold.objects.filter(pk=stayed, state__in=Hold.OPEN, reader__isnull=False).exists():
            _waits_again(late)
    across = Hold.objects.filter(record__in=[gone, kept], state__in=Hold.WITH_A_COPY)
    for hold in across.exclude(copy__record=F("record")).select_related("copy"):
        if hold.state != Hold.State.PICKING:
            raise CopyPromised(barcode=hold.copy.barcode if hold.copy else "")
        step(hold, Hold.State.WAITING, copy=None, asked_library=None, copy_at=None)
    for record in (gone, kept):
        allot(record, clock.now())


def _waits_again(pk: int) -> None:
    hold = Hold.objects.filter(pk=pk, state=Hold.State.CANCELLED, reader__isnull=False).first()
    if hold is None:
        return
    again = Hold.objects.filter(record=hold.record_id, reader=hold.reader_id, state__in=Hold.OPEN)
    if not again.exists():
        Hold.objects.filter(pk=pk).update(state=Hold.State.WAITING, closed_at=None)


moves_with_a_record(Mover("holds", ("circulation_hold",), _move, _back))
