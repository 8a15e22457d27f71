"""A random walk of one desk among others over loans, holds and ways between libraries, and what must hold after it."""

import datetime
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

LIBRARIES, TITLES, COPIES, READERS = 4, 8, 3, 24
# How often each act is tried.
ACTS = {
    **{"lend": 14, "give_back": 14, "place_hold": 10, "cancel": 3, "suspend": 3, "resume": 3, "found": 14},
    **{"not_on_shelf": 2, "found_after_all": 2, "send": 9, "receive": 11, "renew": 2, "undo": 3, "expire": 1},
    **{"lose": 2, "find_again": 2},
}


def world(code: str) -> dict[str, Any]:
    """A network of libraries with few copies of few titles, and many readers who are registered everywhere."""
    from orda.circulation.models import LoanRule
    from orda.readers.services import register_for_year
    from tests import house

    units = [house.a_library(f"{code}{number}") for number in range(LIBRARIES)]
    for unit in units:
        LoanRule.objects.create(unit=unit, limit=1000, holds=1000, renewals=1000)
    for number in range(TITLES):
        owner = units[number % LIBRARIES]
        record = house.a_record(owner)
        for part in range(COPIES):
            house.copies_in_stock(units[(number + part) % LIBRARIES], record=record)
    people = [house.a_reader(units[number % LIBRARIES]) for number in range(READERS)]
    for number, person in enumerate(people):
        for unit in units:
            if unit != units[number % LIBRARIES]:
                register_for_year(person, library=unit)
    return {"libraries": [unit.pk for unit in units], "readers": [person.pk for person in people]}


def walk(libraries: list[int], readers: list[int], seed: int, acts: int) -> dict[str, Any]:
    """Does so many acts; how many of each were done and which refusals were met. Anything else stops the walk."""
    from orda.circulation.services import allotment
    from orda.network.refusals import Refusal

    walker = Walker(libraries, readers, random.Random(seed))
    allotment.step = in_order(allotment.step)  # every promise of this process is watched
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    names = walker.rng.choices(list(ACTS), list(ACTS.values()), k=acts)
    for name in names:
        try:
            done[name] += getattr(walker, name)() is not None
        except Refusal as refusal:
            refused[refusal.code] += 1
    return {"done": done, "refused": refused}


class Walker:
    """A desk with a will of its own: it does anything that a desk may try, in any library, at any time."""

    def __init__(self, libraries: list[int], readers: list[int], rng: random.Random) -> None:
        from orda.circulation import services

        self.libraries, self.readers, self.rng, self.desk = libraries, readers, rng, services
        self.last: list[Callable[[], Any]] = []

    def lend(self) -> Any:
        ready = self._hold("ready") if self.rng.random() < 0.5 else None
        if ready is not None and ready.copy is not None and ready.reader_id is not None:
            barcode, reader, library = ready.copy.barcode, ready.reader_id, ready.library_id
        else:
            barcode = self._copy(loans__state="open", back=False).barcode
            reader, library = self._reader(), self._library()
        place = self.rng.choice(("home", "home", "reading_room"))
        channel = self.rng.choice(("desk", "self", "sip2"))
        lent = self.desk.lend(barcode, reader, library_id=library, place=place, channel=channel)
        self.last.append(lambda: self.desk.undo_loan(lent.loan_id))
        return lent

    def give_back(self) -> Any:
        copy = self._copy(loans__state="open")
        if copy is None:
            return None
        back = self.desk.give_back(copy.barcode, library_id=self._library())
        self.last.append(lambda: self.desk.undo_return(back.loan_id))
        return back

    def renew(self) -> Any:
        copy = self._copy(loans__state="open")
        return copy and self.desk.renew(copy.barcode, library_id=self._library())

    def place_hold(self) -> Any:
        copy = self._copy()
        very = copy.pk if self.rng.random() < 0.1 else None
        hold = self.desk.place_hold(copy.record_id, self._reader(), library_id=self._library(), copy_id=very)
        self.last.append(lambda: self.desk.undo_hold(hold.pk))
        return hold

    def cancel(self) -> Any:
        hold = self._hold("waiting", "picking", "transit", "ready")
        if hold is None:
            return None
        self.last.append(lambda: self.desk.undo_cancel(hold.pk))
        return self.desk.cancel_hold(hold.pk)

    def suspend(self) -> Any:
        from orda.network import clock

        hold = self._hold("waiting", "picking")
        return hold and (self.desk.suspend_hold(hold.pk, until=clock.today()), True)

    def resume(self) -> Any:
        hold = self._hold("waiting", suspended_until__isnull=False)
        return hold and (self.desk.resume_hold(hold.pk), True)

    def found(self) -> Any:
        hold = self._hold("picking")
        return hold and self.desk.found(hold.pk, library_id=hold.asked_library_id)

    def not_on_shelf(self) -> Any:
        hold = self._hold("picking")
        return hold and (self.desk.not_on_shelf(hold.pk, library_id=hold.asked_library_id), True)

    def found_after_all(self) -> Any:
        copy = self._copy(misses__found_at__isnull=True, misses__isnull=False)
        return copy and (self.desk.found_after_all(copy.pk), True)

    def send(self) -> Any:
        transit = self._transit("waiting")
        return transit and (self.desk.send(transit.pk, library_id=transit.source_id), True)

    def receive(self) -> Any:
        transit = self._transit("waiting", "sent")
        return transit and self.desk.receive(transit.pk, library_id=transit.target_id)

    def expire(self) -> Any:
        from orda.network import clock

        return self.desk.expire_holds(at=clock.now() + datetime.timedelta(days=10))

    def lose(self) -> Any:
        from orda.circulation.services.losses import open_case

        kind = self.rng.choice(("lost", "damaged"))
        return open_case(self._copy().barcode, kind=kind, library_id=self._library())

    def find_again(self) -> Any:
        from orda.circulation.models import LossCase
        from orda.circulation.services.losses import find_again

        case = self._any(LossCase.objects.filter(state="open", library__in=self.libraries))
        return case and find_again(case.pk, library_id=self._library())

    def undo(self) -> Any:
        return self.last.pop()() or True if self.last else None

    def _copy(self, back: bool = True, **where: Any) -> Any:
        """A copy of the network; of those that fit, or with `back` False of those that don't."""
        from orda.stock.models import Copy

        copies = Copy.objects.filter(library__in=self.libraries)
        if not back:
            return self._any(copies.exclude(pk__in=copies.filter(**where).values("pk"))) or self._any(copies)
        return self._any(copies.filter(**where))

    def _hold(self, *states: str, **where: Any) -> Any:
        from orda.circulation.models import Hold

        return self._any(Hold.objects.filter(state__in=states, library__in=self.libraries, **where))

    def _transit(self, *states: str) -> Any:
        from orda.circulation.models import Transit

        return self._any(Transit.objects.filter(state__in=states, source__in=self.libraries))

    def _any(self, found: Any) -> Any:
        keys = list(found.order_by("pk").values_list("pk", flat=True).distinct())
        return found.model.objects.filter(pk=self.rng.choice(keys)).first() if keys else None

    def _reader(self) -> int:
        return self.rng.choice(self.readers)

    def _library(self) -> int:
        return self.rng.choice(self.libraries)


def in_order(step: Callable[..., None]) -> Callable[..., None]:
    """`step`, that first looks whether a copy is promised out of turn: its title is locked, so nobody can slip in."""
    from django.db.models import Q

    from orda.circulation.models import Hold
    from orda.network import clock

    def watched(row: Any, state: str, **changes: Any) -> None:
        if isinstance(row, Hold) and row.state == "waiting" and "copy_at" in changes:
            copy_id = changes.get("copy_id") or changes["copy"].pk
            day = clock.day_of(changes["copy_at"])
            before = Hold.objects.filter(record=row.record_id, state="waiting").exclude(pk=row.pk)
            before = before.filter(Q(suspended_until=None) | Q(suspended_until__lt=day))
            before = before.filter(Q(wanted_copy=None) | Q(wanted_copy=copy_id))
            before = before.filter(Q(placed_at__lt=row.placed_at) | Q(placed_at=row.placed_at, pk__lt=row.pk))
            assert not before.exists(), f"hold {row.pk} was served before its turn"
        step(row, state, **changes)

    return watched


def untrue(libraries: list[int]) -> list[str]:
    """What does not hold of the copies, holds and ways of these libraries; nothing, if all is well."""
    from orda.circulation.models import Hold, Loan, Transit
    from orda.stock.models import Copy

    wrong: list[str] = []
    ways = {way.copy_id: way for way in Transit.objects.filter(state__in=("waiting", "sent"))}
    lent = Counter(Loan.objects.filter(state="open").values_list("copy", flat=True))
    promised = {hold.copy_id: hold for hold in Hold.objects.filter(state__in=("picking", "transit", "ready"))}
    for copy in Copy.objects.filter(library__in=libraries):
        at, way, hold = copy.stands_at_id or copy.library_id, ways.get(copy.pk), promised.get(copy.pk)
        if lent[copy.pk] + (way is not None) > 1 or (lent[copy.pk] and hold):
            wrong.append(f"copy {copy.pk} is in two places")
        if copy.stands_at_id == copy.library_id:
            wrong.append(f"copy {copy.pk} stands at home and away")
        if way and way.source_id != at:
            wrong.append(f"copy {copy.pk} leaves from where it isn't")
        if hold:
            there = {
                "picking": way is None and hold.asked_library_id == at,
                "transit": way is not None and way.hold_id == hold.pk and way.target_id == hold.library_id,
                "ready": way is None and hold.library_id == at,
            }
            if not there[hold.state]:
                wrong.append(f"hold {hold.pk} is {hold.state}, but its copy is not where it should be")
    return wrong


def unserved(libraries: list[int]) -> list[int]:
    """Holds that wait although a copy stands free for them, once every queue has been looked through."""
    from django.db import transaction

    from orda.circulation.models import Hold
    from orda.circulation.services import serve_queues
    from orda.circulation.services.allotment import free_copies, queue
    from orda.network import clock

    serve_queues()
    found = []
    with transaction.atomic():
        for record in Hold.objects.filter(state="waiting").values_list("record", flat=True).distinct():
            free = {copy.pk for copy in free_copies(record)}
            for hold in queue(record, clock.today()):
                if free if hold.wanted_copy_id is None else hold.wanted_copy_id in free:
                    found.append(hold.pk)
    return found
