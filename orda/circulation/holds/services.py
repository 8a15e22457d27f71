"""Holds: a reader asks for a title or for one copy of it, waits in its queue, goes away, thinks better of it."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from orda.circulation.copies.hours import not_before
from orda.circulation.copies.onward import Next
from orda.circulation.copies.states import step
from orda.circulation.copies.whereabouts import whereabouts
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.allotment import allot, hand_on, lock_title
from orda.circulation.holds.models import Hold
from orda.circulation.holds.refusals import (
    HasItAtHome,
    HoldLimitReached,
    NothingToWaitFor,
    NotRegisteredAnywhere,
    WaitsAlready,
)
from orda.circulation.loans.models import Channel, Loan
from orda.circulation.refusals import (
    ELSEWHERE,
    BadHoldDay,
    HoldHasMoved,
    ReaderBlocked,
    ReaderElsewhere,
    TooLateToUndo,
    UnknownReader,
)
from orda.circulation.rules.rule import rule_for
from orda.diary import services as diary
from orda.network import clock, reach
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.readers import services as readers
from orda.readers.models import Reader, Registration
from orda.readers.queries import is_served
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT


@transaction.atomic
def place_hold(
    record_id: int,
    reader_id: int,
    *,
    library_id: int,
    copy_id: int | None = None,
    channel: str = Channel.DESK,
    needed_until: datetime.date | None = None,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Hold:
    """Lets a reader wait for a title, or for one copy of it, to be fetched at a library; counts as one hold.

    A copy that stands free somewhere in the network is asked for at once; a networked document needs no hold.
    Raises UnknownReader, ReaderElsewhere, ReaderBlocked, NotRegisteredAnywhere, HoldLimitReached, WaitsAlready,
    HasItAtHome, NothingToWaitFor, BadHoldDay. Source: the library's rules of use (LoanRule.holds).
    """
    at = at or clock.now()
    day = clock.day_of(at)
    library = Unit.objects.get(pk=library_id)
    if needed_until is not None and needed_until < day:
        raise BadHoldDay
    wanted = _copies_to_wait_for(record_id, copy_id, library)
    reader = _may_wait(reader_id, record_id, library, day)
    lock_title(record_id)
    try:
        with transaction.atomic():
            hold = Hold.objects.create(
                reader=reader,
                record_id=record_id,
                wanted_copy=wanted,
                library=library,
                channel=channel,
                placed_at=at,
                placed_by_id=by_id,
                needed_until=needed_until,
            )
    except IntegrityError:
        raise WaitsAlready from None
    _post(hold, reader, day, at, by_id)
    allot(record_id, at)
    hold.refresh_from_db()
    return hold


@transaction.atomic
def cancel_hold(hold_id: int, *, by_id: int | None = None, at: datetime.datetime | None = None) -> Next:
    """The reader wants it no more; what becomes of the copy that was found for them. Raises HoldHasMoved."""
    at = at or clock.now()
    return close(_locked(hold_id), Hold.State.CANCELLED, at)


@transaction.atomic
def suspend_hold(
    hold_id: int, *, until: datetime.date, by_id: int | None = None, at: datetime.datetime | None = None
) -> None:
    """The reader is away until a day, itself too: others go first, the place in the queue is kept.

    Raises BadHoldDay, and HoldHasMoved where a copy is on its way or ready already.
    """
    at = at or clock.now()
    hold = _locked(hold_id)
    if until < clock.day_of(at):
        raise BadHoldDay
    if hold.state == Hold.State.PICKING:
        back_to_the_queue(hold)
    if hold.state != Hold.State.WAITING:
        raise HoldHasMoved(state=hold.get_state_display())
    Hold.objects.filter(pk=hold.pk).update(suspended_until=until)
    allot(hold.record_id, at)


@transaction.atomic
def resume_hold(hold_id: int, *, by_id: int | None = None, at: datetime.datetime | None = None) -> None:
    """The reader is back before the day. Raises HoldHasMoved unless the hold waits."""
    hold = _locked(hold_id)
    if hold.state != Hold.State.WAITING:
        raise HoldHasMoved(state=hold.get_state_display())
    Hold.objects.filter(pk=hold.pk).update(suspended_until=None)
    allot(hold.record_id, at or clock.now())


@transaction.atomic
def undo_hold(hold_id: int, *, by_id: int | None = None) -> None:
    """The hold was never placed. Raises TooLateToUndo on another day, or once a copy is on its way or ready."""
    hold = _locked(hold_id, TooLateToUndo)
    fresh = hold.state in (Hold.State.WAITING, Hold.State.PICKING)
    if not fresh or clock.day_of(hold.placed_at) != clock.today() or hold.transits.exists():
        raise TooLateToUndo
    hold.delete()
    diary.reverse_act("hold", hold_id, by_id=by_id)
    allot(hold.record_id, clock.now())


@transaction.atomic
def undo_cancel(hold_id: int, *, by_id: int | None = None) -> None:
    """The hold stands again, at its old place in the queue. Raises TooLateToUndo on another day."""
    hold = _locked(hold_id, TooLateToUndo)
    closed_today = hold.closed_at is not None and clock.day_of(hold.closed_at) == clock.today()
    if hold.state != Hold.State.CANCELLED or not closed_today or hold.reader_id is None:
        raise TooLateToUndo
    try:
        with transaction.atomic():
            back_to_the_queue(hold, closed_at=None, ready_until=None, to_shelve=False)
    except IntegrityError:
        raise WaitsAlready from None
    allot(hold.record_id, clock.now())


def close(hold: Hold, state: str, at: datetime.datetime) -> Next:
    """Ends a hold of a locked title unfetched, and says what becomes of its copy."""
    before = hold.state
    step(hold, state, closed_at=not_before(at, hold.placed_at))
    done = let_go(hold, before, at)
    if hold.copy_id is not None and before != Hold.State.PICKING:
        where = whereabouts(hold.copy_id)
        idle = where.hold_id is None and where.transit_id is None
        Hold.objects.filter(pk=hold.pk).update(to_shelve=idle)
    return done


def let_go(hold: Hold, before: str, at: datetime.datetime) -> Next:
    """A copy was found for a hold that needs it no more: it serves the next, goes home or stays.

    `before`: the hold's state while it still needed the copy. One that the van carries goes on to where it is sent.
    """
    if before == Hold.State.PICKING:  # it stands on its shelf still
        allot(hold.record_id, at)
    if before not in (Hold.State.READY, Hold.State.TRANSIT) or hold.copy_id is None:
        return Next()
    where = whereabouts(hold.copy_id)
    if where.transit_id is not None:
        transit = Transit.objects.get(pk=where.transit_id)
        if transit.state == Transit.State.SENT:
            return Next()
        step(transit, Transit.State.CANCELLED)
    return hand_on(where, at)


def back_to_the_queue(hold: Hold, **changes: object) -> None:
    """The hold waits again, at its old place, without a copy."""
    step(hold, Hold.State.WAITING, copy=None, asked_library=None, copy_at=None, **changes)


def locked(hold_id: int) -> Hold:
    """A hold with its title held to the end of the act. Raises HoldHasMoved where there is none."""
    return _locked(hold_id)


def _locked(hold_id: int, missing: type[Refusal] = HoldHasMoved) -> Hold:
    record_id = Hold.objects.filter(pk=hold_id).values_list("record_id", flat=True).first()
    if record_id is not None:
        lock_title(record_id)
    hold = Hold.objects.filter(pk=hold_id).first()
    if hold is None:
        raise missing(state="—") if missing is HoldHasMoved else missing
    return hold


def _copies_to_wait_for(record_id: int, copy_id: int | None, library: Unit) -> Copy | None:
    """The one copy that is wanted, if any. Raises NothingToWaitFor where none could ever come."""
    copies = Copy.objects.filter(
        record=record_id, status=Copy.Status.IN_STOCK, library__parent=library.parent_id
    )
    copies = copies.exclude(document_kind=ELECTRONIC_DOCUMENT)
    found = copies.filter(pk=copy_id).first() if copy_id else copies.first()
    if found is None or library.kind != Unit.Kind.LIBRARY:
        raise NothingToWaitFor
    return found if copy_id else None


def _may_wait(reader_id: int, record_id: int, library: Unit, day: datetime.date) -> Reader:
    """The reader, held to the end of the act, so that no two holds slip under the limit together."""
    found = Reader.objects.select_for_update(no_key=True, of=("self",)).filter(pk=reader_id)
    reader = found.filter(erased_on=None, merged_into=None).first()
    if reader is None:
        raise UnknownReader
    if not is_served(reader.pk, reader.library_id, library.pk):
        raise ReaderElsewhere
    if reader.blocked_reason and (reader.blocked_until is None or reader.blocked_until >= day):
        own = reach.reaches(library.pk, reader.library_id)
        raise ReaderBlocked(reason=reader.blocked_reason if own else ELSEWHERE)
    registered = Registration.objects.filter(reader=reader, year=day.year).exists()
    if not registered and reader.category != Reader.Category.GROUP:
        raise NotRegisteredAnywhere(year=day.year)
    kinds = Copy.objects.filter(record=record_id, status=Copy.Status.IN_STOCK).order_by("pk")
    rule = rule_for(library, reader.category, kinds.values_list("document_kind", flat=True).first() or "")
    ours = Hold.objects.filter(reach.within(library.pk), reader=reader, state__in=Hold.OPEN)
    if ours.count() >= rule.holds:
        raise HoldLimitReached(limit=rule.holds)
    if Loan.objects.filter(Q(copy__record=record_id), reader=reader, state=Loan.OPEN).exists():
        raise HasItAtHome
    return reader


def _post(hold: Hold, reader: Reader, day: datetime.date, at: datetime.datetime, by_id: int | None) -> None:
    registration = Registration.objects.filter(reader=reader, year=day.year).order_by("pk").last()
    age_group = registration and registration.age_group
    diary.post(
        day=day,
        library_id=hold.library_id,
        measure="hold",
        values={
            "age_group": age_group or readers.age_group_of(reader.birth_date or day, reader.category, day)
        },
        act="hold",
        act_id=hold.pk,
        by_id=by_id,
        at=at,
    )
