"""What is between libraries and readers on the demo's day: holds in every state, the van, sets, selections.

No loan is made here, so that the printed control indicators stay as they are; what the year's exchange came to
beside these acts is entered by hand, marked as generated.
"""

import datetime
import random
from collections.abc import Sequence
from contextlib import suppress
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from orda.circulation import services as desk
from orda.circulation.exchange.interlibrary import services as interlibrary
from orda.circulation.exchange.routes.services import keep_route
from orda.circulation.exchange.selections import services as selections
from orda.circulation.exchange.sets import services as sets
from orda.circulation.models import Hold, Loan, Transit
from orda.demo.manual import REASON
from orda.diary.services import enter_by_hand
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.planning.models import Figure, Line
from orda.readers.models import Registration
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT

TOPICS = (
    "Абайдың қара сөздері, 5–7 сыныптарға",
    "Қарағанды туралы кітаптар",
    "Наурыз мерекесі",
    "Ғарыш және ғалымдар",
    "Сказки народов мира",
    "Экология: су және орман",
    "Шәкәрім Құдайбердіұлы",
    "Книги о дружбе для младших школьников",
)
# The topic that is chosen by scanning, and how the titles for it begin; the others are answered by a number.
SCANNED = ("Сказки народов мира", "Сказки")
SETS = ("Жазғы оқу: 1–4 сыныптар", "Туған өлке", "Лучшие книги о природе", "Ертегілер әлемі")
PARTNERS = ("Облыстық әмбебап ғылыми кітапхана", "Областная юношеская библиотека")
MEASURES = ("exchange_reader", "exchange_issue", "exchange_loan", "selection", "set_lent")
STEPS = 7  # how far a hold has come: its kinds
SET_SIZE = 8
Found = list[Copy]


def exchange(libraries: Sequence[Unit], today: datetime.date, seed: int, by_id: int) -> int:
    """Brings a day's exchange about, through the services that the desks call; the year's is entered by hand.

    Returns how many lines that is.
    """
    rng = random.Random(f"{seed}:exchange")
    with clock.stopped_at(datetime.datetime.combine(today, datetime.time(10), ZoneInfo(settings.TIME_ZONE))):
        _routes(libraries)
        for number, library in enumerate(libraries[:8]):
            _holds(library, libraries[(number + 1) % len(libraries)], rng, by_id)
        desk.expire_holds()
        _sets(libraries, rng, by_id)
        _selections(libraries, today, by_id)
        _interlibrary(libraries, rng, by_id)
    with transaction.atomic():
        return _by_hand(libraries, today, rng, by_id)


def _routes(libraries: Sequence[Unit]) -> None:
    """Two rounds that both begin at the central library."""
    central, rest = libraries[0], list(libraries[1:])
    half = (len(rest) + 1) // 2
    named = (("Солтүстік бағыт", "Северный маршрут", "135"), ("Оңтүстік бағыт", "Южный маршрут", "24"))
    for (name_kk, name_ru, days), stops in zip(named, (rest[:half], rest[half:]), strict=True):
        if stops:
            ids = [central.pk, *(stop.pk for stop in stops)]
            keep_route(None, name_kk=name_kk, name_ru=name_ru, weekdays=days, library_ids=ids)


def _holds(library: Unit, other: Unit, rng: random.Random, by_id: int) -> None:
    """Readers of a library wait for books of another: each hold has come a step further than the one before."""
    readers = _readers(library, STEPS + 3, rng)
    for step, (copy, reader) in enumerate(zip(_free(other, STEPS, rng), readers, strict=False)):
        ago = clock.now() - datetime.timedelta(days=20 if step == 4 else 3)
        hold = _asked(copy.record_id, reader, library, by_id, ago)
        if hold is None or hold.copy_id is None or hold.asked_library_id is None:
            continue
        asked = hold.asked_library_id
        if step == 5:
            desk.cancel_hold(hold.pk, by_id=by_id)
        elif step == 6:
            desk.not_on_shelf(hold.pk, library_id=asked, by_id=by_id)
        elif step:
            desk.found(hold.pk, library_id=asked, by_id=by_id, at=ago)
            _travel(hold.pk, min(step, 3), by_id, ago)
    _queue(library, readers[STEPS:], by_id)


def _asked(
    record_id: int,
    reader_id: int,
    library: Unit,
    by_id: int,
    at: datetime.datetime,
    copy_id: int | None = None,
) -> Hold | None:
    """The hold; None where the reader has the title at home or waits for it already."""
    with suppress(Refusal), transaction.atomic():
        return desk.place_hold(
            record_id, reader_id, library_id=library.pk, copy_id=copy_id, by_id=by_id, at=at
        )
    return None


def _travel(hold_id: int, step: int, by_id: int, at: datetime.datetime) -> None:
    """1: waits for the van, 2: is under way, 3: has come."""
    way = Transit.objects.filter(hold=hold_id).first()
    if way is not None and step > 1:
        desk.send(way.pk, library_id=way.source_id, by_id=by_id, at=at)
    if way is not None and step > 2:
        desk.receive(way.pk, library_id=way.target_id, by_id=by_id, at=at)


def _queue(library: Unit, readers: Sequence[int], by_id: int) -> None:
    """Readers who wait for a book that another has at home; the first of them is away."""
    out = (
        Loan.objects.filter(library=library, state=Loan.OPEN)
        .exclude(reader__in=readers)
        .order_by("-pk")
        .first()
    )
    if out is None:
        return
    for place, reader in enumerate(readers):
        at = clock.now() - datetime.timedelta(days=2, minutes=-place)
        hold = _asked(out.copy.record_id, reader, library, by_id, at, out.copy_id)
        if place == 0 and hold is not None:
            desk.suspend_hold(hold.pk, until=clock.today() + datetime.timedelta(days=6), by_id=by_id)


def _sets(libraries: Sequence[Unit], rng: random.Random, by_id: int) -> None:
    """A set in each of its states."""
    giver, month = libraries[0], datetime.timedelta(days=30)
    for number, (name, taker) in enumerate(zip(SETS, libraries[1:], strict=False)):
        at = clock.now() - month
        due_on = None if number == 1 else clock.today() + month
        made = sets.make_set(name, giver=giver, taker=taker, due_on=due_on, by_id=by_id, at=at)
        copies = _free(giver, SET_SIZE, rng)
        for copy in copies:
            sets.put_in(made.pk, copy.barcode)
        if number < 3:
            sets.send_set(made.pk, by_id=by_id, at=at)
        if number < 2:
            sets.receive_set(made.pk, library_id=taker.pk, by_id=by_id, at=at)
        if number < 1:
            there = [copy.barcode for copy in copies[1:]]
            sets.give_set_back(made.pk, there, library_id=taker.pk, by_id=by_id)


def _selections(libraries: Sequence[Unit], today: datetime.date, by_id: int) -> None:
    """Asked for by branches and readers; some done, one refused, some still due."""
    for number, topic in enumerate(TOPICS):
        at = clock.now() - datetime.timedelta(days=9 - number)
        asked = selections.ask_selection(
            topic,
            library=libraries[number % len(libraries)],
            asker="reader" if number % 3 == 2 else "branch",
            wanted=5 + number,
            due_on=today + datetime.timedelta(days=number),
            by_id=by_id,
            at=at,
        )
        if number == 1:
            selections.refuse_selection(asked.pk, "Қорда жоқ, сатып алуға ұсынылды.", by_id=by_id)
        elif number < 5:
            if topic == SCANNED[0]:
                for copy in _free(libraries[0], 4 + number, random.Random(topic), SCANNED[1]):
                    selections.choose(asked.pk, copy.barcode, giver=libraries[0])
            selections.selection_done(asked.pk, 4 + number, giver=libraries[0], by_id=by_id)


def _interlibrary(libraries: Sequence[Unit], rng: random.Random, by_id: int) -> None:
    """Three documents from another network, one of ours to it."""
    central = libraries[0]
    readers = _readers(central, 3, rng)
    documents = (
        "Марғұлан Ә. Бегазы-Дәндібай мәдениеті. 1979",
        "Бартольд В. В. Сочинения. Т. 5",
        "Тоқаев Қ. Түнде атылған оқ",
    )
    for number, (document, reader) in enumerate(zip(documents, readers, strict=False)):
        loan = interlibrary.ask_in(
            document, PARTNERS[number % 2], library=central, reader_id=reader, by_id=by_id
        )
        for state in ("sent", "received")[:number]:
            interlibrary.move_on(loan.pk, state, by_id=by_id)
    for copy in _free(central, 1, rng):
        loan = interlibrary.ask_out(copy.barcode, PARTNERS[0], library=central, by_id=by_id)
        interlibrary.move_on(loan.pk, "sent", by_id=by_id)


def _by_hand(libraries: Sequence[Unit], today: datetime.date, rng: random.Random, by_id: int) -> int:
    """What the plan asks of exchange, as far as the year has gone, month by month; how many lines that is."""
    lines = 0
    targets = dict(
        Figure.objects.filter(year=today.year, kind=Figure.TARGET, quarter=0, cohort="").values_list(
            "indicator", "value"
        )
    )
    for line in Line.objects.filter(plan__year=today.year, source__kind="diary").order_by("pk"):
        [term, *more] = line.source["terms"]
        if more or term["measure"] not in MEASURES or line.key not in targets:
            continue
        central = "giver" in term["where"] or term["measure"] in ("selection", "set_lent")
        for month in range(1, today.month):
            day = datetime.date(today.year, month, 25)
            quantity = round(float(targets[line.key]) / 12 * rng.uniform(0.85, 1.1))
            unit = term["where"].get("giver") == "unit"
            library = libraries[0] if central and not unit else libraries[1 + month % (len(libraries) - 1)]
            if quantity:
                enter_by_hand(
                    day=day,
                    library=library,
                    measure=term["measure"],
                    quantity=quantity,
                    reason=REASON,
                    values=term["where"],
                    by_id=by_id,
                )
                lines += 1
    return lines


def _readers(library: Unit, number: int, rng: random.Random) -> list[int]:
    """Readers registered at a library this year who wait for nothing yet."""
    registered = Registration.objects.filter(library=library, year=clock.today().year)
    free = registered.filter(reader__holds=None, reader__blocked_reason="").order_by("pk")
    keys = list(free.values_list("reader_id", flat=True)[:400])
    return rng.sample(keys, min(number, len(keys)))


def _free(library: Unit, number: int, rng: random.Random, title: str = "") -> Found:
    """Copies that stand in at a library and that nobody has asked for."""
    standing = Copy.objects.filter(library=library, stands_at=None, status=Copy.Status.IN_STOCK)
    standing = standing.exclude(document_kind=ELECTRONIC_DOCUMENT).exclude(loans__state=Loan.OPEN)
    standing = standing.filter(holds=None, transits=None, deposit_items=None, interlibrary_loans=None)
    standing = standing.filter(record__title__startswith=title)
    found = list(standing.order_by("pk")[: 40 * number])
    return rng.sample(found, min(number, len(found)))
