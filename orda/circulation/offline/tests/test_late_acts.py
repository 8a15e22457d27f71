"""Acts that come late, doubled or out of order: judged at their hour, touching nothing that began after it."""

import datetime
import json
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from orda.circulation.copies.hours import ClockSetBack, GoneOnSince
from orda.circulation.models import Hold, Loan, OfflineAct, Renewal, Transit, Visit
from orda.circulation.offline import receiving, seal
from orda.circulation.offline.tests.offline_acts import HOUR, hand_in, sealed
from orda.circulation.services import give_back, lend, place_hold, receive, renew, send
from orda.diary.proof import prove
from orda.network import clock
from orda.network.models import Unit
from orda.network.services import add_unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, TODAY, YESTERDAY, a_library, a_reader, copies_in_stock, diary_of

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def other(library: Unit) -> Reader:
    return a_reader(library, day=YESTERDAY)


def test_a_late_return_leaves_the_next_readers_loan_open_and_a_person_is_told(
    desk: Client, library: Unit, reader: Reader, other: Reader, copy: Copy
) -> None:
    """Desk 1 without a connection takes A's copy back; desk 2 takes it back too and lends it to B."""
    here = library.pk
    first = lend(copy.barcode, reader.pk, library_id=here, at=MOMENT - 5 * HOUR).loan_id
    late = sealed(desk, "give_back", barcode=copy.barcode, at=MOMENT - 3 * HOUR)
    give_back(copy.barcode, library_id=here, at=MOMENT - 2 * HOUR)
    second = lend(copy.barcode, other.pk, library_id=here, at=MOMENT - HOUR).loan_id
    [answer] = hand_in(desk, late)
    assert answer["outcome"] == "conflict"
    assert "has gone on since" in answer["message"]
    open_loan = Loan.objects.get(state="open")
    assert (open_loan.pk, open_loan.reader) == (second, other)
    assert Loan.objects.get(pk=first).returned_at == MOMENT - 2 * HOUR
    assert diary_of() == {"loan": 2, "return": 1}
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert "has gone on since" in page
    act = OfflineAct.objects.get()
    for way in ("again", "take_back", "all_the_same"):  # no way of settling touches it either
        desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": way})
    assert Loan.objects.get(state="open").pk == second
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "leave"})
    act.refresh_from_db()
    assert act.outcome == "settled"
    assert prove().clean


def test_a_late_loan_of_a_copy_that_came_and_went_since_is_not_written(
    desk: Client, library: Unit, reader: Reader, other: Reader, copy: Copy
) -> None:
    lend(copy.barcode, other.pk, library_id=library.pk, at=MOMENT - 2 * HOUR)
    give_back(copy.barcode, library_id=library.pk, at=MOMENT - HOUR)
    late = sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number, at=MOMENT - 3 * HOUR)
    [answer] = hand_in(desk, late)
    assert (answer["outcome"], OfflineAct.objects.get().code) == ("conflict", "gone_on_since")
    assert not Loan.objects.filter(state="open").exists()


def test_taking_back_from_the_other_reader_never_ends_a_loan_that_began_later(
    desk: Client, library: Unit, reader: Reader, other: Reader, copy: Copy
) -> None:
    """The loan that stood in the way came back, and the copy was lent anew before somebody settled the act."""
    lend(copy.barcode, other.pk, library_id=library.pk, at=MOMENT - 5 * HOUR)
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number, at=MOMENT - 4 * HOUR))
    give_back(copy.barcode, library_id=library.pk, at=MOMENT - 2 * HOUR)
    newest = lend(copy.barcode, other.pk, library_id=library.pk, at=MOMENT - HOUR).loan_id
    act = OfflineAct.objects.get()
    assert act.code == "copy_on_loan"
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "take_back"})
    act.refresh_from_db()
    assert (act.outcome, act.code) == ("conflict", "gone_on_since")
    assert Loan.objects.get(state="open").pk == newest


def test_a_late_act_is_not_stopped_by_what_came_after_its_hour(
    desk: Client, library: Unit, reader: Reader, other: Reader, copies: list[Copy]
) -> None:
    """At its hour the reader had room for one more, and nobody waited for the title."""
    from orda.circulation.models import LoanRule

    LoanRule.objects.create(unit=library, limit=1)
    late, since, long = copies[:3]
    lend(long.barcode, other.pk, library_id=library.pk, at=MOMENT - DAY)
    lend(since.barcode, reader.pk, library_id=library.pk, at=MOMENT - HOUR)
    Hold.objects.create(
        reader=a_reader(library, day=YESTERDAY), record=long.record, library=library, placed_at=MOMENT - HOUR
    )
    answers = hand_in(
        desk,
        sealed(desk, "lend", barcode=late.barcode, card=reader.card_number, at=MOMENT - 2 * HOUR),
        sealed(desk, "renew", barcode=long.barcode, at=MOMENT - 2 * HOUR),
    )
    assert [one["outcome"] for one in answers] == ["done", "done"]
    assert Renewal.objects.get().at == MOMENT - 2 * HOUR


def test_who_asked_after_the_hour_is_promised_the_copy_no_earlier_than_they_asked(
    desk: Client, library: Unit, reader: Reader, other: Reader
) -> None:
    copy = copies_in_stock(library, day=YESTERDAY)[0]
    lend(copy.barcode, reader.pk, library_id=library.pk, at=MOMENT - 5 * HOUR)
    place_hold(copy.record_id, other.pk, library_id=library.pk, at=MOMENT - HOUR)
    body = {
        "sent_at": MOMENT.isoformat(),
        "acts": [sealed(desk, "give_back", barcode=copy.barcode, at=MOMENT - 2 * HOUR)],
    }
    told = desk.post(
        reverse("desk_offline_hand_in"), json.dumps(body), content_type="application/json"
    ).json()
    hold = Hold.objects.get()
    assert (hold.state, hold.copy_at) == ("ready", MOMENT - HOUR)
    assert told["to_lay_by"] == 1
    assert prove().clean


def test_a_return_that_the_van_has_overtaken_is_left_to_a_person(library: Unit, reader: Reader) -> None:
    far = a_library("b9")
    copy = copies_in_stock(far, day=YESTERDAY)[0]
    lend(copy.barcode, reader.pk, library_id=library.pk, at=MOMENT - 6 * HOUR)
    give_back(copy.barcode, library_id=library.pk, at=MOMENT - 5 * HOUR)
    way = Transit.objects.get()
    send(way.pk, library_id=library.pk, at=MOMENT - 3 * HOUR)
    receive(way.pk, library_id=far.pk, at=MOMENT - 2 * HOUR)
    with pytest.raises(GoneOnSince):
        lend(copy.barcode, reader.pk, library_id=library.pk, at=MOMENT - 4 * HOUR)


def test_a_lost_answer_is_recognised_although_the_house_wrote_it_a_moment_later(
    desk: Client, library: Unit, reader: Reader, other: Reader, copies: list[Copy]
) -> None:
    lent, back = copies[:2]
    soon = MOMENT - HOUR + datetime.timedelta(seconds=5)
    lend(back.barcode, reader.pk, library_id=library.pk, at=MOMENT - 2 * HOUR)
    lend(lent.barcode, reader.pk, library_id=library.pk, at=soon)
    give_back(back.barcode, library_id=library.pk, at=soon)
    lend(back.barcode, other.pk, library_id=library.pk, at=soon + HOUR / 2)
    answers = hand_in(
        desk,
        sealed(desk, "lend", barcode=lent.barcode, card=reader.card_number, at=MOMENT - HOUR),
        sealed(desk, "give_back", barcode=back.barcode, at=MOMENT - HOUR),
    )
    assert [one["outcome"] for one in answers] == ["done", "done"]
    assert Loan.objects.get(copy=back, state="open").reader == other


def test_a_clock_that_was_set_back_ends_no_loan_before_it_began(
    library: Unit, reader: Reader, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def show(moment: datetime.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    lend(copy.barcode, reader.pk, library_id=library.pk)
    show(MOMENT - DAY)
    with pytest.raises(ClockSetBack, match="16.09.2024 12:00"):
        give_back(copy.barcode, library_id=library.pk)
    with pytest.raises(ClockSetBack):
        renew(copy.barcode, library_id=library.pk)
    show(MOMENT - datetime.timedelta(seconds=30))  # another machine of the house
    give_back(copy.barcode, library_id=library.pk)
    loan = Loan.objects.get()
    assert loan.returned_at == loan.lent_at == MOMENT
    show(MOMENT - DAY)
    with pytest.raises(ClockSetBack):
        lend(copy.barcode, reader.pk, library_id=library.pk)


def test_the_database_refuses_what_ends_before_it_began(library: Unit, reader: Reader, copy: Copy) -> None:
    loan = Loan.objects.get(pk=lend(copy.barcode, reader.pk, library_id=library.pk).loan_id)
    told: dict[str, Any] = {"state": "returned", "returned_library": library}
    for wrong in (
        {"returned_at": MOMENT - HOUR, "returned_on": TODAY},
        {"returned_at": MOMENT, "returned_on": YESTERDAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Loan.objects.filter(pk=loan.pk).update(**told, **wrong)
    hold = Hold.objects.create(reader=reader, record=copy.record, library=library, placed_at=MOMENT)
    for name in ("copy_at", "closed_at"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Hold.objects.filter(pk=hold.pk).update(**{name: MOMENT - HOUR})
    way = Transit.objects.create(
        copy=copy, source=library, target=a_library("b9"), purpose="home", made_at=MOMENT
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Transit.objects.filter(pk=way.pk).update(sent_at=MOMENT - HOUR)


# What a desk's browser can't make, and somebody with a key of the house can.
BAD = {
    "fewer than none": {"kind": "visit", "quantity": -5},
    "more than there are": {"kind": "visit", "quantity": 10**30},
    "no number": {"kind": "visit", "quantity": "many"},
    "half a letter": {"kind": "give_back", "barcode": "\ud800"},
    "nothing": {"kind": "give_back", "barcode": "C\x001"},
    "the year 1": {"kind": "visit", "at": "0001-01-01T00:00:00+00:00"},
    "the year 1 east of Greenwich": {"kind": "visit", "at": "0001-01-01T00:00:00+14:00"},
    "the year 1924": {"kind": "visit", "at": "1924-01-01T00:00:00+00:00"},
    "a card of lists": {"kind": "lend", "card": [[1]], "barcode": {"a": 1}},
}


@pytest.mark.parametrize("bad", BAD)
def test_one_bad_act_is_kept_by_its_key_and_those_beside_it_are_done(
    desk: Client, reader: Reader, copy: Copy, bad: str
) -> None:
    good = sealed(desk, "visit", quantity=3)
    lent = sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number)
    place, key = desk.get(reverse("desk_offline_taken")).json()["place"], str(uuid.uuid4())
    what = {"key": key, "at": MOMENT.isoformat(), "place": place, **BAD[bad]}
    outcomes = hand_in(desk, good, {"key": key, "sealed": seal.seal(what)}, lent)
    assert [one["outcome"] for one in outcomes] == ["done", "conflict", "done"]
    assert diary_of() == {"visit": 3, "loan": 1}
    assert desk.get(reverse("desk_offline_acts")).status_code == 200
    assert OfflineAct.objects.get(outcome="conflict").message


def test_a_fault_of_the_house_in_one_act_leaves_it_at_its_desk_and_the_others_done(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = receiving.count_visit

    def faulty(*, quantity: int, **more: Any) -> Visit:
        assert quantity != 7
        return counted(quantity=quantity, **more)

    monkeypatch.setattr(receiving, "count_visit", faulty)
    acts = [sealed(desk, "visit", quantity=number) for number in (7, 3)]
    body = json.dumps({"sent_at": MOMENT.isoformat(), "acts": acts})
    answer = desk.post(reverse("desk_offline_hand_in"), body, content_type="application/json")
    assert list(answer.json()["answers"]) == [acts[1]["key"]]
    assert diary_of() == {"visit": 3}
    monkeypatch.setattr(receiving, "count_visit", counted)
    assert [one["outcome"] for one in hand_in(desk, *acts)] == ["done", "done"]
    assert diary_of() == {"visit": 10}


def test_deeply_nested_words_are_refused_and_no_fault(desk: Client) -> None:
    body = '{"sent_at": "' + MOMENT.isoformat() + '", "acts": ' + "[" * 50_000 + "]" * 50_000 + "}"
    answer = desk.post(reverse("desk_offline_hand_in"), body, content_type="application/json")
    assert answer.status_code == 400


def test_what_is_older_than_may_be_waits_for_a_person(
    desk: Client, reader: Reader, copies: list[Copy], settings
) -> None:
    settings.OFFLINE_DAYS = 3
    reader.registrations.update(day=TODAY - 10 * DAY)
    old, young = copies[:2]
    at = MOMENT - 3 * DAY - HOUR
    acts = [
        sealed(desk, "lend", barcode=old.barcode, card=reader.card_number, at=at),
        sealed(desk, "lend", barcode=young.barcode, card=reader.card_number, at=MOMENT - 3 * DAY),
    ]
    assert [one["outcome"] for one in hand_in(desk, *acts)] == ["conflict", "done"]
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert "older than 3 days" in page
    assert "Write it down on its day" in page
    act = OfflineAct.objects.get(code="too_old")
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "on_its_day"})
    act.refresh_from_db()
    assert act.outcome == "settled"
    assert Loan.objects.get(copy=old).day == clock.day_of(at)


def test_an_act_that_is_too_old_and_cannot_be_written_says_so_with_its_new_ways(
    desk: Client, library: Unit, reader: Reader, copy: Copy, other: Reader, settings
) -> None:
    settings.OFFLINE_DAYS = 3
    lend(copy.barcode, other.pk, library_id=library.pk, at=MOMENT - 9 * DAY)
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number, at=MOMENT - 8 * DAY))
    act = OfflineAct.objects.get()
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "on_its_day"})
    act.refresh_from_db()
    assert (act.outcome, act.code) == ("conflict", "copy_on_loan")
    assert "Take it back from the other reader" in desk.get(reverse("desk_offline_acts")).content.decode()


def test_the_check_names_loans_and_renewals_that_overlap(
    library: Unit, reader: Reader, other: Reader, copy: Copy
) -> None:
    first = lend(copy.barcode, reader.pk, library_id=library.pk, at=MOMENT - 9 * DAY).loan_id
    renewal = renew(copy.barcode, library_id=library.pk, at=MOMENT - 5 * DAY).renewal_id
    give_back(copy.barcode, library_id=library.pk, at=MOMENT - 3 * DAY)
    second = lend(copy.barcode, other.pk, library_id=library.pk, at=MOMENT - 2 * DAY).loan_id
    assert prove().clean
    Loan.objects.filter(pk=first).update(returned_at=MOMENT - DAY)
    Renewal.objects.filter(pk=renewal).update(at=MOMENT)
    found = prove().named
    assert found["loans of a copy that another has not ended yet"] == [f"loan {second} of copy {copy.pk}"]
    assert found["renewals outside their loan"] == [f"renewal {renewal}"]


def test_late_acts_touch_nothing_and_nobody_of_another_network(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    """A desk without a connection can't tell whose a card or a copy is; when it hands in, the house can."""
    names = {f"name_{language}": "Elsewhere" for language in ("kk", "ru", "en")}
    network = add_unit(kind="network", code="other", parent=None, **names)
    there = add_unit(
        kind="library", code="o1", parent=network, cohort="children", library_type="children", **names
    )
    stranger = a_reader(there, day=YESTERDAY, card_number="FOREIGN-1")
    (foreign,) = copies_in_stock(there, 1, day=YESTERDAY)
    out = lend(foreign.barcode, stranger.pk, library_id=there.pk, at=MOMENT - 3 * HOUR).loan_id
    answers = hand_in(
        desk,
        sealed(desk, "lend", card="FOREIGN-1", barcode=copy.barcode, at=MOMENT - 2 * HOUR),
        sealed(desk, "lend", card=reader.card_number, barcode=foreign.barcode, at=MOMENT - 2 * HOUR),
        sealed(desk, "give_back", barcode=foreign.barcode, at=MOMENT - HOUR),
    )
    assert {answer["outcome"] for answer in answers} == {"conflict"}
    assert [loan.pk for loan in Loan.objects.all()] == [out]
    assert Loan.objects.get().state == "open"
    for act in OfflineAct.objects.all():
        for way in ("again", "take_back", "all_the_same"):
            desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": way})
    assert Loan.objects.get().state == "open"
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert stranger.family_name not in page
    assert prove().clean
