"""Acts of a desk that had no connection: each once, on its day, and the refused ones kept for a person."""

import base64
import datetime
import json
import uuid
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from orda.circulation.models import Loan, OfflineAct, Renewal, Transit, Visit
from orda.circulation.offline import seal
from orda.circulation.offline.snapshot import OUT, PLACE, PUT_BY, WANTED, fingerprint, snapshot
from orda.circulation.offline.to_lay_by import to_lay_by
from orda.circulation.services import (
    cancel_hold,
    forget_offline_cards,
    found,
    give_back,
    lend,
    place_hold,
    send,
)
from orda.diary.proof import prove
from orda.network.models import Role, Staff, Unit
from orda.readers.models import Reader
from orda.readers.services import block
from orda.stock.models import Copy
from tests.house import MOMENT, TODAY, YESTERDAY, a_library, a_reader, copies_in_stock, diary_of

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def librarian(staff_of, library: Unit) -> Staff:
    person: Staff = staff_of(Role.LIBRARIAN, library)
    return person


@pytest.fixture
def desk(librarian: Staff) -> Client:
    client = Client()
    client.force_login(librarian, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sealed(desk: Client, kind: str, *, at: datetime.datetime = MOMENT, **what: Any) -> dict[str, str]:
    """An act as the browser seals it, with the place that the server gave it."""
    place = desk.get(reverse("desk_offline_taken")).json()["place"]
    key = str(uuid.uuid4())
    return {
        "key": key,
        "sealed": seal.seal({"key": key, "kind": kind, "at": at.isoformat(), "place": place, **what}),
    }


def hand_in(desk: Client, *acts: dict[str, str], sent_at: datetime.datetime = MOMENT) -> list[dict[str, str]]:
    body = json.dumps({"sent_at": sent_at.isoformat(), "acts": acts})
    answer = desk.post(reverse("desk_offline_hand_in"), body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    answers = answer.json()["answers"]
    return [answers[act["key"]] for act in acts]


def test_an_hour_of_acts_is_done_in_its_order(desk: Client, reader: Reader, copies: list[Copy]) -> None:
    first, second = copies[:2]
    done = hand_in(
        desk,
        # As they lay in the store; the moments tell the order.
        sealed(desk, "give_back", barcode=first.barcode, at=MOMENT - HOUR / 3),
        sealed(desk, "lend", barcode=first.barcode, card=reader.card_number, at=MOMENT - HOUR / 2),
        sealed(desk, "lend", barcode=second.barcode, card=reader.card_number, at=MOMENT - HOUR / 4),
        sealed(desk, "visit", quantity=25, at=MOMENT - HOUR),
    )
    assert [one["outcome"] for one in done] == ["done"] * 4
    assert Loan.objects.get(state="open").copy == second
    assert Loan.objects.get(state="returned").copy == first
    assert diary_of() == {"loan": 2, "return": 1, "visit": 25}
    assert prove().clean


def test_a_renewal_is_done_once_and_counts_on_its_day(desk: Client, reader: Reader, copy: Copy) -> None:
    act = sealed(desk, "renew", barcode=copy.barcode, at=MOMENT - HOUR)
    lend = sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number, at=MOMENT - 24 * HOUR)
    again = sealed(desk, "renew", barcode=copy.barcode)  # scanned twice: the state is as it was wanted
    done = hand_in(desk, act, lend, again) + hand_in(desk, act)
    assert [one["outcome"] for one in done] == ["done"] * 4
    renewal = Renewal.objects.get()
    assert (renewal.day, renewal.channel, renewal.loan.copy) == (TODAY, "offline", copy)
    assert diary_of() == {"renewal": 1}
    assert prove().clean


def test_a_renewal_of_what_somebody_waits_for_is_kept_with_its_reason(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    waits = a_reader(library, day=YESTERDAY)
    place_hold(copy.record_id, waits.pk, library_id=library.pk, copy_id=copy.pk)
    (answer,) = hand_in(desk, sealed(desk, "renew", barcode=copy.barcode))
    assert answer["outcome"] == "conflict"
    act = OfflineAct.objects.get()
    assert act.code == "awaited_by_another"
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert "The copy has left" not in page
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "leave"})
    assert not Renewal.objects.exists()


def test_a_renewal_before_the_years_registration_is_settled_by_registering(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    reader.registrations.update(year=TODAY.year - 1)
    hand_in(desk, sealed(desk, "renew", barcode=copy.barcode))
    act = OfflineAct.objects.get()
    assert act.code == "not_registered_this_year"
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "register"})
    act.refresh_from_db()
    assert (act.outcome, act.act, act.act_id) == ("settled", "renewal", Renewal.objects.get().pk)


def test_visits_keep_their_purpose(desk: Client) -> None:
    hand_in(desk, sealed(desk, "visit_event", quantity=25), sealed(desk, "visit_other", quantity=2))
    assert diary_of(by="purpose") == {("visit", "event"): 25, ("visit", "other"): 2}


def test_what_came_back_for_somebody_else_is_to_be_laid_by_until_it_is(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    waits = a_reader(library, day=YESTERDAY)
    wanted, foreign = copies[0], copies_in_stock(a_library("b7"), day=YESTERDAY)[0]
    for copy in (wanted, foreign):
        lend(copy.barcode, reader.pk, library_id=library.pk, at=MOMENT - 2 * HOUR)
    hold = place_hold(wanted.record_id, waits.pk, library_id=library.pk, copy_id=wanted.pk)
    acts = [sealed(desk, "give_back", barcode=one.barcode, at=MOMENT - HOUR) for one in (wanted, foreign)]
    body = json.dumps({"sent_at": MOMENT.isoformat(), "acts": acts})
    answer = desk.post(reverse("desk_offline_hand_in"), body, content_type="application/json").json()
    assert answer["to_lay_by"] == 2
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert waits.card_number in page
    assert Unit.objects.get(code="b7").name in page
    cancel_hold(hold.pk)
    send(Transit.objects.get().pk, library_id=library.pk)
    assert to_lay_by([library.pk]) == []


def test_sent_again_it_is_done_once(desk: Client, reader: Reader, copy: Copy) -> None:
    acts = [
        sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number),
        sealed(desk, "visit", quantity=3),
    ]
    first, again = hand_in(desk, *acts), hand_in(desk, *acts)
    assert first == again
    assert (Loan.objects.count(), Visit.objects.count()) == (1, 1)
    assert diary_of() == {"loan": 1, "visit": 3}


def test_a_scan_whose_answer_was_lost_is_recognised(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    lent, back = copies[:2]
    lend(lent.barcode, reader.pk, library_id=library.pk)
    lend(back.barcode, reader.pk, library_id=library.pk)
    give_back(back.barcode, library_id=library.pk)
    done = hand_in(
        desk,
        sealed(desk, "lend", barcode=lent.barcode, card=reader.card_number),
        sealed(desk, "give_back", barcode=back.barcode),
    )
    assert [one["outcome"] for one in done] == ["done", "done"]
    assert diary_of() == {"loan": 2, "return": 1}


def test_an_act_counts_on_its_day_even_where_the_desks_clock_runs_wrong(
    desk: Client, reader: Reader, copy: Copy
) -> None:
    wrong = datetime.timedelta(days=400, minutes=7)
    at, sent_at = MOMENT - 24 * HOUR - wrong, MOMENT - wrong
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number, at=at), sent_at=sent_at)
    assert Loan.objects.get().day == YESTERDAY
    assert diary_of(YESTERDAY)["loan"] == 1
    assert "loan" not in diary_of(TODAY)


def test_a_refused_act_is_kept_with_its_reason(desk: Client, reader: Reader, copy: Copy) -> None:
    block(reader, "Кітап ұзақ уақыт қайтарылмады")
    (answer,) = hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    assert answer["outcome"] == "conflict"
    assert "may not borrow" in answer["message"]
    assert diary_of() == {}
    page = desk.get(reverse("desk_offline_acts")).content.decode()
    assert copy.barcode in page
    assert "Кітап ұзақ уақыт қайтарылмады" in page


def test_not_registered_yet_is_settled_by_registering(desk: Client, library: Unit, copy: Copy) -> None:
    elsewhere = a_reader(a_library("b7"), day=YESTERDAY)
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=elsewhere.card_number))
    act = OfflineAct.objects.get()
    assert act.code == "not_registered_this_year"
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "register"})
    act.refresh_from_db()
    assert (act.outcome, act.act, act.act_id) == ("settled", "loan", Loan.objects.get().pk)
    assert diary_of() == {"reader_registered": 1, "loan": 1}


def test_a_copy_held_by_another_is_taken_back_and_lent(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    other = a_reader(library, day=YESTERDAY)
    lend(copy.barcode, other.pk, library_id=library.pk, at=MOMENT - HOUR)
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    act = OfflineAct.objects.get()
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "take_back"})
    assert Loan.objects.get(state="open").reader == reader
    assert diary_of() == {"loan": 2, "return": 1}
    # Once settled it stays settled.
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "leave"})
    assert diary_of() == {"loan": 2, "return": 1}


def test_what_still_cannot_be_done_stays_to_be_looked_at(desk: Client, reader: Reader, copy: Copy) -> None:
    block(reader, "Анықтау керек")
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    act = OfflineAct.objects.get()
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "take_back"})  # no way out of a block
    act.refresh_from_db()
    assert act.outcome == "conflict"
    desk.post(reverse("desk_offline_settle", args=[act.pk]), {"way": "leave"})
    act.refresh_from_db()
    assert act.outcome == "settled"
    assert not Loan.objects.exists()


def test_a_copy_that_has_left_is_written_down_all_the_same(desk: Client, reader: Reader, copy: Copy) -> None:
    block(reader, "Анықтау керек")
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    desk.post(reverse("desk_offline_settle", args=[OfflineAct.objects.get().pk]), {"way": "all_the_same"})
    loan = Loan.objects.get(state="open")
    assert (loan.reader, loan.channel) == (reader, "offline")
    assert diary_of() == {"loan": 1}


def test_an_age_mark_that_the_desk_could_not_know_stops_nothing(
    desk: Client, reader: Reader, copy: Copy
) -> None:
    copy.record.age_mark = 18
    copy.record.save()
    (answer,) = hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    assert answer["outcome"] == "done"


def test_the_snapshot_tells_in_from_out_and_names_nobody(
    librarian: Staff, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    out, stands = copies[:2]
    lend(out.barcode, reader.pk, library_id=library.pk)
    stranger = a_reader(a_library("b7"), day=YESTERDAY)
    taken = snapshot(library, librarian, TODAY)
    assert taken.copies[fingerprint(taken.salt, out.barcode)] == OUT
    assert taken.copies[fingerprint(taken.salt, stands.barcode)] == 0
    assert taken.cards[fingerprint(taken.salt, reader.card_number)] == (1, True, 0)
    assert fingerprint(taken.salt, stranger.card_number) not in taken.cards
    told = json.dumps(taken.as_data(), ensure_ascii=False)
    for named in (reader.family_name, reader.given_name, reader.card_number, out.barcode):
        assert named not in told


def test_the_snapshot_tells_what_waits_for_whom_and_what_is_wanted(
    librarian: Staff, library: Unit, reader: Reader
) -> None:
    waits = a_reader(library, day=YESTERDAY)
    put_by, wanted = (copies_in_stock(library, day=YESTERDAY)[0] for _each in range(2))
    found(place_hold(put_by.record_id, waits.pk, library_id=library.pk).pk, library_id=library.pk)
    lend(wanted.barcode, reader.pk, library_id=library.pk)
    place_hold(wanted.record_id, waits.pk, library_id=library.pk)
    taken = snapshot(library, librarian, TODAY)
    assert taken.copies[fingerprint(taken.salt, put_by.barcode)] == PUT_BY
    assert taken.copies[fingerprint(taken.salt, wanted.barcode)] == OUT | WANTED
    assert taken.cards[fingerprint(taken.salt, waits.card_number)] == (0, True, 1)
    assert taken.promised == [fingerprint(taken.salt, f"{put_by.barcode} {waits.card_number}")]


def test_the_snapshot_asks_the_same_few_questions_however_many_readers(
    librarian: Staff, library: Unit, reader: Reader, copies: list[Copy], django_assert_num_queries
) -> None:
    for copy in copies[:3]:
        lend(copy.barcode, a_reader(library, day=YESTERDAY).pk, library_id=library.pk)
    with django_assert_num_queries(7):
        snapshot(library, librarian, TODAY)


@pytest.mark.parametrize("spoilt", ["", "AAAA", "кілт", base64.b64encode(b"x" * 200).decode()])
def test_what_no_desk_sealed_is_unreadable(desk: Client, spoilt: str) -> None:
    (answer,) = hand_in(desk, {"key": str(uuid.uuid4()), "sealed": spoilt})
    assert answer["outcome"] == "unreadable"
    assert not OfflineAct.objects.exists()


def test_one_act_is_not_sent_under_anothers_key(desk: Client) -> None:
    act = sealed(desk, "visit", quantity=2)
    (answer,) = hand_in(desk, {**act, "key": str(uuid.uuid4())})
    assert answer["outcome"] == "unreadable"


def test_a_place_that_the_server_did_not_sign_is_unreadable(desk: Client, library: Unit) -> None:
    place = signing.dumps({"library": library.pk, "staff": 1}, salt="another purpose")
    key = str(uuid.uuid4())
    what = {"key": key, "kind": "visit", "at": MOMENT.isoformat(), "place": place}
    (answer,) = hand_in(desk, {"key": key, "sealed": seal.seal(what)})
    assert answer["outcome"] == "unreadable"
    assert signing.loads(desk.get(reverse("desk_offline_taken")).json()["place"], salt=PLACE)


def test_staff_of_another_library_hand_in_nothing(desk: Client, client_as) -> None:
    act = sealed(desk, "visit", quantity=2)
    (answer,) = hand_in(client_as(Role.LIBRARIAN, a_library("b7")), act)
    assert answer["outcome"] == "not_here"
    assert not Visit.objects.exists()
    (answer,) = hand_in(desk, act)
    assert answer["outcome"] == "done"


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"sent_at": "x", "acts": []}', '{"sent_at": 1, "acts": [1]}']
)
def test_nonsense_is_refused(desk: Client, body: str) -> None:
    answer = desk.post(reverse("desk_offline_hand_in"), body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "page", ["desk_offline", "desk_offline_taken", "desk_offline_acts", "desk_offline_hand_in"]
)
def test_only_who_may_lend_comes_here(client: Client, client_as, library: Unit, page: str) -> None:
    method = "post" if page == "desk_offline_hand_in" else "get"
    assert getattr(client, method)(reverse(page)).status_code == 302
    assert getattr(client_as(Role.DIRECTOR, library), method)(reverse(page)).status_code == 403


def test_settling_is_for_the_librarians_of_that_library(
    desk: Client, client_as, reader: Reader, copy: Copy
) -> None:
    block(reader, "Анықтау керек")
    hand_in(desk, sealed(desk, "lend", barcode=copy.barcode, card=reader.card_number))
    address = reverse("desk_offline_settle", args=[OfflineAct.objects.get().pk])
    assert client_as(Role.LIBRARIAN, a_library("b7")).post(address, {"way": "leave"}).status_code == 404
    assert client_as(Role.DIRECTOR, copy.library).post(address, {"way": "leave"}).status_code == 403
    assert OfflineAct.objects.get().outcome == "conflict"


def test_the_worker_and_the_manifest_are_for_everybody(client: Client) -> None:
    worker = client.get(reverse("desk_worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert reverse("desk_offline") in worker.content.decode()
    manifest = client.get(reverse("desk_manifest")).json()
    assert manifest["scope"] == manifest["start_url"] == reverse("desk")
    assert client.get(reverse("desk_offline_ping")).json() == {"signed_in": False}


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=4))
def test_what_is_sealed_is_opened_and_a_changed_letter_shows(what: dict[str, str]) -> None:
    text = seal.seal(what)
    assert seal.opened(text) == what
    raw = bytearray(base64.b64decode(text))
    raw[-1] ^= 1
    with pytest.raises(seal.NotSealed):
        seal.opened(base64.b64encode(bytes(raw)).decode())


def test_a_new_secret_still_opens_what_was_sealed_under_the_old(settings) -> None:
    text = seal.seal({"kind": "visit"})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new secret", [settings.SECRET_KEY]
    assert seal.opened(text) == {"kind": "visit"}
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(seal.NotSealed):
        seal.opened(text)


def test_card_numbers_of_settled_acts_are_forgotten_in_time(
    desk: Client, reader: Reader, copies: list[Copy]
) -> None:
    first, second = copies[:2]
    hand_in(desk, sealed(desk, "lend", barcode=first.barcode, card=reader.card_number))
    hand_in(desk, sealed(desk, "lend", barcode=second.barcode, card="R000000000"))
    assert forget_offline_cards(TODAY) == 0
    assert forget_offline_cards(TODAY + datetime.timedelta(days=1)) == 1
    assert OfflineAct.objects.get(outcome="conflict").card_number == "R000000000"
