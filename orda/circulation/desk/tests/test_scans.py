"""A scan is recognised before a name or a key is, and what is not understood says why."""

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.desk.scanner import TRY_ME
from orda.circulation.desk.tests.pressing import scan
from orda.circulation.models import Loan, Visit
from orda.network.models import Role, Unit
from orda.readers.looks import Look
from orda.readers.models import Reader
from orda.stock.models import Copy
from orda.stock.services import take_in
from tests.house import YESTERDAY, a_library, a_reader, a_record, diary_of, new_copies


@pytest.fixture
def card(library: Unit) -> Reader:
    return a_reader(library, day=YESTERDAY, card_number="D00000014")


@pytest.fixture
def book(library: Unit) -> Copy:
    coming = new_copies(a_record(library), barcodes=["2000000019"])
    return take_in(coming, library=library, supply="budget", day=YESTERDAY).copies.get()


@pytest.mark.parametrize("sent", ["В00000014", "d00000014", "*D00000014*", 'Вққққққ"ң', "]C0D00000014"])
def test_a_card_opens_on_any_keyboard_and_in_any_frame(desk: Client, card: Reader, sent: str) -> None:
    assert f'data-card="{card.card_number}"' in scan(desk, sent)


@pytest.mark.parametrize("sent", ["*2000000019*", "a2000000019b", "ә" + "қ" * 7 + '"ұ', "]F0A2000000019B"])
def test_a_copy_is_lent_and_no_visit_counted(desk: Client, card: Reader, book: Copy, sent: str) -> None:
    scan(desk, card.card_number)
    scan(desk, sent)
    assert Loan.objects.get().copy == book
    assert not Visit.objects.exists()


def test_what_stands_in_stars_is_no_visit_where_nothing_has_that_label(desk: Client) -> None:
    said = scan(desk, "*0123*")
    assert "Neither a card nor a copy: *0123*" in said
    assert "signs around the number" in said
    assert diary_of() == {}


def test_digits_of_the_kazakh_keyboard_are_no_name(desk: Client, library: Unit) -> None:
    a_reader(library, day=YESTERDAY, given_name="Ақбота", family_name="Әкім")
    said = scan(desk, "ә" + "қ" * 7 + '"ұ')
    assert "Ақбота" not in said
    assert "It was read as 2000000019." in said
    assert "The keyboard stands on Kazakh" in said
    assert reverse("desk_scanner") in said


def test_a_name_is_still_a_name(desk: Client, library: Unit) -> None:
    a_reader(library, day=YESTERDAY, given_name="Ақбота", family_name="Әкім")
    assert "Ақбота" in scan(desk, "ақбота")


def test_a_number_that_may_be_two_opens_nobody(desk: Client, library: Unit) -> None:
    for number in ("K00077777", "R00077777"):
        a_reader(library, day=YESTERDAY, card_number=number)
    said = scan(desk, "К00077777")
    assert "data-card" not in said
    assert "R00077777, K00077777" in said


def test_the_scanners_page_says_what_came_and_opens_nothing(desk: Client, card: Reader, book: Copy) -> None:
    def tried(sent: str) -> str:
        return desk.get(reverse("desk_scanner"), {"sent": sent}).content.decode()

    assert TRY_ME in tried("")
    assert "a reader&#x27;s card" in tried("в00000014")
    assert "The keyboard stands on Russian" in tried("в00000014")
    assert "Everything is set as it should be." in tried("2000000019")
    assert "a book&#x27;s barcode" in tried("2000000019")
    assert "the bars of this page" in tried(TRY_ME.lower())
    assert "Caps Lock is on" in tried(TRY_ME.lower())
    assert "nothing here has this label" in tried("D9")
    assert not Look.objects.exists()
    assert card.full_name not in tried(card.card_number)


def test_a_card_of_another_network_opens_no_more_here_than_before(desk: Client, client_as) -> None:
    """The page that tries a scanner names kinds alone: nobody is told by it whose label that is."""
    there = a_library("b9")
    a_reader(there, day=YESTERDAY, card_number="R900", given_name="Сырым")
    told = desk.get(reverse("desk_scanner"), {"sent": "R900"}).content.decode()
    assert "Сырым" not in told
    assert client_as(Role.CATALOGUER, there).get(reverse("desk_scanner")).status_code == 403
