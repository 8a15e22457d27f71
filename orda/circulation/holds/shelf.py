"""The pick list and the hold shelf: found, not on the shelf, not fetched in time."""

import datetime

from django.db import transaction
from django.db.models import Q

from orda.circulation.copies.gate import pass_the_gate
from orda.circulation.copies.hours import not_before
from orda.circulation.copies.onward import HOLD_SHELF, TRANSIT, Next
from orda.circulation.copies.states import step
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.allotment import allot, lock_copy, lock_title, make_ready, start
from orda.circulation.holds.consequences import usable_again
from orda.circulation.holds.models import Hold, NotOnShelf
from orda.circulation.holds.moving import ask_elsewhere, settle_shut_shelves
from orda.circulation.holds.services import back_to_the_queue, close
from orda.circulation.refusals import HoldHasMoved, WrongLibrary
from orda.network import clock
from orda.stock.models import Copy


@transaction.atomic
def found(
    hold_id: int, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> Next:
    """The copy was taken off the shelf: to the hold shelf where it is fetched here, else to the van.

    Raises HoldHasMoved and WrongLibrary.
    """
    at = at or clock.now()
    pass_the_gate()
    hold = _picked(hold_id, library_id)
    assert hold.copy_id is not None
    if hold.library_id == library_id:
        make_ready(hold, hold.copy_id, at)
        return Next(HOLD_SHELF, reader_id=hold.reader_id, library_id=library_id)
    step(hold, Hold.State.TRANSIT, copy_at=not_before(at, hold.placed_at))
    start(hold.copy_id, library_id, hold.library_id, Transit.Purpose.HOLD, at, hold=hold)
    return Next(TRANSIT, library_id=hold.library_id)


@transaction.atomic
def not_on_shelf(
    hold_id: int, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> None:
    """The copy isn't where it should be: it is asked of nobody until it turns up, and the next copy is asked for.

    The reader keeps their place. Raises HoldHasMoved and WrongLibrary.
    """
    at = at or clock.now()
    hold = _picked(hold_id, library_id)
    assert hold.copy_id is not None
    NotOnShelf.objects.create(copy_id=hold.copy_id, library_id=library_id, noted_at=at, noted_by_id=by_id)
    back_to_the_queue(hold)
    allot(hold.record_id, at)


@transaction.atomic
def found_after_all(copy_id: int, *, at: datetime.datetime | None = None) -> None:
    """A copy that was missed stands on its shelf again and may be asked for."""
    record_id = Copy.objects.values_list("record_id", flat=True).get(pk=copy_id)
    usable_again(copy_id, record_id, at=at or clock.now())


@transaction.atomic
def shelved(hold_id: int) -> None:
    """What nobody fetched was taken off the hold shelf and put back among the books."""
    Hold.objects.filter(pk=hold_id).update(to_shelve=False)


def expire_holds(*, at: datetime.datetime | None = None) -> int:
    """Ends the holds that were not fetched in time or are no longer needed; the next in each queue gets the copy.

    A hold in a transaction of its own: may be stopped and run again. Returns how many ended.
    """
    at = at or clock.now()
    day = clock.day_of(at)
    settle_shut_shelves()
    late = Q(state=Hold.State.READY, ready_until__lt=day)
    needless = Q(state__in=(Hold.State.WAITING, Hold.State.PICKING), needed_until__lt=day)
    over = Hold.objects.filter(late | needless).order_by("pk").values_list("pk", "record_id")
    return sum(_expire(hold_id, record_id, late | needless, at) for hold_id, record_id in list(over))


@transaction.atomic
def _expire(hold_id: int, record_id: int, over: Q, at: datetime.datetime) -> int:
    lock_title(record_id)
    hold = Hold.objects.filter(over, pk=hold_id).first()
    if hold is None:  # fetched or cancelled a moment ago
        return 0
    close(hold, Hold.State.EXPIRED, at)
    return 1


def serve_queues(*, at: datetime.datetime | None = None) -> int:
    """Asks for free copies for all who wait: readers who are back, copies that turned up. Returns how many."""
    at = at or clock.now()
    with transaction.atomic():
        ask_elsewhere(None, at)
    waiting = (
        Hold.objects.filter(state=Hold.State.WAITING).order_by("record").values_list("record", flat=True)
    )
    return sum(_serve(record_id, at) for record_id in list(waiting.distinct()))


@transaction.atomic
def _serve(record_id: int, at: datetime.datetime) -> int:
    lock_title(record_id)
    return allot(record_id, at)


def _picked(hold_id: int, library_id: int) -> Hold:
    """A hold on the pick list of a library, its copy held. Raises HoldHasMoved and WrongLibrary."""
    asked = Hold.objects.filter(pk=hold_id).values_list("copy_id", "record_id").first()
    if asked is None or asked[0] is None:
        raise HoldHasMoved(state="—")
    lock_copy(*asked)
    hold = Hold.objects.select_related("library", "asked_library").filter(pk=hold_id).first()
    if hold is None:  # undone a moment ago
        raise HoldHasMoved(state="—")
    if hold.state != Hold.State.PICKING or hold.copy_id != asked[0]:
        raise HoldHasMoved(state=hold.get_state_display())
    if hold.asked_library_id != library_id:
        raise WrongLibrary(library=hold.asked_library)
    return hold
