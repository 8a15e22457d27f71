"""A history entered at once is what the desks would have written, act by act."""

import datetime
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from orda.circulation.loans.refusals import CopyOnLoan, LimitReached
from orda.circulation.models import Hold, Loan, NotOnShelf, Place, Renewal, Visit
from orda.circulation.refusals import NotOnLoan, UnknownCopy, UnknownReader
from orda.circulation.services import (
    SET_ASIDE,
    Act,
    Aside,
    Borrowed,
    BroughtBack,
    Came,
    Renewed,
    count_visit,
    count_visits,
    enter_history,
    give_back,
    lend,
    place_hold,
    renew,
)
from orda.circulation.visits.refusals import BadVisit
from orda.diary import services as diary
from orda.diary.models import Entry
from orda.diary.proof import prove
from orda.network.refusals import Refusal
from orda.readers.models import Registration
from tests.house import MOMENT, a_library, a_reader, copies_in_stock

DAYS, ACTS_A_DAY = 40, 12


def written() -> dict[str, list[Any]]:
    """Everything that the acts left behind, without the ids that the database gave."""
    loans = Loan.objects.order_by("lent_at", "copy__barcode", "returned_at")
    renewals = Renewal.objects.order_by("at", "loan__copy__barcode")
    lines = Entry.objects.order_by("recorded_at", "measure", "dimensions__key", "library", "quantity", "day")
    return {
        "loans": list(
            loans.values_list(
                *("copy__barcode", "reader", "library", "state", "day", "lent_at", "due_on", "renewals"),
                *("age_group", "returned_on", "returned_at", "returned_library", "place", "channel", "sex"),
                *("rule", "lent_by"),
            )
        ),
        "renewals": list(
            renewals.values_list("loan__copy__barcode", "loan__lent_at", "library", "day", "at", "due_before")
        ),
        "holds": list(Hold.objects.order_by("placed_at", "reader").values_list("reader", "state", "copy")),
        "missed": list(NotOnShelf.objects.order_by("copy").values_list("copy", "found_at")),
        "uses": list(Registration.objects.order_by("pk").values_list("pk", "electronic_user_on")),
        "lines": list(
            lines.filter(act__in=("loan", "renewal", "hold", "registration")).values_list(
                "day", "library", "measure", "dimensions__key", "quantity", "act"
            )
        ),
    }


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    diary.forget_known_sets()


def one_by_one(acts: list[Act]) -> list[Act]:
    """The acts that the desk takes."""
    taken = []
    for act in acts:
        try:
            do(act)
        except Refusal:
            continue
        taken.append(act)
    return taken


def do(act: Act) -> None:
    match act:
        case Borrowed(barcode, reader_id, library_id, at, place):
            lend(barcode, reader_id, library_id=library_id, at=at, place=place, despite=SET_ASIDE)
        case BroughtBack(barcode, library_id, at):
            give_back(barcode, library_id=library_id, at=at)
        case Renewed(barcode, library_id, at):
            renew(barcode, library_id=library_id, at=at)
        case Aside():
            act.do()


def by_chance(rng: random.Random) -> list[Act]:
    """Acts of two desks over weeks: most are plain; holds, the reading room, documents, strange copies among them."""
    libraries = [a_library("b5"), a_library("b6")]
    readers = {library.pk: [a_reader(library) for _ in range(5)] for library in libraries}
    copies = {library.pk: copies_in_stock(library, 14) for library in libraries}
    discs = copies_in_stock(libraries[0], 2, kind="electronic_publication")
    documents = copies_in_stock(libraries[0], 1, kind="electronic_document")
    NotOnShelf.objects.create(copy=copies[libraries[0].pk][0], library=libraries[0], noted_at=MOMENT)
    acts: list[Act] = []
    for day in range(DAYS):
        for number in range(ACTS_A_DAY):
            at = MOMENT + datetime.timedelta(days=day, minutes=number)
            here = rng.choice(libraries).pk
            there = here if rng.random() < 0.95 else rng.choice(libraries).pk
            pool = [*copies[there], *discs] if there == libraries[0].pk else copies[there]
            copy = rng.choice(pool if rng.random() < 0.97 else documents)
            reader = rng.choice(readers[here]).pk
            kind = rng.random()
            if kind < 0.5:
                place = Place.READING_ROOM if rng.random() < 0.1 else Place.HOME
                acts.append(Borrowed(copy.barcode, reader, here, at, place))
            elif kind < 0.8:
                acts.append(BroughtBack(copy.barcode, here, at))
            elif kind < 0.95:
                acts.append(Renewed(copy.barcode, here, at))
            else:
                acts.append(Aside(copy.barcode, reader, here, at, asking(copy, reader, here, at)))
    return acts


def asking(copy: Any, reader: int, library: int, at: datetime.datetime) -> Callable[[], object]:
    return lambda: place_hold(copy.record_id, reader, library_id=library, at=at)


@pytest.mark.parametrize("seed", range(4))
def test_a_history_is_what_the_desks_would_have_written(db: None, seed: int) -> None:
    acts = by_chance(random.Random(seed))
    with undone():
        taken = one_by_one(acts)
        expected = written()
    assert {type(act) for act in taken} == {Borrowed, BroughtBack, Renewed, Aside}
    enter_history(taken, despite=SET_ASIDE)
    found = written()
    for what, rows in expected.items():
        assert found[what] == rows, what
    findings = prove()
    assert findings.clean, findings.named


def test_what_the_desk_refuses_is_refused_and_nothing_is_entered(db: None) -> None:
    library = a_library()
    reader, (one, other) = a_reader(library), copies_in_stock(library, 2)
    acts = [Borrowed(one.barcode, reader.pk, library.pk, MOMENT)]
    for wrong, why in (
        (Borrowed(one.barcode, reader.pk, library.pk, MOMENT), CopyOnLoan),
        (Borrowed(other.barcode, 0, library.pk, MOMENT), UnknownReader),
        (Borrowed("no such copy", reader.pk, library.pk, MOMENT), UnknownCopy),
        (BroughtBack(other.barcode, library.pk, MOMENT), NotOnLoan),
    ):
        with pytest.raises(why), transaction.atomic():
            enter_history([*acts, wrong])
        assert not Loan.objects.exists()
        assert not Entry.objects.filter(act="loan").exists()


def test_the_limit_counts_what_the_same_history_has_lent(db: None) -> None:
    library = a_library()
    reader, copies = a_reader(library), copies_in_stock(library, 6)
    acts = [Borrowed(copy.barcode, reader.pk, library.pk, MOMENT) for copy in copies]
    with pytest.raises(LimitReached), transaction.atomic():
        enter_history(acts)
    enter_history([*acts[:5], BroughtBack(copies[0].barcode, library.pk, MOMENT), acts[5]])
    assert Loan.objects.filter(state=Loan.OPEN).count() == 5


def test_visits_counted_at_once_are_those_counted_one_by_one(db: None) -> None:
    library = a_library()
    came = [Came(library.pk, MOMENT, many, purpose) for many, purpose in ((1, "borrow"), (12, "event"))]
    with undone():
        for one in came:
            count_visit(library_id=one.library_id, quantity=one.quantity, purpose=one.purpose, at=one.at)
        expected = seen_of_visits()
    assert count_visits(came) == 2
    assert seen_of_visits() == expected
    with pytest.raises(BadVisit):
        count_visits([Came(library.pk, MOMENT, 0)])


def seen_of_visits() -> list[tuple[Any, ...]]:
    columns = ("library", "day", "at", "quantity", "purpose", "age_group", "source", "point", "by")
    lines = Entry.objects.filter(act="visit").order_by("pk")
    return [
        *Visit.objects.order_by("pk").values_list(*columns),
        *lines.values_list("day", "library", "measure", "dimensions__key", "quantity", "recorded_at"),
    ]
