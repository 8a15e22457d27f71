"""What loans and returns do to holds and ways: called by them inside their own transactions, the copy held."""

import datetime
from dataclasses import replace

from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest

from orda.circulation.copies.onward import Next
from orda.circulation.copies.states import step
from orda.circulation.copies.whereabouts import Whereabouts, whereabouts
from orda.circulation.exchange.sets.models import Deposit, DepositCopy
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.allotment import allot, hand_on, leave_set, lock_copy, lock_title, put
from orda.circulation.holds.models import Hold, NotOnShelf
from orda.circulation.holds.services import back_to_the_queue, let_go
from orda.circulation.loans.models import Loan
from orda.circulation.refusals import CopyInASet, CopyLentAway, CopyUnderWay, PromisedToAnother, TooLateToUndo
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit


def promised_to_other(copy_id: int, reader_id: int) -> bool:
    """True where the copy was found for another reader."""
    return whereabouts(copy_id).promised_to not in (None, reader_id)


def fulfil(
    where: Whereabouts, reader_id: int, own_hold_id: int | None, *, library_id: int, at: datetime.datetime
) -> None:
    """The copy that was at `where` has been lent: who waited for its title waits no more; a way that was planned is
    dropped.

    A reader with a hold who borrows any copy of the title has what they waited for; the copy that had been found
    for them serves the next. Raises PromisedToAnother, CopyUnderWay, CopyInASet, CopyLentAway.
    """
    copy_id = where.copy_id
    if not where.simple or own_hold_id is not None:
        lock_title(where.record_id)
        where = whereabouts(copy_id)
        _check(where, reader_id)
        own = Hold.objects.filter(
            reader=reader_id, record=where.record_id, state__in=Hold.OPEN, placed_at__lte=at
        ).first()
        if own is not None:
            _has_it_now(own, copy_id, at)
        if where.transit_id is not None:
            step(Transit.objects.get(pk=where.transit_id), Transit.State.CANCELLED)
    if where.missed:
        turned_up(copy_id, at)
    if where.stands_at != library_id:
        put(copy_id, where.owner_id, library_id)


def _check(where: Whereabouts, reader_id: int) -> None:
    if where.promised_to not in (None, reader_id):
        raise PromisedToAnother
    if where.partner_loan_id is not None:
        raise CopyLentAway
    if where.set_state == Deposit.State.MADE:
        raise CopyInASet(name=where.set_name)
    if where.target_id is not None and where.transit_state == Transit.State.SENT:
        raise CopyUnderWay(library=Unit.objects.get(pk=where.target_id))


def _has_it_now(hold: Hold, copy_id: int, at: datetime.datetime) -> None:
    before, found = hold.state, hold.copy_id
    if found == copy_id:
        step(hold, Hold.State.LENT, closed_at=at)
        return
    step(hold, Hold.State.LENT, closed_at=at, asked_library=None, ready_until=None)
    let_go(hold, before, at)
    Hold.objects.filter(pk=hold.pk).update(copy=copy_id)


def after_return(where: Whereabouts, *, library_id: int, at: datetime.datetime) -> Next:
    """The copy has come back to a library: to the hold shelf for the next reader, to the van, or to its own shelf.

    `where`: read with the copy and its title held.
    """
    copy_id = where.copy_id
    if where.stands_at != library_id:
        put(copy_id, where.owner_id, library_id)
        where = replace(where, stands_at=library_id)
    if where.missed:
        turned_up(copy_id, at)
    leave_set(where, at)
    return Next() if where.spoilt else hand_on(where, at)


def turned_up(copy_id: int, at: datetime.datetime) -> None:
    """A copy that was missed on its shelf is seen again."""
    missed = NotOnShelf.objects.filter(copy=copy_id, found_at=None)
    missed.update(found_at=Greatest("noted_at", Value(at, output_field=DateTimeField())))


def undo_fulfil(loan: Loan) -> Next:
    """The loan was none: the hold that it fulfilled stands as before; a copy that is free again serves the queue.

    One that nobody waits for, and that had been on its way home or was lent away from home, goes home. Where its set
    was given back meanwhile without it, it is missing no more.
    """
    lock_title(loan.copy.record_id)
    where = whereabouts(loan.copy_id)
    leave_set(where, clock.now())
    fulfilled = Hold.objects.filter(reader=loan.reader_id, record=where.record_id, closed_at=loan.lent_at)
    hold = fulfilled.filter(state=Hold.State.LENT, copy=loan.copy_id).first()
    if hold is not None and hold.ready_until is not None and hold.library_id == where.stands_at:
        until = network.open_day_from(hold.library.path, hold.ready_until)
        step(hold, Hold.State.READY, closed_at=None, ready_until=until)
    elif hold is not None and (hold.asked_library_id is not None or hold.ready_until is not None):
        # It was lent elsewhere than it had been put by: it is taken along from there.
        step(hold, Hold.State.PICKING, closed_at=None, asked_library_id=where.stands_at, ready_until=None)
    elif hold is not None:
        back_to_the_queue(hold, closed_at=None)
    if hold is not None or where.awaited:
        allot(where.record_id, clock.now())
        where = whereabouts(loan.copy_id)
    return Next() if where.hold_id is not None else hand_on(replace(where, awaited=False), clock.now())


def undo_after_return(loan_id: int, copy_id: int, record_id: int, *, returned_at: datetime.datetime) -> None:
    """The copy did not come back after all: who was promised it waits again.

    Raises TooLateToUndo once it has gone on: lent since, sent by the van or to another network, packed in a set, or
    written down as damaged.
    """
    lock_title(record_id)
    where = whereabouts(copy_id)
    packed = where.set_state == Deposit.State.MADE or where.partner_loan_id is not None
    lent_since = Loan.objects.filter(copy=copy_id, pk__gt=loan_id).exclude(state=Loan.VOIDED)
    gone = Transit.objects.filter(copy=copy_id, sent_at__gt=returned_at)
    if where.transit_state == Transit.State.SENT or where.spoilt or packed:
        raise TooLateToUndo
    if lent_since.exists() or gone.exists():
        raise TooLateToUndo
    out_of_reach(where, clock.now())


def release_copy(copy_id: int, record_id: int, *, at: datetime.datetime | None = None) -> None:
    """The copy is lost or spoilt: its way ends and who was promised it waits again; the next copy is asked for.
    It leaves a set that is being put together: found again elsewhere, it would go two ways at once.

    Called when a loss case is opened, inside its transaction.
    """
    where = lock_copy(copy_id, record_id)
    if where.missed:
        turned_up(copy_id, at or clock.now())
    if where.set_state == Deposit.State.MADE:
        DepositCopy.objects.filter(copy=copy_id, back_on=None).delete()
    out_of_reach(where, at or clock.now())


def found_again(copy_id: int, record_id: int, *, library_id: int, at: datetime.datetime) -> Next:
    """A lost copy is in somebody's hands at a library: as after a return, unless it has been lent meanwhile.

    A way on which it was thought to be (sent home with its set) ends there.
    """
    where = lock_copy(copy_id, record_id)
    if _is_lent(copy_id):
        return Next()
    if where.transit_id is not None:
        step(Transit.objects.get(pk=where.transit_id), Transit.State.CANCELLED)
    return after_return(where, library_id=library_id, at=at)


def seen_again(copy_id: int, record_id: int, *, library_id: int, at: datetime.datetime) -> Next:
    """A copy that was missed is in somebody's hands at a library: as after a return; unless missed no more."""
    where = lock_copy(copy_id, record_id)
    if not where.missed or where.transit_id or where.hold_id or _is_lent(copy_id):
        return Next()
    return after_return(where, library_id=library_id, at=at)


def usable_again(copy_id: int, record_id: int, *, at: datetime.datetime) -> None:
    """A copy that was kept away stands on its shelf again: whoever waits for its title may be served."""
    where = lock_copy(copy_id, record_id)
    turned_up(copy_id, at)
    busy = where.transit_id or where.hold_id or where.spoilt
    # Of a set that is over, or that stands elsewhere: the van had lost it, and brought the set without it.
    astray = where.set_state == Deposit.State.STANDING and where.stands_at != where.taker_id
    if (astray or where.set_state == Deposit.State.RETURNED) and not busy and not _is_lent(copy_id):
        leave_set(where, at)
        hand_on(where, at)
    allot(record_id, at)


def _is_lent(copy_id: int) -> bool:
    return Loan.objects.filter(copy=copy_id, state=Loan.OPEN).exists()


def out_of_reach(where: Whereabouts, at: datetime.datetime) -> None:
    """Nobody can have the copy: its way ends, who was promised it waits again and the next copy is asked for."""
    if where.transit_id is not None:
        step(Transit.objects.get(pk=where.transit_id), Transit.State.CANCELLED)
    if where.hold_id is not None:
        back_to_the_queue(Hold.objects.get(pk=where.hold_id), ready_until=None)
        allot(where.record_id, at)
