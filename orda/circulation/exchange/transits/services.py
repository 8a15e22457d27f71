"""Ways of copies between libraries: they wait for the van, go with it, and are received or lost."""

import datetime
from dataclasses import dataclass, replace

from django.db import transaction

from orda.circulation.copies.gate import pass_the_gate
from orda.circulation.copies.hours import not_before
from orda.circulation.copies.onward import HOLD_SHELF, Next
from orda.circulation.copies.states import step
from orda.circulation.copies.whereabouts import Whereabouts
from orda.circulation.exchange.sets.models import Deposit
from orda.circulation.exchange.transits.counting import count_issue
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.allotment import hand_on, leave_set, lock_copy, make_ready, put
from orda.circulation.holds.consequences import out_of_reach, seen_again
from orda.circulation.holds.models import Hold, NotOnShelf
from orda.circulation.refusals import CopyWithdrawn, HoldHasMoved, WrongLibrary
from orda.network import clock
from orda.stock.models import Copy


@dataclass(frozen=True)
class Received:
    """A way that is over, and what the desk does with the copy now."""

    transit_id: int
    copy_id: int
    next: Next


@transaction.atomic
def send(
    transit_id: int, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> None:
    """The van takes the copy. For a reader's hold it counts as issued by exchange, where it leaves its giver.

    Raises HoldHasMoved and WrongLibrary.
    """
    at = at or clock.now()
    transit, _where = _locked(transit_id)
    if transit.source_id != library_id:
        raise WrongLibrary(library=transit.source)
    step(transit, Transit.State.SENT, sent_at=not_before(at, transit.made_at), sent_by_id=by_id)
    count_issue(transit, by_id)


@transaction.atomic
def receive(
    transit_id: int, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> Received:
    """The copy has come: to the hold shelf for its reader, on to the next in the queue, or to its shelf.

    One that nobody scanned into the van was sent all the same, and counts so. Raises HoldHasMoved and WrongLibrary.
    """
    at = at or clock.now()
    transit, where = _locked(transit_id)
    if transit.target_id != library_id:
        raise WrongLibrary(library=transit.target)
    if transit.state == Transit.State.WAITING:
        step(transit, Transit.State.SENT, sent_at=not_before(at, transit.made_at), sent_by_id=by_id)
        count_issue(transit, by_id)
    at = not_before(at, transit.sent_at)
    step(transit, Transit.State.RECEIVED, received_at=at, received_by_id=by_id)
    put(where.copy_id, where.owner_id, library_id)
    leave_set(where, at)
    here = replace(where, stands_at=library_id, transit_id=None, transit_state=None, target_id=None)
    return Received(transit.pk, where.copy_id, _arrived(transit, here, at))


@transaction.atomic
def keep_here(transit_id: int, *, library_id: int, by_id: int | None = None) -> None:
    """The copy stays where it is instead of going home. Raises HoldHasMoved once it is sent, and WrongLibrary."""
    transit, _where = _locked(transit_id)
    if transit.source_id != library_id:
        raise WrongLibrary(library=transit.source)
    if transit.purpose != Transit.Purpose.HOME or transit.state != Transit.State.WAITING:
        raise HoldHasMoved(state=transit.get_state_display())
    step(transit, Transit.State.CANCELLED)


@transaction.atomic
def lost_on_the_way(
    transit_id: int, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> None:
    """The van brought nothing: the way ends, the copy is missing at its owner, who waited for it gets the next copy.

    No reader is at fault, so there is no loss case: it turns up (`turn_up`) or its owner writes it off by an act.
    Raises WrongLibrary for a third library, and HoldHasMoved unless it is under way.
    """
    at = at or clock.now()
    transit, where = _locked(transit_id)
    if library_id not in (transit.source_id, transit.target_id):
        raise WrongLibrary(library=transit.target)
    if transit.state != Transit.State.SENT:
        raise HoldHasMoved(state=transit.get_state_display())
    put(where.copy_id, where.owner_id, where.owner_id)
    # Missed before the queue is served, so that this very copy is promised to nobody.
    NotOnShelf.objects.get_or_create(
        copy_id=where.copy_id,
        found_at=None,
        defaults={"library_id": where.owner_id, "noted_at": at, "noted_by_id": by_id},
    )
    out_of_reach(where, at)
    if transit.deposit_id is not None:
        set_has_come(transit.deposit_id)


@transaction.atomic
def turn_up(copy_id: int, *, library_id: int, at: datetime.datetime | None = None) -> Next:
    """A missing copy is in somebody's hands at a library: it is in again, and goes to the next in the queue or home.

    Raises CopyWithdrawn.
    """
    record_id, status = Copy.objects.values_list("record_id", "status").get(pk=copy_id)
    if status != Copy.Status.IN_STOCK:
        raise CopyWithdrawn
    return seen_again(copy_id, record_id, library_id=library_id, at=at or clock.now())


def _arrived(transit: Transit, where: Whereabouts, at: datetime.datetime) -> Next:
    if where.hold_id is not None and where.hold_state == Hold.State.TRANSIT:
        hold = Hold.objects.select_related("library").get(pk=where.hold_id)
        make_ready(hold, where.copy_id, at)
        return Next(HOLD_SHELF, reader_id=hold.reader_id, library_id=where.stands_at)
    if transit.deposit_id is not None:
        set_has_come(transit.deposit_id)
    return hand_on(where, at)


def set_has_come(deposit_id: int) -> None:
    """A set stands at its branch once the last of its copies has come."""
    under_way = Transit.objects.filter(deposit=deposit_id, state=Transit.State.SENT).exists()
    deposit = Deposit.objects.get(pk=deposit_id)
    if not under_way and deposit.state == Deposit.State.SENT:
        step(deposit, Deposit.State.STANDING)


def _locked(transit_id: int) -> tuple[Transit, Whereabouts]:
    """A way with its copy and title held to the end of the act. Raises HoldHasMoved where there is none."""
    found = Transit.objects.filter(pk=transit_id).values_list("copy_id", "copy__record_id").first()
    if found is None:
        raise HoldHasMoved(state="—")
    pass_the_gate()
    where = lock_copy(*found)
    return Transit.objects.select_related("source", "target", "copy").get(pk=transit_id), where
