"""What a desk without a connection takes along and hands in: nobody is named, and strangers are sent away."""

import base64
import json
import uuid

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from orda.circulation.models import OfflineAct, Visit
from orda.circulation.offline import seal
from orda.circulation.offline.snapshot import OUT, PLACE, PUT_BY, WANTED, fingerprint, snapshot
from orda.circulation.offline.tests.offline_acts import hand_in, sealed
from orda.circulation.services import found, lend, place_hold
from orda.network import reach
from orda.network.known import asked_once
from orda.network.models import Role, Staff, Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, TODAY, YESTERDAY, a_library, a_reader, copies_in_stock


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
    reach.network_path(library.pk)
    with (
        asked_once(),
        django_assert_num_queries(7 + 1),
    ):  # and the state of what is known, as a request reads it
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
