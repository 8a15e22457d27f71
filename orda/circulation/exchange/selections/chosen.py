"""What becomes of the copies of a selection: they are held for its reader, or go to its branch as a set.

Each copy is an act of its own, so that one that was lent meanwhile keeps none of the others, and no desk waits for
a list of copies. Done again, an act goes on with what is left.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction

from orda.circulation.exchange.selections.models import Selection
from orda.circulation.exchange.selections.refusals import NoReaderToHoldFor
from orda.circulation.exchange.selections.services import answered
from orda.circulation.exchange.sets import services as sets
from orda.circulation.exchange.sets.models import Deposit
from orda.circulation.holds.models import Hold
from orda.circulation.holds.services import place_hold
from orda.circulation.holds.shelf import found
from orda.circulation.refusals import HoldHasMoved
from orda.network import clock
from orda.network.refusals import Refusal
from orda.stock.models import Copy


@dataclass(frozen=True)
class Onward:
    """How many copies go on, and of which titles none does, with the reason."""

    copies: int
    left: list[tuple[str, Refusal]]


def put_into_a_set(
    selection_id: int, *, due_on: datetime.date | None = None, by_id: int | None = None
) -> tuple[Deposit, Onward]:
    """The copies chosen for a branch are put into a ready-made set, which is then sent as any other.

    Raises HoldHasMoved, NotALibraryOfTheNetwork, BadHoldDay.
    """
    deposit = _set_of(selection_id, due_on, by_id)
    inside = set(deposit.items.values_list("copy_id", flat=True))
    gone, left = 0, []
    for copy in copies_of(selection_id):
        if copy.pk in inside:
            continue
        try:
            sets.put_in(deposit.pk, copy.barcode)
        except Refusal as refusal:
            left.append((copy.record.title, refusal))
        else:
            gone += 1
    return deposit, Onward(gone, left)


@transaction.atomic
def _set_of(selection_id: int, due_on: datetime.date | None, by_id: int | None) -> Deposit:
    """The set that is being put together for a selection, begun if there is none. Raises HoldHasMoved once sent."""
    selection = answered(selection_id)
    if set_state(selection) is None:
        name, giver, taker = selection.topic, selection.giver, selection.library
        assert giver is not None
        selection.deposit = sets.make_set(name, giver=giver, taker=taker, due_on=due_on, by_id=by_id)
        selection.save(update_fields=["deposit"])
    assert selection.deposit is not None
    if selection.deposit.state != Deposit.State.MADE:
        raise HoldHasMoved(state=selection.deposit.get_state_display())
    return selection.deposit


def set_state(selection: Selection) -> str | None:
    """How far the set has come with which the copies go; None where none was begun, or it was given up."""
    state = selection.deposit.state if selection.deposit else Deposit.State.GIVEN_UP
    return None if state == Deposit.State.GIVEN_UP else state


def hold_for_the_reader(
    selection_id: int, *, by_id: int | None = None, at: datetime.datetime | None = None
) -> Onward:
    """The copies chosen for a reader are held, and lie ready or wait for the van at once: they are in hand.

    Who has waited for a title longer gets it first, as always. Raises HoldHasMoved and NoReaderToHoldFor.
    """
    at = at or clock.now()
    with transaction.atomic():
        selection = answered(selection_id)
    if selection.reader_id is None:
        raise NoReaderToHoldFor
    gone, left = 0, []
    for copy in copies_of(selection_id):
        if Hold.objects.filter(copy=copy, reader=selection.reader_id, state__in=Hold.OPEN).exists():
            continue
        try:
            _hold(copy, selection, by_id, at)
        except Refusal as refusal:
            left.append((copy.record.title, refusal))
        else:
            gone += 1
    return Onward(gone, left)


def _hold(copy: Copy, selection: Selection, by_id: int | None, at: datetime.datetime) -> None:
    reader_id, library_id, giver_id = selection.reader_id, selection.library_id, selection.giver_id
    assert reader_id is not None
    assert giver_id is not None
    hold = place_hold(copy.record_id, reader_id, library_id=library_id, copy_id=copy.pk, by_id=by_id, at=at)
    if hold.state == Hold.State.PICKING and hold.asked_library_id == giver_id:
        found(hold.pk, library_id=giver_id, by_id=by_id, at=at)


def copies_of(selection_id: int) -> list[Copy]:
    """The copies chosen, in the order of their shelves."""
    chosen = Copy.objects.filter(pk__in=Selection.objects.get(pk=selection_id).chosen.values("copy"))
    shown = chosen.select_related("record", "library", "stands_at").defer("record__marc")
    return list(shown.order_by("record__bbk", "record__udc", "record__author", "record__title", "pk"))
