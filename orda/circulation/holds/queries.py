"""What may be asked of holds: a reader's, a title's, a library's pick list and hold shelf."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.models import Hold, NotOnShelf
from orda.circulation.loans.models import Loan
from orda.network import reach
from orda.network.models import Unit
from orda.stock.models import Copy

State = Hold.State
_SHOWN = ("reader", "record", "library", "copy", "asked_library")


@dataclass(frozen=True)
class HoldOfReader:
    """An open hold as its reader sees it. `place` in the queue: 0 once a copy was found for them."""

    hold_id: int
    record_id: int
    title: str
    author: str
    library: Unit
    state: str
    state_label: str
    place: int
    placed_at: datetime.datetime
    ready_until: datetime.date | None
    suspended_until: datetime.date | None
    needed_until: datetime.date | None
    barcode: str  # of the copy that is ready, "" before

    @property
    def ready(self) -> bool:
        return self.state == State.READY


def holds_of_reader(reader_id: int, *, at: int | None = None) -> list[HoldOfReader]:
    """The reader's open holds, the ready ones first, with their places in the queues: two queries however many.

    `at` a unit: those of its network alone.
    """
    mine = Hold.objects.filter(reader=reader_id, state__in=Hold.OPEN)
    mine = mine.filter(Q() if at is None else reach.within(at)).select_related("record", "library", "copy")
    holds = sorted(mine, key=lambda hold: (hold.state != State.READY, hold.placed_at, hold.pk))
    places = _places({hold.record_id for hold in holds if hold.state == State.WAITING})
    return [
        HoldOfReader(
            hold.pk,
            hold.record_id,
            hold.record.title,
            hold.record.author,
            hold.library,
            hold.state,
            hold.get_state_display(),
            places.get(hold.pk, 0),
            hold.placed_at,
            hold.ready_until,
            hold.suspended_until,
            hold.needed_until,
            hold.copy.barcode if hold.copy and hold.state == State.READY else "",
        )
        for hold in holds
    ]


def _places(records: set[int]) -> dict[int, int]:
    """Hold -> place in its title's queue, counted from 1; who is away keeps the place."""
    if not records:
        return {}
    waiting = Hold.objects.filter(record__in=records, state=State.WAITING).order_by("placed_at", "pk")
    places: dict[int, int] = {}
    queues: dict[int, int] = defaultdict(int)
    for hold_id, record_id in waiting.values_list("pk", "record_id"):
        queues[record_id] += 1
        places[hold_id] = queues[record_id]
    return places


@dataclass(frozen=True)
class InQueue:
    """A hold in the queue of a title. `place`: 0 once a copy was found."""

    hold: Hold
    place: int


def queue_of_title(record_id: int, *, at: int) -> list[InQueue]:
    """Everybody in the network of a unit who waits for a title, those with a copy first, then by the hour of asking:
    two queries."""
    found = Hold.objects.filter(reach.within(at), record=record_id, state__in=Hold.OPEN).select_related(
        *_SHOWN
    )
    holds = sorted(found, key=lambda hold: (hold.state == State.WAITING, hold.placed_at, hold.pk))
    places = _places({record_id})
    return [InQueue(hold, places.get(hold.pk, 0)) for hold in holds]


def waiting_for(record_id: int, *, at: int | None = None) -> int:
    """How many readers wait for a title (`at` a unit: in its network), without those for whom a copy stands ready."""
    here = Q() if at is None else reach.within(at)
    open_holds = Hold.objects.filter(here, record=record_id, state__in=Hold.OPEN)
    return open_holds.exclude(state=State.READY).count()


def holds_at(library: Unit, state: str = "") -> QuerySet[Hold]:
    """Holds to be fetched in a unit's subtree: open, or in one state; the first to ask first."""
    found = Hold.objects.filter(library__path__startswith=library.path)
    found = found.filter(state=state) if state else found.filter(state__in=Hold.OPEN)
    order = ("-closed_at", "-pk") if state and state not in Hold.OPEN else ("placed_at", "pk")
    return found.select_related(*_SHOWN).order_by(*order)


def numbers_of_holds(library: Unit) -> dict[str, int]:
    """State -> how many holds to be fetched in a unit's subtree: one query."""
    found = Hold.objects.filter(library__path__startswith=library.path).values("state").order_by("state")
    return {row["state"]: row["n"] for row in found.annotate(n=Count("pk"))}


def pick_list(library: Unit) -> QuerySet[Hold]:
    """Copies to be taken off the shelves of a library, in the order of the shelves: by class, author, title."""
    asked = Hold.objects.filter(asked_library=library, state=State.PICKING).select_related(*_SHOWN)
    return asked.order_by("record__bbk", "record__udc", "record__author", "record__title", "pk")


def hold_shelf(library: Unit) -> QuerySet[Hold]:
    """Copies that stand ready at a library for their readers, those whose day comes first at the top."""
    return (
        Hold.objects.filter(library=library, state=State.READY)
        .select_related(*_SHOWN)
        .order_by("ready_until", "reader__family_name", "pk")
    )


def to_shelve(library: Unit) -> QuerySet[Hold]:
    """What nobody fetched and nobody waits for: to be put back among the books."""
    of_copy = OuterRef("copy")
    busy = (
        Exists(Loan.objects.filter(copy=of_copy, lent_at__gte=OuterRef("closed_at")))
        | Exists(Hold.objects.filter(copy=of_copy, state__in=Hold.WITH_A_COPY))
        | Exists(Transit.objects.filter(copy=of_copy, state__in=Transit.UNFINISHED))
    )
    here = Q(copy__stands_at=library) | Q(copy__stands_at=None, copy__library=library)
    return (
        Hold.objects.filter(~busy, here, to_shelve=True).select_related(*_SHOWN).order_by("closed_at", "pk")
    )


def missing(library: Unit) -> QuerySet[NotOnShelf]:
    """Copies that were looked for on the shelves of a library in vain, or lost on their way, and not written off."""
    found = NotOnShelf.objects.filter(library=library, found_at=None, copy__status=Copy.Status.IN_STOCK)
    return found.select_related("copy__record", "noted_by").order_by("noted_at", "pk")


def place_of(hold: Hold) -> int:
    """The place of a hold in its queue, counted from 1; 0 once a copy was found."""
    if hold.state != State.WAITING:
        return 0
    before = Q(placed_at__lt=hold.placed_at) | Q(placed_at=hold.placed_at, pk__lt=hold.pk)
    return Hold.objects.filter(before, record=hold.record_id, state=State.WAITING).count() + 1
