"""Holds and in-house loans of a desk that had no connection."""

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.holds.queries import place_of
from orda.circulation.models import Channel, Hold, Loan, OfflineAct, Place
from orda.circulation.offline.tests.offline_acts import HOUR, hand_in, sealed
from orda.circulation.services import lend, place_hold
from orda.diary.proof import prove
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.readers.services import block
from orda.stock.models import Copy
from tests.house import MOMENT, TODAY, YESTERDAY, a_reader, copies_in_stock, diary_of


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def other(library: Unit) -> Reader:
    return a_reader(library, day=YESTERDAY)


@pytest.fixture
def out(library: Unit, reader: Reader) -> Copy:
    """The one copy of its title, and somebody has it at home."""
    copy = copies_in_stock(library, day=YESTERDAY)[0]
    lend(copy.barcode, reader.pk, library_id=library.pk)
    return copy


def a_hold(desk: Client, copy: Copy, who: Reader, hours: int = 1) -> dict[str, str]:
    return sealed(desk, "hold", barcode=copy.barcode, card=who.card_number, at=MOMENT - hours * HOUR)


def test_a_loan_to_the_reading_room_stays_there_and_counts_as_such(desk, reader: Reader, copy: Copy) -> None:
    act = sealed(desk, "lend_here", barcode=copy.barcode, card=reader.card_number, at=MOMENT - HOUR)
    [answer] = hand_in(desk, act)
    assert answer["outcome"] == "done"
    loan = Loan.objects.get()
    assert (loan.place, loan.channel, loan.due_on) == (Place.READING_ROOM, Channel.OFFLINE, TODAY)
    assert diary_of(by="place") == {("loan", "reading_room"): 1}
    assert "reading room" in desk.get(reverse("desk_offline_acts")).content.decode()
    assert prove().clean


def test_a_hold_stands_in_its_queue_by_the_hour_it_was_asked_for(
    desk, library: Unit, out: Copy, other: Reader
) -> None:
    late = place_hold(out.record_id, a_reader(library, day=YESTERDAY).pk, library_id=library.pk)
    [answer] = hand_in(desk, a_hold(desk, out, other))
    assert answer["outcome"] == "done"
    early = Hold.objects.get(reader=other)
    assert (early.channel, early.placed_at, place_of(early), place_of(late)) == (
        Channel.OFFLINE,
        MOMENT - HOUR,
        1,
        2,
    )
    assert OfflineAct.objects.get().act == "hold"
    assert diary_of()["hold"] == 2
    assert prove().clean


def test_a_hold_sent_twice_or_placed_already_is_one_hold(desk, out: Copy, other: Reader) -> None:
    act = a_hold(desk, out, other)
    answers = hand_in(desk, act) + hand_in(desk, act) + hand_in(desk, a_hold(desk, out, other, 2))
    assert [one["outcome"] for one in answers] == ["done"] * 3
    assert Hold.objects.count() == 1


def test_a_hold_that_cannot_be_placed_is_told_in_plain_words(
    desk, out: Copy, reader: Reader, other: Reader
) -> None:
    unknown = sealed(desk, "hold", barcode="ЖОҚ-1", card=other.card_number)
    answers = hand_in(desk, a_hold(desk, out, reader), unknown)
    assert [one["outcome"] for one in answers] == ["conflict"] * 2
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert "The reader has a copy of this title on loan." in page
    assert "No copy has the barcode ЖОҚ-1." in page
    assert "The copy has left" not in page
    assert not Hold.objects.exists()


def test_a_hold_before_the_years_registration_is_settled_by_registering(
    desk, out: Copy, other: Reader
) -> None:
    other.registrations.update(year=TODAY.year - 1)
    hand_in(desk, a_hold(desk, out, other))
    act = OfflineAct.objects.get()
    assert act.code == "not_registered_anywhere"
    assert (
        "Register for the year and place the hold" in desk.get(reverse("desk_offline_acts")).content.decode()
    )
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "register"})
    act.refresh_from_db()
    assert (act.outcome, act.act, act.act_id) == ("settled", "hold", Hold.objects.get().pk)


def test_a_blocked_reader_gets_no_hold_all_the_same(desk, out: Copy, other: Reader) -> None:
    block(other, "Анықтау керек")
    hand_in(desk, a_hold(desk, out, other))
    act = OfflineAct.objects.get()
    assert act.code == "reader_blocked"
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "all_the_same"})
    assert not Hold.objects.exists()
