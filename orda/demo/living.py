"""Live through a year of work, day by day; a month's acts are handed to the services at once, which judge each by the
rules of the desk."""

import datetime
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from orda.circulation import models as circulation
from orda.circulation import services as desk
from orda.demo.events import Happening, happenings
from orda.demo.goals import YearPlan
from orda.demo.people import invented
from orda.demo.shares import spread
from orda.demo.stock import Shelves
from orda.events.services import Held, hold_events
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.readers import services as readers
from orda.readers.models import Reader, Registration
from orda.stock.models import Copy

RENEWED = 0.12  # of loans
LATE = 0.06  # of returns
WAITED_FOR = 0.006  # of loans: the reader had placed a hold
HOUSEHOLDS = 100_000  # numbers of a library; a year of it is far from using them up
FORGOTTEN, FOUND_AFTER = 0.008, (50, 170)  # of loans; days after which they come to light at home
COME_BACK = 0.7  # of last year's readers
IN_ROOM, READ_FOR = 0.08, datetime.timedelta(minutes=50)  # of loans; how long one sits over a book
OPEN_FROM, OPEN_TO = 10, 18  # o'clock
LIMIT = 5


@dataclass
class Person:
    """A reader as the demo remembers them."""

    year: int = 0  # for which they were entered last
    registration: Registration | None = None  # once it is written
    on_site: bool = False  # counted this year as a user of the site
    electronic: bool = False
    out: int = 0

    @property
    def reader_id(self) -> int:
        assert self.registration is not None
        return self.registration.reader_id


@dataclass
class Out:
    """A copy with a reader."""

    barcode: str
    person: Person
    library_id: int
    renewed: int = 0


@dataclass
class Place:
    """A library in its year: what is still to do each day."""

    plan: YearPlan
    quotas: dict[str, list[int]]
    groups: list[tuple[str, bool]]  # (reader group, disability) of those still to come
    happenings: dict[datetime.date, list[Happening]]
    people: list[Person] = field(default_factory=list)
    electronic: list[Person] = field(default_factory=list)
    owed: Counter[str] = field(default_factory=Counter)
    renewals: int = 0  # that may still be made today
    point_id: int | None = None  # outside its walls
    households: int = 0  # the next one's number: a household's children come to one library

    @property
    def library(self) -> Unit:
        return self.plan.library


class Done:
    """What was done and isn't written yet. Who is new has no number till then, so that acts are put together last."""

    def __init__(self, by_id: int) -> None:
        self.by_id = by_id
        self._begin()

    def _begin(self) -> None:
        self.came: list[tuple[Person, readers.Comer]] = []
        self.used: list[tuple[Person, str, datetime.datetime]] = []
        self.lent: list[Callable[[], desk.Act]] = []
        self.visits: list[desk.Came] = []
        self.held: list[Held] = []

    @transaction.atomic
    def write(self) -> int:
        """Through the services; how many acts that were (a first use is part of another)."""
        entered = readers.register_many([comer for _person, comer in self.came], by_id=self.by_id)
        for (person, _comer), registration in zip(self.came, entered, strict=True):
            person.registration = registration
        uses = [
            readers.FirstUse(person.registration, column, at)
            for person, column, at in self.used
            if person.registration is not None
        ]
        readers.note_first_uses(uses, by_id=self.by_id)
        acts = [act() for act in self.lent]
        desk.enter_history(acts, by_id=self.by_id, despite=desk.SET_ASIDE)
        desk.count_visits(self.visits, by_id=self.by_id)
        hold_events(self.held, by_id=self.by_id)
        asides = sum(1 for act in acts if isinstance(act, desk.Aside))
        done = len(self.came) + len(acts) - asides + len(self.visits) + len(self.held)
        self._begin()
        return done


class Life:
    """The readers and loans of the demo, carried from year to year."""

    def __init__(self, shelves: Shelves, seed: int, by_id: int) -> None:
        self.shelves = shelves
        self.seed = seed
        self.by_id = by_id
        self.rng = random.Random(f"{seed}:life")
        self.room = random.Random(f"{seed}:reading room")
        self.waits = random.Random(f"{seed}:waits")
        self.memory = random.Random(f"{seed}:memory")
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self.cards = 0
        self.due: dict[datetime.date, list[Out]] = defaultdict(list)
        self.former: dict[int, list[Person]] = {}
        self.last: dict[
            str | int, datetime.datetime
        ] = {}  # barcode, id of a Person -> the hour of the last act
        self.acts = 0
        self.done = Done(by_id)

    def year(
        self, plans: Sequence[YearPlan], groups: dict[int, list[tuple[str, bool]]]
    ) -> Iterator[datetime.date]:
        """Does the goals of every plan; yields each day. A month's acts are written at its end, or by `write`."""
        places = [self._place(plan, groups[plan.library.pk]) for plan in plans]
        for number, place in enumerate(places, start=1):
            place.households = number * HOUSEHOLDS
        month = plans[0].days[0].month
        for number, day in enumerate(plans[0].days):
            if day.month != month:
                self.write()
                month = day.month
            for place in places:
                place.owed.update({row: quota[number] for row, quota in place.quotas.items()})
                place.renewals = int(place.owed["loans"] * RENEWED)
            self._bring_back(day, {place.library.pk: place for place in places})
            for place in places:
                self._work(place, day)
            yield day
        last = plans[0].days[-1]
        for place in places:
            self._settle(place, last)
        self.write()
        self.former = {place.library.pk: place.people for place in places}

    def write(self) -> None:
        """Hands over what has been done since the last writing."""
        done = self.done.write()  # holds are counted meanwhile
        self.acts += done

    def _place(self, plan: YearPlan, groups: list[tuple[str, bool]]) -> Place:
        rng = random.Random(f"{self.seed}:{plan.days[0].year}:{plan.library.code}")
        rows = (
            *("readers", "readers_site", "readers_electronic", "loans", "visits"),
            *("loans_electronic_documents", "loans_electronic_publications"),
        )
        goals = dict(plan.goals)
        # A part of the loans is of electronic things: what is left is of books.
        goals["loans"] -= goals["loans_electronic_documents"] + goals["loans_electronic_publications"]
        quotas = {row: spread(goals[row], plan.days, plan.seasons[row], rng) for row in rows}
        point = circulation.ServicePoint.objects.filter(library=plan.library).first()
        point_id = point.pk if point else None
        return Place(plan, quotas, list(groups), happenings(plan, rng), point_id=point_id)

    def _work(self, place: Place, day: datetime.date) -> None:
        self._serve(place, day)
        self._count_visits(place, day)
        for one in place.happenings.get(day, ()):
            self.done.held.append(Held(place.library, day, at=self._moment(day), **one.fields))

    def _settle(self, place: Place, day: datetime.date) -> None:
        """What the days left undone is done on the last of them, so that the year's goals are met exactly."""
        self._serve(place, day)

    def _serve(self, place: Place, day: datetime.date) -> None:
        """Readers come to be registered and borrow."""
        self._register(place, day)
        if place.people:
            self._lend_electronic(place, day)
            self._lend(place, day, place.owed.pop("loans", 0))

    def _register(self, place: Place, day: datetime.date) -> None:
        due = place.owed.pop("readers", 0)
        former = self.former.get(place.library.pk, [])
        for _ in range(due):
            group, disability = place.groups.pop()
            if former and self.rng.random() < COME_BACK:
                # The same person as last year, with what they still hold.
                person = former.pop(self.rng.randrange(len(former)))
                assert person.registration is not None
                person.electronic = person.on_site = False
                who: readers.NewReader | Reader = person.registration.reader
            else:
                self.cards += 1
                household = place.households
                place.households += 1
                who = invented(group, disability, self.cards, household, day, self.rng)
                person = Person()
            person.year = day.year
            self.done.came.append((person, readers.Comer(who, place.library, self._moment(day))))
            place.people.append(person)
        self._mark(place, day)

    def _mark(self, place: Place, day: datetime.date) -> None:
        """First uses of electronic resources and of the site, by readers who have not been counted for them."""
        fresh = len(place.electronic)
        while place.owed["readers_electronic"] and fresh < len(place.people):
            person = place.people[fresh]
            self.done.used.append((person, "electronic_user_on", self._moment(day)))
            person.electronic = True
            place.electronic.append(person)
            place.owed["readers_electronic"] -= 1
            fresh += 1
        while place.owed["readers_site"] and place.people:
            person = self.rng.choice(place.people)
            if not person.on_site:
                self.done.used.append((person, "site_user_on", self._moment(day)))
                person.on_site = True
                place.owed["readers_site"] -= 1

    def _lend(self, place: Place, day: datetime.date, quota: int) -> None:
        standing = self.shelves.here[place.library.pk]
        for _ in range(quota):
            person = self._someone(place, day)
            chosen = self.rng.randrange(len(standing))
            standing[chosen], standing[-1] = standing[-1], standing[chosen]
            self._lend_one(standing.pop(), person, place, day)

    def _lend_one(self, barcode: str, person: Person, place: Place, day: datetime.date) -> None:
        at = self._moment(day, self.rng.randrange((OPEN_TO - OPEN_FROM) * 60))
        at = self._hour(at, barcode, id(person))
        in_room = self.room.random() < IN_ROOM
        if self.waits.random() < WAITED_FOR:
            self._wait(barcode, person, place, at)
        where = circulation.Place.READING_ROOM if in_room else circulation.Place.HOME
        self._borrow(barcode, person, place, at, where)
        if in_room:
            self._give_back_in_room(barcode, place, at)
            return
        person.out += 1
        days = self.rng.randint(16, 40) if self.rng.random() < LATE else self.rng.randint(3, 15)
        if self.memory.random() < FORGOTTEN:
            days = self.memory.randint(*FOUND_AFTER)
        self.due[day + datetime.timedelta(days=days)].append(Out(barcode, person, place.library.pk))

    def _give_back_in_room(self, barcode: str, place: Place, at: datetime.datetime) -> None:
        """Read at a table and put back before the doors close."""
        self._return(barcode, place.library.pk, at + READ_FOR)
        self.shelves.here[place.library.pk].append(barcode)

    def _borrow(
        self,
        barcode: str,
        person: Person,
        place: Place,
        at: datetime.datetime,
        where: str = circulation.Place.HOME,
    ) -> None:
        library_id, at = place.library.pk, self._hour(at, barcode, id(person))
        self.done.lent.append(lambda: desk.Borrowed(barcode, person.reader_id, library_id, at, where))

    def _return(self, barcode: str, library_id: int, at: datetime.datetime) -> None:
        act = desk.BroughtBack(barcode, library_id, self._hour(at, barcode))
        self.done.lent.append(lambda: act)

    def _hour(self, at: datetime.datetime, *of: str | int) -> datetime.datetime:
        """The hour of a copy's and a reader's next act: as drawn, or that of their last where it came later."""
        at = max([at, *(self.last[one] for one in of if one in self.last)])
        self.last.update(dict.fromkeys(of, at))
        return at

    def _wait(self, barcode: str, person: Person, place: Place, at: datetime.datetime) -> None:
        """The reader had asked for the book by telephone before coming for it."""
        library_id = place.library.pk

        def ask() -> None:
            copy = Copy.objects.only("pk", "record_id").get(barcode=barcode)
            with suppress(Refusal), transaction.atomic():
                desk.place_hold(
                    copy.record_id,
                    person.reader_id,
                    library_id=library_id,
                    copy_id=copy.pk,
                    channel=circulation.Channel.PHONE,
                    by_id=self.by_id,
                    at=at - datetime.timedelta(hours=1),
                )
                self.acts += 1

        self.done.lent.append(lambda: desk.Aside(barcode, person.reader_id, library_id, at, ask))

    def _someone(self, place: Place, day: datetime.date) -> Person:
        """A reader of this year who may take one more; where all hold their limit, one brings something back."""
        for _ in range(12):
            person = self.rng.choice(place.people)
            if person.out < LIMIT:
                return person
        free = next((one for one in place.people if one.out < LIMIT), None)
        return free or self._make_room(place, day)

    def _make_room(self, place: Place, today: datetime.date) -> Person:
        for day in sorted(self.due):
            for one in self.due[day]:
                if one.library_id == place.library.pk and one.person.year == place.plan.days[0].year:
                    self.due[day].remove(one)
                    self._give_back(one, self._moment(today))
                    return one.person
        raise AssertionError("readers hold their limit, yet nothing is out")

    def _lend_electronic(self, place: Place, day: datetime.date) -> None:
        if not place.electronic:
            return
        for _ in range(place.owed.pop("loans_electronic_documents", 0)):
            person = self.rng.choice(place.electronic)
            barcode = self.rng.choice(self.shelves.documents)
            self._borrow(barcode, person, place, self._moment(day))
        discs = self.shelves.publications[place.library.pk]
        while place.owed["loans_electronic_publications"] and discs:
            free = next((one for one in place.electronic if one.out < LIMIT), None)
            if free is None:
                break
            # A disc is looked at in the library and given back at once.
            barcode = discs[self.rng.randrange(len(discs))]
            at = self._moment(day)
            self._borrow(barcode, free, place, at)
            self._return(barcode, place.library.pk, at)
            place.owed["loans_electronic_publications"] -= 1

    def _bring_back(self, day: datetime.date, places: dict[int, Place]) -> None:
        for waiting in [one for one in self.due if one <= day]:
            for out in self.due.pop(waiting):
                place = places[out.library_id]
                if self._renew(out, place, day):
                    continue
                self._give_back(out, self._moment(day, self.rng.randrange((OPEN_TO - OPEN_FROM) * 60)))

    def _renew(self, out: Out, place: Place, day: datetime.date) -> bool:
        """A renewal counts as a loan: it is taken off what is still to be lent today."""
        if not place.renewals or out.renewed > 1 or out.person.year != day.year:
            return False
        if self.rng.random() > 2 * RENEWED:
            return False
        act = desk.Renewed(
            out.barcode, out.library_id, self._hour(self._moment(day), out.barcode, id(out.person))
        )
        self.done.lent.append(lambda: act)
        out.renewed += 1
        place.renewals -= 1
        place.owed["loans"] -= 1
        self.due[day + datetime.timedelta(days=self.rng.randint(3, 14))].append(out)
        return True

    def _give_back(self, out: Out, at: datetime.datetime) -> None:
        self._return(out.barcode, out.library_id, self._hour(at, out.barcode, id(out.person)))
        out.person.out -= 1
        self.shelves.here[out.library_id].append(out.barcode)

    def _count_visits(self, place: Place, day: datetime.date) -> None:
        left = place.owed.pop("visits", 0)
        while left:
            many = min(left, self.rng.choice((1, 1, 2, 3, 5, 8, 12)))
            purpose = self.rng.choices(("borrow", "event", "other"), (82, 10, 8))[0]
            self.done.visits.append(
                desk.Came(
                    library_id=place.library.pk,
                    at=self._moment(day, self.room.randrange((OPEN_TO - OPEN_FROM) * 60)),
                    quantity=many,
                    purpose=purpose,
                    # The few that came for something else were served outside, where the library goes.
                    point_id=place.point_id if purpose == "other" else None,
                )
            )
            left -= many

    def _moment(self, day: datetime.date, minutes: int = 120) -> datetime.datetime:
        start = datetime.datetime.combine(day, datetime.time(OPEN_FROM), tzinfo=self.zone)
        return start + datetime.timedelta(minutes=minutes)
