"""Two windows of one librarian, requests side by side, a key pressed twice: nothing goes to the wrong child."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.desk import services, views
from orda.circulation.desk.answers import Desk
from orda.circulation.desk.tests.pressing import scan
from orda.circulation.models import Loan, Note, Visit
from orda.circulation.services import lend
from orda.network.models import Staff, Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, YESTERDAY, a_reader, diary_of


@pytest.fixture
def other(library: Unit) -> Reader:
    return a_reader(library, day=YESTERDAY, given_name="Дана")


def press(desk: Client, name: str, shown: Reader | None, **what: str) -> str:
    told = {"shown": str(shown.pk if shown else 0), **what}
    return desk.post(reverse(name), told, headers={"hx-request": "true"}).content.decode()


def test_a_book_scanned_beside_another_readers_page_is_lent_to_nobody(
    desk: Client, reader: Reader, other: Reader, copy: Copy
) -> None:
    scan(desk, reader.card_number)  # the first window
    scan(desk, other.card_number)  # the second
    said = press(desk, "desk_scan", reader, scan=copy.barcode)
    assert "Who stands here?" in said
    assert reader.full_name in said
    assert other.full_name in said
    assert not Loan.objects.exists()
    desk.post(reverse("desk_pick", args=[reader.pk]))
    assert "Lent until" in press(desk, "desk_scan", reader, scan=copy.barcode)
    assert Loan.objects.get().reader == reader


def test_a_page_that_shows_nobody_lends_to_nobody(desk: Client, reader: Reader, copy: Copy) -> None:
    scan(desk, reader.card_number)
    assert "Who stands here?" in press(desk, "desk_scan", None, scan=copy.barcode)
    assert not Loan.objects.exists()


def test_what_needs_no_reader_is_done_from_an_old_page_all_the_same(
    desk: Client, library: Unit, reader: Reader, other: Reader, copy: Copy
) -> None:
    lend(copy.barcode, other.pk, library_id=library.pk, at=MOMENT - datetime.timedelta(days=2))
    scan(desk, reader.card_number)
    said = press(desk, "desk_scan", other, scan=copy.barcode)
    assert "Returned" in said
    assert "Who stands here?" in said
    assert other.full_name in press(desk, "desk_scan", reader, scan=other.card_number)
    assert "Who stands here?" not in press(desk, "desk_scan", other, scan="+")
    assert Visit.objects.get().quantity == 1


@pytest.mark.parametrize(
    "name", ["desk_lend", "desk_many", "desk_renew_all", "desk_register", "desk_phone", "desk_note"]
)
def test_no_key_of_an_old_page_acts_for_the_reader_of_the_other_window(
    desk: Client, library: Unit, reader: Reader, other: Reader, copies: list[Copy], name: str
) -> None:
    lent, free = copies[:2]
    lend(lent.barcode, other.pk, library_id=library.pk, at=MOMENT - datetime.timedelta(days=2))
    before = diary_of()
    scan(desk, other.card_number)
    what = {"barcode": free.barcode, "barcodes": free.barcode, "pending": free.barcode, "text": "A word"}
    assert "Who stands here?" in press(desk, name, reader, **what)
    assert diary_of() == before
    assert not Note.objects.exists()


def test_undo_takes_back_what_the_page_shows_and_once(
    desk: Client, reader: Reader, copies: list[Copy]
) -> None:
    first, second = copies[:2]
    scan(desk, reader.card_number)
    scan(desk, first.barcode)
    old = f"loan:{Loan.objects.get().pk}"
    scan(desk, second.barcode)
    assert "nothing is undone" in press(desk, "desk_undo", reader, last=old)
    newest = f"loan:{Loan.objects.order_by('pk').last().pk}"  # type: ignore[union-attr]
    assert "Not lent after all" in press(desk, "desk_undo", reader, last=newest)
    assert "nothing is undone" in press(desk, "desk_undo", reader, last=newest)  # the key was pressed twice
    assert Loan.objects.get(state="open").copy == first


def test_of_two_scans_side_by_side_the_second_is_left_out(
    desk: Client, library: Unit, reader: Reader, copy: Copy, librarian: Staff
) -> None:
    """Both came before either was answered: what the session remembers of one the other can't know."""
    lately = MOMENT - datetime.timedelta(seconds=3)
    lend(copy.barcode, reader.pk, library_id=library.pk)  # the first, at MOMENT
    here = Desk(library, librarian, lately=lately, is_echo=lambda: True)
    answer = services.take(copy.barcode, reader.pk, here, lambda said: None)
    assert "Scanned twice" in answer.text
    assert Loan.objects.get().state == "open"
    here = Desk(
        library, librarian, lately=lately, is_echo=lambda: False
    )  # it was another label that was scanned last
    assert "Returned" in services.take(copy.barcode, reader.pk, here, lambda said: None).text


def test_a_scan_right_after_registering_and_lending_is_an_echo(
    desk: Client, reader: Reader, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.registrations.update(year=2023)
    scan(desk, reader.card_number)
    scan(desk, copy.barcode)
    press(desk, "desk_register", reader, pending=copy.barcode)
    assert "Scanned twice" in press(desk, "desk_scan", reader, scan=copy.barcode)
    assert Loan.objects.get().state == "open"
    monkeypatch.setattr(views, "ECHO_SECONDS", 0)  # a while later
    assert "Returned" in press(desk, "desk_scan", reader, scan=copy.barcode)


def test_the_page_carries_whom_it_shows(desk: Client, reader: Reader, copy: Copy) -> None:
    assert f'name="shown" value="{reader.pk}"' in scan(desk, reader.card_number)
    scan(desk, copy.barcode)
    page = desk.get(reverse("desk")).content.decode()
    assert f'name="last" value="loan:{Loan.objects.get().pk}"' in page
    assert 'hx-include="#desk-shown, #desk-last"' in page
