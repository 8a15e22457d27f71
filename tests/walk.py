"""A random walk of one desk among others over loans, holds, sets, selections and ways between libraries."""

import datetime
import random
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.walk_held import in_order

LIBRARIES, TITLES, COPIES, READERS = 4, 8, 3, 24
# How often each act is tried.
ACTS = {
    **{"lend": 14, "give_back": 14, "place_hold": 10, "cancel": 3, "suspend": 3, "resume": 3, "found": 14},
    **{"not_on_shelf": 2, "found_after_all": 2, "send": 9, "receive": 11, "renew": 2, "undo": 3, "expire": 1},
    **{"lose": 2, "find_again": 2, "lost_on_the_way": 2, "hand_in": 6},
    **{
        "pack": 4,
        "send_set": 2,
        "receive_set": 2,
        "give_set_back": 2,
        "unpack": 1,
        "lend_away": 3,
        "come_home": 4,
    },
    **{"ask_selection": 1, "choose": 3, "answer": 2, "send_chosen": 2},
}


def world(code: str) -> dict[str, Any]:
    """A network of libraries with few copies of few titles, and many readers who are registered everywhere."""
    from orda.circulation.models import LoanRule
    from orda.network.models import Staff
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
    staff = Staff.objects.create(username=f"{code}-desk")
    return {
        "libraries": [unit.pk for unit in units],
        "readers": [person.pk for person in people],
        "staff": staff.pk,
    }


def walk(libraries: list[int], readers: list[int], staff: int, seed: int, acts: int) -> dict[str, Any]:
    """Does so many acts; how many of each were done and which refusals were met. Anything else stops the walk."""
    from orda.circulation.holds import allotment
    from orda.network.refusals import Refusal

    walker = Walker(libraries, readers, staff, random.Random(seed))
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

    def __init__(self, libraries: list[int], readers: list[int], staff: int, rng: random.Random) -> None:
        from orda.circulation import services

        self.libraries, self.readers, self.rng, self.desk = libraries, readers, rng, services
        self.staff = staff
        self.last: list[Callable[[], Any]] = []
        self.handed_in: list[Any] = []  # acts of a desk without a connection

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
        if copy and self.rng.random() < 0.5:
            return self.desk.turn_up(copy.pk, library_id=self._library())
        return copy and (self.desk.found_after_all(copy.pk), True)

    def send(self) -> Any:
        transit = self._transit("waiting")
        return transit and (self.desk.send(transit.pk, library_id=transit.source_id), True)

    def receive(self) -> Any:
        transit = self._transit("waiting", "sent")
        return transit and self.desk.receive(transit.pk, library_id=transit.target_id)

    def lost_on_the_way(self) -> Any:
        transit = self._transit("sent")
        return transit and (self.desk.lost_on_the_way(transit.pk, library_id=transit.target_id), True)

    def expire(self) -> Any:
        from orda.network import clock

        return self.desk.expire_holds(at=clock.now() + datetime.timedelta(days=10))

    def lose(self) -> Any:
        from orda.circulation.losses.services import open_case

        kind = self.rng.choice(("lost", "damaged"))
        return open_case(self._copy().barcode, kind=kind, library_id=self._library())

    def find_again(self) -> Any:
        from orda.circulation.losses.services import find_again
        from orda.circulation.models import LossCase

        case = self._any(LossCase.objects.filter(state="open", library__in=self.libraries))
        return case and find_again(case.pk, library_id=self._library())

    def pack(self) -> Any:
        """Puts a copy into a set that is being put together at its library, a new one if there is none."""
        from orda.circulation.exchange.sets import services as sets
        from orda.circulation.models import Deposit
        from orda.network.models import Unit

        made = self._any(Deposit.objects.filter(state="made", giver__in=self.libraries))
        if made is None:
            giver, taker = (Unit.objects.get(pk=pk) for pk in self.rng.sample(self.libraries, 2))
            made = sets.make_set("set", giver=giver, taker=taker)
        copy = self._copy(library=made.giver, stands_at=None)
        return copy and sets.put_in(made.pk, copy.barcode)

    def send_set(self) -> Any:
        from orda.circulation.exchange.sets import services as sets

        made = self._set("made")
        return made and sets.send_set(made.pk)

    def receive_set(self) -> Any:
        from orda.circulation.exchange.sets import services as sets

        sent = self._set("sent")
        return sent and sets.receive_set(sent.pk, library_id=sent.taker_id)

    def give_set_back(self) -> Any:
        from orda.circulation.exchange.sets import services as sets

        stands = self._set("standing")
        if stands is None:
            return None
        barcodes = list(stands.items.filter(back_on=None).values_list("copy__barcode", flat=True))
        scanned = self.rng.sample(barcodes, self.rng.randint(0, len(barcodes)))
        return sets.give_set_back(stands.pk, scanned, library_id=stands.taker_id)

    def unpack(self) -> Any:
        from orda.circulation.exchange.sets import services as sets

        made = self._set("made")
        return made and (sets.give_up(made.pk), True)

    def ask_selection(self) -> Any:
        from orda.circulation.exchange.selections import services as selections
        from orda.network.models import Unit

        library, reader = Unit.objects.get(pk=self._library()), self.rng.choice((None, self._reader()))
        return selections.ask_selection("topic", library=library, reader_id=reader)

    def choose(self) -> Any:
        from orda.circulation.exchange.selections import services as selections

        asked, copy = self._selection("asked"), self._copy(stands_at=None)
        return asked and selections.choose(asked.pk, copy.barcode, giver=copy.library)

    def answer(self) -> Any:
        from orda.circulation.exchange.selections import services as selections

        asked = self._selection("asked", chosen__isnull=False)
        return asked and selections.selection_done(asked.pk, giver=asked.chosen.first().copy.library)

    def send_chosen(self) -> Any:
        """What was chosen is held for its reader, or goes into a set."""
        from orda.circulation.exchange.selections import chosen

        done = self._selection("done")
        act = chosen.hold_for_the_reader if done and done.reader_id else chosen.put_into_a_set
        return done and act(done.pk)

    def lend_away(self) -> Any:
        """Lends a copy to a library of another network."""
        from orda.circulation.exchange.interlibrary import services as interlibrary

        copy = self._copy(stands_at=None)
        asked = copy and interlibrary.ask_out(copy.barcode, "another network", library=copy.library)
        return asked and interlibrary.move_on(asked.pk, "sent")

    def come_home(self) -> Any:
        from orda.circulation.exchange.interlibrary import services as interlibrary
        from orda.circulation.models import InterlibraryLoan

        away = self._any(InterlibraryLoan.objects.filter(state="sent", library__in=self.libraries))
        return away and interlibrary.move_on(away.pk, "returned")

    def hand_in(self) -> Any:
        """Acts of a desk that had no connection: late, out of their order, and some that had come before."""
        from orda.circulation.offline.receiving import receive

        new = [self._without_connection() for _act in range(3)]
        old = self.rng.sample(self.handed_in, min(2, len(self.handed_in)))
        self.handed_in += new
        batch = [*new, *old, new[0]]
        self.rng.shuffle(batch)
        kept = receive(batch, sent_by_id=self.staff)
        assert len(kept) == len(batch), "an act met a fault of the house"
        return any(one.outcome == "done" for one in kept) or None

    def _without_connection(self) -> Any:
        from orda.circulation.offline.receiving import Act
        from orda.network import clock
        from orda.readers.models import Reader

        kind = self.rng.choice(("lend", "lend", "give_back", "give_back", "renew", "hold", "visit"))
        card = Reader.objects.values_list("card_number", flat=True).get(pk=self._reader())
        # Mostly of this moment, so that some of them still fit; of an hour ago they come to other hands.
        late = self.rng.choice((0, 0.01, 0.1, 1, 3600))
        return Act(
            uuid.UUID(int=self.rng.getrandbits(128)),
            kind,
            card,
            self._copy().barcode,
            self.rng.randint(1, 30),
            clock.now() - datetime.timedelta(seconds=late * self.rng.random()),
            self._library(),
            self.staff,
        )

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

    def _selection(self, state: str, **where: Any) -> Any:
        from orda.circulation.models import Selection

        return self._any(Selection.objects.filter(state=state, library__in=self.libraries, **where))

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
