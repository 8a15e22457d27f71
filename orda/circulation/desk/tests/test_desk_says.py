"""What the desk says of returns, of what was undone, of late renewals and of what stands in the way."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.desk import views
from orda.circulation.desk.tests.pressing import press, scan
from orda.circulation.losses import services as losses
from orda.circulation.models import Loan
from orda.circulation.services import lend
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import YESTERDAY, a_reader


@pytest.fixture(autouse=True)
def _no_echo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans of one label far enough apart in time."""
    monkeypatch.setattr(views, "ECHO_SECONDS", 0)


@pytest.fixture(autouse=True)
def _english(english: None) -> None:
    """The desk speaks English here."""


def test_a_return_says_whose_it_was_and_offers_that_card(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    said = scan(desk, copy.barcode)
    assert f"It was with: {reader.family_name} {reader.given_name}" in said
    assert reverse("desk_pick", args=[reader.pk]) in said
    assert 'data-key="F9"' in said
    assert 'data-tone="good"' in said


def test_another_childs_book_comes_back_with_a_warning(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    sister = a_reader(library, day=YESTERDAY, given_name="Сара")
    for copy, who in ((copies[0], sister), (copies[1], reader)):
        lend(copy.barcode, who.pk, library_id=library.pk)
    scan(desk, reader.card_number)
    said = scan(desk, copies[0].barcode)
    assert 'data-tone="warn" data-act="return"' in said
    assert "Сара" in said
    own = scan(desk, copies[1].barcode)
    assert 'data-tone="good" data-act="return"' in own
    assert "It was with" not in own


def test_undo_says_what_it_took_back_and_strikes_the_line_out(
    desk: Client, reader: Reader, copies: list[Copy]
) -> None:
    title = copies[0].record.title
    scan(desk, reader.card_number)
    scan(desk, copies[0].barcode)
    said = press(desk, "desk_undo")
    assert f"Not lent after all: {title}" in said
    assert '<li data-tone="undone"><del>Lent until' in said
    assert '<li data-tone="good">' not in said
    scan(desk, "7*")
    assert "Visits taken back: 7" in press(desk, "desk_undo")


def test_a_book_that_is_long_overdue_is_renewed_only_all_the_same(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    for copy in copies[:2]:
        lend(copy.barcode, reader.pk, library_id=library.pk, at=clock.now() - datetime.timedelta(days=1))
    for copy, late in zip(copies, (128, 5), strict=False):
        Loan.objects.filter(copy=copy).update(due_on=clock.today() - datetime.timedelta(days=late))
    scan(desk, reader.card_number)
    said = press(desk, "desk_renew_all")
    assert "Loans renewed: 1" in said
    assert "128 days late: ask to see the book" in said
    one = press(desk, "desk_renew", barcode=copies[0].barcode)
    assert "128 days late: ask to see the book" in one
    assert "Renew all the same" in one
    assert Loan.objects.get(copy=copies[0]).renewals == 0
    press(desk, "desk_renew", barcode=copies[0].barcode, despite="long_overdue")
    assert Loan.objects.get(copy=copies[0]).renewals == 1


def test_a_case_that_stands_in_the_way_has_its_title_and_its_page(
    desk: Client, library: Unit, reader: Reader, copy: Copy
) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    case = losses.open_case(copy.barcode, kind="damaged", library_id=library.pk)
    said = scan(desk, copy.barcode)
    assert "Settle that first." in said
    assert copy.record.title in said
    assert reverse("loss", args=[case.pk]) in said


def test_the_card_says_how_old_the_reader_is(desk: Client, reader: Reader) -> None:
    assert "9 years old" in scan(desk, reader.card_number)


def test_a_name_that_many_have_lists_twenty_and_leads_to_all(desk: Client, library: Unit) -> None:
    for n in range(23):
        a_reader(library, day=YESTERDAY, family_name="Ахметов", given_name=f"Али{chr(1072 + n)}")
    said = scan(desk, "ахметов")
    assert said.count('desk__name"') == 20
    assert "The first 20" in said
    assert f"{reverse('readers')}?q=" in said
