"""Which copy goes to which hold: the queue of a title, the choice of the next copy, what becomes of one in hand.

Everything here works on a title that the caller has locked (`lock_title`). Locks are taken in one order everywhere:
copy, loan, reader, title. Copies of a locked title are only tried, never waited for.
"""

import datetime
from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from orda.circulation.copies.hours import not_before
from orda.circulation.copies.onward import HOLD_SHELF, TRANSIT, Next
from orda.circulation.copies.states import step
from orda.circulation.copies.whereabouts import Whereabouts, whereabouts, whereabouts_of
from orda.circulation.exchange.routes.models import Stop
from orda.circulation.exchange.sets.models import Deposit, DepositCopy
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.models import Hold
from orda.circulation.loans.models import Loan
from orda.network import clock, house_settings
from orda.network import queries as network
from orda.network.models import Unit
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT

FAR = 1_000  # stops: no route leads from one to the other


def lock_title(record_id: int) -> None:
    """Holds a title to the end of the act, so that its queue is served by one at a time."""
    _lock("catalog_record", record_id)


def lock_copy(copy_id: int, record_id: int) -> Whereabouts:
    """Holds a copy and its title to the end of the act; where the copy is then."""
    _lock("stock_copy", copy_id)
    lock_title(record_id)
    return whereabouts(copy_id)


def _lock(table: str, pk: int) -> None:
    """On PostgreSQL; SQLite has one writer at a time anyway."""
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR NO KEY UPDATE", (pk,))


def queue(record_id: int, day: datetime.date) -> QuerySet[Hold]:
    """Those who wait for a title, the first to ask first; who is away until a day is passed over."""
    here = Q(suspended_until=None) | Q(suspended_until__lt=day)
    wanted = Q(needed_until=None) | Q(needed_until__gte=day)
    waiting = Hold.objects.filter(here, wanted, record=record_id, state=Hold.State.WAITING)
    return waiting.select_related("library").order_by("placed_at", "pk")


def allot(record_id: int, at: datetime.datetime) -> int:
    """Asks libraries for the copies that stand free, for those who wait, in the order of the queue; how many."""
    waiting = list(queue(record_id, clock.day_of(at)))
    free = _Shelves(free_copies(record_id)) if waiting else None
    asked = 0
    for hold in waiting:
        copy = free.take(hold) if free else None
        if copy is not None:
            since = not_before(at, hold.placed_at)
            step(hold, Hold.State.PICKING, copy=copy, asked_library_id=standing(copy), copy_at=since)
            asked += 1
    return asked


def free_copies(record_id: int) -> list[Copy]:
    """Copies that may be promised: in, whole, on a shelf, wanted by nobody. None that another act holds just now.

    Held first, asked after: a desk that was lending meanwhile has finished by then.
    """
    held = Copy.objects.filter(record=record_id, status=Copy.Status.IN_STOCK)
    held = held.exclude(document_kind=ELECTRONIC_DOCUMENT).order_by("pk")
    locked = list(
        held.select_for_update(skip_locked=True, no_key=True, of=("self",)).values_list("pk", flat=True)
    )
    lent = set(Loan.objects.filter(copy__in=locked, state=Loan.OPEN).values_list("copy_id", flat=True))
    free = [where.copy_id for where in whereabouts_of(locked) if where.free and where.copy_id not in lent]
    return list(Copy.objects.filter(pk__in=free).select_related("library", "stands_at")) if free else []


def standing(copy: Copy) -> int:
    """The library where a copy stands while it is in."""
    return copy.stands_at_id or copy.library_id


class _Shelves:
    """Free copies, given out one by one: at the reader's library first, then the nearest, then where most stand; those
    of a library that is closed today only where no other has the title."""

    def __init__(self, copies: Iterable[Copy]) -> None:
        self.copies = list(copies)
        self.at = Counter(standing(copy) for copy in self.copies)
        today = clock.today()
        self.closed = {
            standing(copy)
            for copy in self.copies
            if network.calendar_of(copy.stands_at or copy.library).closing_on(today)
        }
        self.stops = list(Stop.objects.values_list("route_id", "library_id", "position")) if self.at else []
        # A set stands at its branch to be read there: its copies go nowhere else.
        taken = DepositCopy.objects.filter(copy__in=self.copies, back_on=None)
        self.takers = dict(
            taken.filter(deposit__state=Deposit.State.STANDING).values_list("copy", "deposit__taker")
        )

    def take(self, hold: Hold) -> Copy | None:
        """The best copy for a hold, no longer free then."""
        fitting = [copy for copy in self.copies if self._fits(copy, hold)]
        if not fitting:
            return None
        best = min(fitting, key=lambda copy: self._order(copy, hold.library_id))
        self.copies.remove(best)
        self.at[standing(best)] -= 1
        return best

    def _fits(self, copy: Copy, hold: Hold) -> bool:
        if hold.wanted_copy_id not in (None, copy.pk):
            return False
        if self.takers.get(copy.pk, hold.library_id) != hold.library_id:
            return False
        return one_network(copy.stands_at or copy.library, hold.library)

    def _order(self, copy: Copy, library_id: int) -> tuple[bool, bool, int, int, int]:
        there = standing(copy)
        closed = there in self.closed
        return closed, there != library_id, self._distance(there, library_id), -self.at[there], copy.pk

    def _distance(self, one: int, other: int) -> int:
        """Stops of the van between two libraries on the best route."""
        places = {route: position for route, library, position in self.stops if library == one}
        steps = [
            abs(places[route] - position)
            for route, library, position in self.stops
            if library == other and route in places
        ]
        return min(steps, default=FAR)


def one_network(one: Unit, other: Unit) -> bool:
    """True for two libraries under the same parent: copies are exchanged within a network."""
    return one.parent_id == other.parent_id


def hand_on(where: Whereabouts, at: datetime.datetime) -> Next:
    """What becomes of a copy that somebody holds in their hands at `where.stands_at`, promised to nobody.

    The first in the queue whom it may serve gets it; else it goes home, or stays. Returns what the desk should do.
    """
    if where.set_state == Deposit.State.MADE or where.partner_loan_id is not None:
        return Next()  # it goes where its set or the other network's loan takes it
    here = where.stands_at
    hold = _next_for(where, clock.day_of(at)) if where.awaited else None
    if hold is not None and hold.library_id == here:
        make_ready(hold, where.copy_id, at)
        return Next(HOLD_SHELF, reader_id=hold.reader_id, library_id=here)
    if hold is not None:
        since = not_before(at, hold.placed_at)
        step(hold, Hold.State.TRANSIT, copy_id=where.copy_id, asked_library_id=here, copy_at=since)
        start(where.copy_id, here, hold.library_id, Transit.Purpose.HOLD, at, hold=hold)
        return Next(TRANSIT, reader_id=hold.reader_id, library_id=hold.library_id)
    if where.home_id != here and house_settings.value("COPIES_GO_HOME"):
        start(where.copy_id, here, where.home_id, Transit.Purpose.HOME, at)
        return Next(TRANSIT, library_id=where.home_id)
    return Next()


def _next_for(where: Whereabouts, day: datetime.date) -> Hold | None:
    """The first in the queue of its title whom this copy may serve."""
    waiting = queue(where.record_id, day).filter(Q(wanted_copy=None) | Q(wanted_copy=where.copy_id))
    if where.set_state == Deposit.State.SENT:
        return None
    if where.set_state == Deposit.State.STANDING:
        waiting = waiting.filter(library=where.taker_id)
    here = Unit.objects.get(pk=where.stands_at)
    return waiting.filter(library__parent=here.parent_id).first()


def make_ready(hold: Hold, copy_id: int, at: datetime.datetime) -> None:
    """Puts a copy on the hold shelf for a reader, to be fetched within so many open days."""
    since = not_before(at, hold.placed_at)
    until = network.open_day_after(
        hold.library, clock.day_of(since), house_settings.number("HOLD_SHELF_DAYS")
    )
    step(hold, Hold.State.READY, copy_id=copy_id, copy_at=since, ready_until=until)


def start(
    copy_id: int,
    source_id: int,
    target_id: int,
    purpose: str,
    at: datetime.datetime,
    hold: Hold | None = None,
    deposit: Deposit | None = None,
) -> Transit:
    """A copy now waits for the van."""
    return Transit.objects.create(
        copy_id=copy_id,
        source_id=source_id,
        target_id=target_id,
        purpose=purpose,
        hold=hold,
        deposit=deposit,
        made_at=at,
    )


def leave_set(where: Whereabouts, at: datetime.datetime) -> None:
    """A copy that was missing when its set was given back has turned up: it is missing no more."""
    if where.set_state == Deposit.State.RETURNED:
        DepositCopy.objects.filter(copy=where.copy_id, back_on=None).update(back_on=clock.day_of(at))


def put(copy_id: int, owner_id: int, library_id: int) -> None:
    """Notes where a copy stands; at its own library nothing need be said."""
    Copy.objects.filter(pk=copy_id).update(stands_at=None if library_id == owner_id else library_id)
