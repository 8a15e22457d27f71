"""A random walk of one desk among others over loans, holds and ways between libraries, and what must hold after it."""

import datetime
import random
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

LIBRARIES, TITLES, COPIES, READERS = 4, 8, 3, 24
# How often each act is tried.
ACTS = {
    **{"lend": 14, "give_back": 14, "place_hold": 10, "cancel": 3, "suspend": 3, "resume": 3, "found": 14},
    **{"not_on_shelf": 2, "found_after_all": 2, "send": 9, "receive": 11, "renew": 2, "undo": 3, "expire": 1},
    **{"lose": 2, "find_again": 2},
    **{
        "pack": 4,
        "send_set": 2,
        "receive_set": 2,
        "give_set_back": 2,
        "unpack": 1,
        "lend_away": 3,
        "come_home": 4,
    },
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

    def pack(self) -> Any:
        """Puts a copy into a set that is being put together at its library, a new one if there is none."""
        from orda.circulation.models import Deposit
        from orda.circulation.services import sets
        from orda.network.models import Unit

        made = self._any(Deposit.objects.filter(state="made", giver__in=self.libraries))
        if made is None:
            giver, taker = (Unit.objects.get(pk=pk) for pk in self.rng.sample(self.libraries, 2))
            made = sets.make_set("set", giver=giver, taker=taker)
        copy = self._copy(library=made.giver, stands_at=None)
        return copy and sets.put_in(made.pk, copy.barcode)

    def send_set(self) -> Any:
        from orda.circulation.services import sets

        made = self._set("made")
        return made and sets.send_set(made.pk)

    def receive_set(self) -> Any:
        from orda.circulation.services import sets

        sent = self._set("sent")
        return sent and sets.receive_set(sent.pk, library_id=sent.taker_id)

    def give_set_back(self) -> Any:
        from orda.circulation.services import sets

        stands = self._set("standing")
        if stands is None:
            return None
        barcodes = list(stands.items.filter(back_on=None).values_list("copy__barcode", flat=True))
        scanned = self.rng.sample(barcodes, self.rng.randint(0, len(barcodes)))
        return sets.give_set_back(stands.pk, scanned, library_id=stands.taker_id)

    def unpack(self) -> Any:
        from orda.circulation.services import sets

        made = self._set("made")
        return made and (sets.give_up(made.pk), True)

    def lend_away(self) -> Any:
        """Lends a copy to a library of another network."""
        from orda.circulation.services import interlibrary

        copy = self._copy(stands_at=None)
        asked = copy and interlibrary.ask_out(copy.barcode, "another network", library=copy.library)
        return asked and interlibrary.move_on(asked.pk, "sent")

    def come_home(self) -> Any:
        from orda.circulation.models import InterlibraryLoan
        from orda.circulation.services import interlibrary

        away = self._any(InterlibraryLoan.objects.filter(state="sent", library__in=self.libraries))
        return away and interlibrary.move_on(away.pk, "returned")

    def undo(self) -> Any:
        """Takes back one of its last acts; other desks have gone on meanwhile."""
        if not self.last:
            return None
        return self.last.pop(-1 - self.rng.randrange(min(len(self.last), 4)))() or True

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

    def _set(self, state: str) -> Any:
        from orda.circulation.models import Deposit

        return self._any(Deposit.objects.filter(state=state, giver__in=self.libraries))

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
            if copy_id in branches([copy_id]):  # a set is read at its branch alone
                before = before.filter(library=branches([copy_id])[copy_id])
            before = before.filter(Q(placed_at__lt=row.placed_at) | Q(placed_at=row.placed_at, pk__lt=row.pk))
            assert not before.exists(), f"hold {row.pk} was served before its turn"
        step(row, state, **changes)

    return watched


def branches(copies: Iterable[int]) -> dict[int, int]:
    """The branches at which copies of sets stand: they serve its readers alone."""
    from orda.circulation.models import DepositCopy

    standing = DepositCopy.objects.filter(copy__in=list(copies), back_on=None, deposit__state="standing")
    return dict(standing.values_list("copy", "deposit__taker"))


def untrue(libraries: list[int]) -> list[str]:
    """What does not hold of the copies, holds and ways of these libraries; nothing, if all is well."""
    from orda.circulation.models import Hold, Loan, Transit
    from orda.stock.models import Copy

    wrong: list[str] = []
    ways = {way.copy_id: way for way in Transit.objects.filter(state__in=("waiting", "sent"))}
    lent = Counter(Loan.objects.filter(state="open").values_list("copy", flat=True))
    promised = {hold.copy_id: hold for hold in Hold.objects.filter(state__in=("picking", "transit", "ready"))}
    for loan in Loan.objects.filter(state="open", copy__library__in=libraries):
        # By number, not by moment: a desk looks at the clock before it waits for its turn.
        if Loan.objects.filter(copy=loan.copy_id, pk__gt=loan.pk, state="returned").exists():
            wrong.append(f"loan {loan.pk} is open, and its copy was lent since")
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
    return wrong + _out_of_sets(lent, ways, promised)


def _out_of_sets(lent: Counter[int], ways: dict[int, Any], promised: dict[int, Any]) -> list[str]:
    """What does not hold of copies in sets and of those lent to another network."""
    from orda.circulation.models import DepositCopy, InterlibraryLoan

    wrong: list[str] = []
    for item in DepositCopy.objects.filter(back_on=None).select_related("deposit", "copy"):
        copy, deposit = item.copy, item.deposit
        busy = lent[copy.pk] or copy.pk in promised
        way, at = ways.get(copy.pk), copy.stands_at_id or copy.library_id
        if deposit.state == "made" and (busy or way or at != deposit.giver_id):
            wrong.append(f"copy {copy.pk} is not in the set that is being put together")
        if deposit.state == "returned" and at == copy.library_id and not (busy or way):
            wrong.append(f"copy {copy.pk} is missing in a set and stands at home")
    away = InterlibraryLoan.objects.filter(state__in=("sent", "received"), copy__isnull=False)
    for copy_id in away.values_list("copy", flat=True):
        if lent[copy_id] or copy_id in promised or copy_id in ways:
            wrong.append(f"copy {copy_id} is away and here")
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
            stands = branches(free)
            for hold in queue(record, clock.today()):
                fitting = {pk for pk in free if stands.get(pk, hold.library_id) == hold.library_id}
                if fitting if hold.wanted_copy_id is None else hold.wanted_copy_id in fitting:
                    found.append(hold.pk)
    return found
