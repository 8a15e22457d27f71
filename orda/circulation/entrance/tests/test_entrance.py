"""The screen at the door: a card is counted and greeted, and the browser can do nothing else."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.models import Hold, Visit
from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import YESTERDAY, diary_of


@pytest.fixture
def door(client_as, library: Unit) -> Client:
    client = client_as(Role.LIBRARIAN, library)
    assert client.post(reverse("entrance_open")).url == reverse("entrance")
    return client


def show(door: Client, card: str) -> str:
    answer = door.post(reverse("entrance_card"), {"card": card}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_card_is_counted_with_its_age_group_and_greeted_by_the_given_name_alone(
    door: Client, library: Unit, reader: Reader
) -> None:
    said = show(door, reader.card_number)
    assert reader.given_name in said
    assert reader.family_name not in said
    visit = Visit.objects.get()
    assert (visit.library, visit.source, visit.purpose, visit.age_group) == (
        library,
        "card",
        "borrow",
        "0-10",
    )
    assert diary_of() == {"visit": 1}


def test_one_card_counts_once_within_the_hour(
    door: Client, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = clock.now()
    for minutes, visits in ((0, 1), (10, 1), (59, 1), (61, 2)):
        later = came + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "now", lambda later=later: later)
        assert reader.given_name in show(door, reader.card_number)
        assert Visit.objects.count() == visits


def test_the_entrance_remembers_no_card_number(door: Client, reader: Reader) -> None:
    show(door, reader.card_number)
    assert reader.card_number not in str(dict(door.session.items()))


def test_the_browser_is_signed_out_and_counts_visits_alone(door: Client, reader: Reader) -> None:
    assert door.get(reverse("entrance")).status_code == 200
    for name in ("desk", "visits", "readers"):
        assert door.get(reverse(name)).status_code == 302
    assert door.post(reverse("desk_scan"), {"scan": reader.card_number}).status_code == 302


def test_a_browser_that_is_no_entrance_counts_nobody(client_as, library: Unit, reader: Reader) -> None:
    for client in (Client(), client_as(Role.LIBRARIAN, library)):
        assert client.get(reverse("entrance")).status_code == 404
        assert client.post(reverse("entrance_card"), {"card": reader.card_number}).status_code == 404
    assert not Visit.objects.exists()


@pytest.mark.parametrize("card", ["NOSUCH", "7\x00001", "\x1b[2J", "'; DROP TABLE x --", " " * 80])
def test_an_unknown_card_is_sent_to_the_desk(door: Client, card: str) -> None:
    said = show(door, card)
    assert ("notice--warn" in said) == bool(card.strip())
    assert not Visit.objects.exists()


def test_a_class_is_counted_with_all_its_members(door: Client, library: Unit) -> None:
    Reader.objects.create(
        card_number="G1",
        family_name="4 Ә",
        category="group",
        grade=4,
        members=27,
        library=library,
        created_on=YESTERDAY,
    )
    assert "4 Ә" in show(door, "G1")
    assert diary_of(by="age_group") == {("visit", "0-10"): 27}


def test_it_tells_of_a_book_that_waits_and_of_the_year(
    door: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    Hold.objects.create(
        reader=reader,
        record=copy.record,
        library=library,
        copy=copy,
        state="ready",
        ready_until=clock.today() + datetime.timedelta(days=3),
        placed_at=clock.now(),
    )
    reader.registrations.update(year=2023)
    page = door.post(reverse("entrance_card"), {"card": reader.card_number})
    assert page.context["hello"].book_waits
    assert not page.context["hello"].registered


def test_a_network_has_no_entrance(client_as, library: Unit) -> None:
    client = client_as(Role.LIBRARIAN, library.parent)
    client.post(reverse("workplace"), {"unit": library.parent_id})
    assert client.post(reverse("entrance_open")).url == reverse("desk")
