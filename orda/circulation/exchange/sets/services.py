"""Ready-made sets (топтама) and standing deposits: put together by scanning, sent as one, given back as one."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from orda.circulation.copies.at_hand import copy_at_desk
from orda.circulation.copies.onward import Next
from orda.circulation.copies.states import step
from orda.circulation.copies.whereabouts import Whereabouts
from orda.circulation.exchange.sets.models import Deposit, DepositCopy
from orda.circulation.exchange.sets.refusals import NothingInTheSet
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.exchange.transits.services import receive, send, set_has_come
from orda.circulation.holds.allotment import hand_on, leave_set, lock_copy, one_network, start
from orda.circulation.holds.consequences import turned_up as turned_up_on_its_shelf
from orda.circulation.refusals import (
    BadHoldDay,
    CopyNotFree,
    HoldHasMoved,
    NotALibraryOfTheNetwork,
    SaysNothing,
    UnknownCopy,
    WrongLibrary,
)
from orda.diary import services as diary
from orda.network import clock
from orda.network.asked import one_line
from orda.network.codes import read
from orda.network.models import Unit
from orda.network.refusals import printable

State = Deposit.State
LONGEST_NAME = 160


@dataclass(frozen=True)
class GivenBack:
    """A set that is over: how many copies go home, and those that were not there."""

    back: int
    missing: list[DepositCopy]


@transaction.atomic
def make_set(
    name: str,
    *,
    giver: Unit,
    taker: Unit,
    due_on: datetime.date | None = None,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Deposit:
    """Begins a set for a branch; without a day to give it back it is a standing deposit.

    Raises SaysNothing, NotALibraryOfTheNetwork, BadHoldDay.
    """
    day = clock.day_of(at or clock.now())
    name = one_line(name, LONGEST_NAME)
    if not name:
        raise SaysNothing
    libraries = giver.kind == taker.kind == Unit.Kind.LIBRARY
    if giver == taker or not libraries or not one_network(giver, taker):
        raise NotALibraryOfTheNetwork
    if due_on is not None and due_on < day:
        raise BadHoldDay
    return Deposit.objects.create(name=name, giver=giver, taker=taker, day=day, due_on=due_on, by_id=by_id)


@transaction.atomic
def put_in(set_id: int, barcode: str, *, at: datetime.datetime | None = None) -> DepositCopy:
    """Scans a copy into a set that is being put together. Raises HoldHasMoved, UnknownCopy and CopyNotFree."""
    deposit = _held(set_id, State.MADE)
    where = standing_free(barcode, deposit.giver_id)
    try:
        with transaction.atomic():
            return DepositCopy.objects.create(deposit=deposit, copy_id=where.copy_id)
    except IntegrityError:
        raise CopyNotFree(barcode=printable(barcode)) from None


@transaction.atomic
def take_out(set_id: int, copy_id: int) -> None:
    """Takes a copy out of a set that is being put together. Raises HoldHasMoved."""
    deposit = _held(set_id, State.MADE)
    DepositCopy.objects.filter(deposit=deposit, copy=copy_id).delete()


@transaction.atomic
def give_up(set_id: int) -> None:
    """The set is not wanted after all; its copies are free again. Raises HoldHasMoved once it is sent."""
    deposit = _held(set_id, State.MADE)
    step(deposit, State.GIVEN_UP)
    deposit.items.all().delete()


@transaction.atomic
def send_set(set_id: int, *, by_id: int | None = None, at: datetime.datetime | None = None) -> Deposit:
    """The van takes the set: one set lent by its giver, and each of its copies issued by exchange.

    Raises HoldHasMoved and NothingInTheSet.
    """
    at = at or clock.now()
    deposit = _held(set_id, State.MADE)
    copies = list(deposit.items.order_by("copy").values_list("copy_id", flat=True))
    if not copies:
        raise NothingInTheSet
    day = max(clock.day_of(at), deposit.day)
    step(deposit, State.SENT, sent_on=day)
    for copy_id in copies:
        way = start(copy_id, deposit.giver_id, deposit.taker_id, Transit.Purpose.DEPOSIT, at, deposit=deposit)
        send(way.pk, library_id=deposit.giver_id, by_id=by_id, at=at)
    diary.post(
        day=day,
        library_id=deposit.giver_id,
        measure="set_lent",
        act="set",
        act_id=deposit.pk,
        by_id=by_id,
        at=at,
    )
    return deposit


@transaction.atomic
def receive_set(
    set_id: int, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> int:
    """The set has come to its branch, all of it at once; how many copies. Raises HoldHasMoved and WrongLibrary."""
    # Not held: each of its copies is, one after another, and the last to come brings the set to its state.
    deposit = Deposit.objects.select_related("taker").filter(pk=set_id).first()
    if deposit is None or deposit.state != State.SENT:
        raise HoldHasMoved(state=deposit.get_state_display() if deposit else "—")
    if deposit.taker_id != library_id:
        raise WrongLibrary(library=deposit.taker)
    ways = list(
        deposit.transits.filter(state=Transit.State.SENT).order_by("copy").values_list("pk", flat=True)
    )
    for way in ways:
        receive(way, library_id=library_id, by_id=by_id, at=at)
    set_has_come(
        deposit.pk
    )  # the last of its copies may have been spoilt on the way: none is left to bring it
    return len(ways)


@transaction.atomic
def give_set_back(
    set_id: int,
    barcodes: list[str],
    *,
    library_id: int,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> GivenBack:
    """The branch gives the set back: what was scanned goes home, the rest is listed as missing.

    A missing copy leaves the set, and goes home, when it turns up or its reader brings it.
    Raises HoldHasMoved and WrongLibrary, and UnknownCopy for a barcode of another set.
    """
    at = at or clock.now()
    deposit = _held(set_id, State.STANDING)
    if deposit.taker_id != library_id:
        raise WrongLibrary(library=deposit.taker)
    items = {item.copy.barcode: item for item in deposit.items.filter(back_on=None).select_related("copy")}
    scanned = {read(barcode) for barcode in barcodes}
    for barcode in scanned:
        if barcode not in items:
            raise UnknownCopy(barcode=printable(barcode))
    step(deposit, State.RETURNED, returned_on=max(clock.day_of(at), deposit.sent_on or deposit.day))
    back = sum(_goes_home(items[barcode], deposit, at) for barcode in sorted(scanned))
    return GivenBack(back, list(missing_of(deposit)))


@transaction.atomic
def turned_up(set_id: int, copy_id: int, *, library_id: int, at: datetime.datetime | None = None) -> Next:
    """A copy that was missing when the set was given back stands there after all, and goes on: to a reader or home.

    Raises HoldHasMoved and CopyNotFree.
    """
    deposit = _held(set_id, State.RETURNED)
    item = deposit.items.filter(copy=copy_id, back_on=None).select_related("copy").first()
    if item is None:
        raise HoldHasMoved(state=deposit.get_state_display())
    where = lock_copy(copy_id, item.copy.record_id)
    lent = copy_at_desk(item.copy.barcode, at=library_id)
    there = where.stands_at == library_id and lent is not None and lent.status == "in_stock"
    if not there or lent is None or lent.loan_id or where.transit_id or where.hold_id or where.spoilt:
        raise CopyNotFree(barcode=item.copy.barcode)
    leave_set(where, at or clock.now())
    return hand_on(where, at or clock.now())


def missing_of(deposit: Deposit) -> list[DepositCopy]:
    """Copies of a set that has been given back without them."""
    return list(deposit.items.filter(back_on=None).select_related("copy__record").order_by("copy"))


def _goes_home(item: DepositCopy, deposit: Deposit, at: datetime.datetime) -> bool:
    """Sends a copy of a set home; False for one that isn't there: on loan, promised or under way already."""
    where = lock_copy(item.copy_id, item.copy.record_id)
    lent = copy_at_desk(item.copy.barcode, at=deposit.taker_id)
    elsewhere = where.stands_at != deposit.taker_id or where.transit_id or where.hold_id
    if elsewhere or lent is None or lent.loan_id is not None:
        return False
    DepositCopy.objects.filter(pk=item.pk).update(back_on=clock.day_of(at))
    start(item.copy_id, deposit.taker_id, where.owner_id, Transit.Purpose.HOME, at)
    return True


def standing_free(barcode: str, library_id: int) -> Whereabouts:
    """A copy that stands free at a library, held; scanned, it is missed no more. Raises UnknownCopy and CopyNotFree."""
    copy = copy_at_desk(barcode, at=library_id, hold=True)
    if copy is None:
        raise UnknownCopy(barcode=printable(barcode))
    where = lock_copy(copy.copy_id, copy.where.record_id)
    there = where.stands_at == library_id and copy.status == "in_stock"
    busy = copy.loan_id or where.hold_id or where.transit_id or where.set_state or where.partner_loan_id
    if not there or busy or where.spoilt:
        raise CopyNotFree(barcode=printable(barcode))
    if where.missed:  # it is in hand: else it would be packed here and be found on another shelf as well
        turned_up_on_its_shelf(where.copy_id, clock.now())
    return where


def _held(set_id: int, state: str) -> Deposit:
    """A set in a state, held to the end of the act. Raises HoldHasMoved."""
    sets = Deposit.objects.select_for_update(of=("self",)).select_related("giver", "taker")
    deposit = sets.filter(pk=set_id).first()
    if deposit is None or deposit.state != state:
        raise HoldHasMoved(state=deposit.get_state_display() if deposit else "—")
    return deposit
