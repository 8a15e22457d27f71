"""The screen at the door: paired once, it serves one child after another and tells none of the other."""

import datetime
import time

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.models import Channel, Loan
from orda.diary.proof import prove
from orda.interop import refusals, services, tablet_views
from orda.interop.models import Device, DeviceAct
from orda.network import clock
from orda.network.models import Unit
from orda.network.tries import Place
from orda.readers.models import Reader
from orda.readers.services import block, give_pin
from orda.stock.models import Copy
from tests.house import MOMENT, a_reader, diary_of


@pytest.fixture
def tablet(library: Unit) -> Device:
    device, _secret = services.add_device(
        name="Door", kind=Device.Kind.TABLET, library=library, language="en"
    )
    return device


@pytest.fixture
def screen(tablet: Device) -> Client:
    client = Client()
    answer = client.post(reverse("self_service_pair"), {"code": services.draw_code(tablet)})
    assert answer.status_code == 302
    return client


def do(screen: Client, act: str, **form: str) -> str:
    answer = screen.post(reverse(f"self_service_{act}"), form, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_child_borrows_and_takes_the_due_days_home(
    screen: Client, tablet: Device, reader: Reader, copies: list[Copy]
) -> None:
    assert "Show your card" in do(screen, "choose", mode="borrow")
    assert "Hello, Айгүл!" in do(screen, "scan", scan=reader.card_number)
    for copy in copies[:2]:
        assert f"Yours: {copy.record.title} — until 01.10.2024" in do(screen, "scan", scan=copy.barcode)
    slip = do(screen, "finish")
    assert "Айгүл, bring back on time:" in slip
    assert slip.count("01.10.2024") == 2
    assert "What would you like to do?" in do(screen, "finish")
    loans = Loan.objects.all()
    assert {(loan.channel, loan.library_id, loan.lent_by_id) for loan in loans} == {
        (Channel.SELF_SERVICE, tablet.library_id, None)
    }
    assert DeviceAct.objects.filter(device=tablet, done="lent").count() == 2
    assert diary_of() == {"loan": 2}
    assert prove().clean


def test_a_child_returns_without_a_card(
    screen: Client, reader: Reader, copies: list[Copy], library: Unit
) -> None:
    for copy in copies[:2]:
        desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    do(screen, "choose", mode="return")
    said = do(screen, "scan", scan=copies[0].barcode)
    assert f"Thank you! {copies[0].record.title} is back." in said
    assert reader.given_name not in said
    assert do(screen, "scan", scan=copies[1].barcode).count("✓") == 2
    assert "This copy is not on loan." in do(screen, "scan", scan=copies[1].barcode)
    assert diary_of() == {"loan": 2, "return": 2}


def test_from_the_first_screen_a_card_borrows_and_a_book_comes_back(
    screen: Client, reader: Reader, copies: list[Copy]
) -> None:
    assert "Айгүл, show the books" in do(screen, "scan", scan=reader.card_number)
    do(screen, "scan", scan=copies[0].barcode)
    do(screen, "finish")
    do(screen, "finish")
    assert "First show your card" in do(screen, "scan", scan=copies[1].barcode)
    assert "Thank you!" in do(screen, "scan", scan=copies[0].barcode)


def test_a_child_sees_their_books_and_keeps_one_longer(
    screen: Client, reader: Reader, copies: list[Copy], library: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.lend(copies[0].barcode, reader.pk, library_id=library.pk)
    desk.lend(copies[1].barcode, a_reader(library).pk, library_id=library.pk)
    do(screen, "choose", mode="mine")
    said = do(screen, "scan", scan=reader.card_number)
    assert copies[0].barcode in said
    assert copies[1].barcode not in said
    monkeypatch.setattr(clock, "now", lambda: MOMENT + datetime.timedelta(days=20))
    assert "late:" in do(screen, "choose", mode="mine")
    said = do(screen, "renew", barcode=copies[0].barcode)
    assert "Longer now" in said
    assert "late:" not in said
    assert "This copy is not on loan to you." in do(screen, "renew", barcode=copies[1].barcode)
    assert Loan.objects.get(copy=copies[1]).renewals == 0


def test_no_more_than_the_first_name_and_no_reason_is_shown(
    screen: Client, reader: Reader, copy: Copy
) -> None:
    block(reader, "Tore the atlas")
    said = do(screen, "scan", scan=reader.card_number) + do(screen, "scan", scan=copy.barcode)
    assert "Please ask the librarian." in said
    for kept in (reader.family_name, "atlas", reader.guardian_name, reader.card_number):
        assert kept not in said
    assert Loan.objects.count() == 0


def test_what_is_nothing_is_told_so(screen: Client) -> None:
    for scan in ("NOPE", "<script>", "\x00", "९" * 90):
        assert "neither a card nor a book" in do(screen, "scan", scan=scan)
    assert 'role="status"' not in do(screen, "scan", scan="  ")
    assert "<script>a" not in do(screen, "choose", mode="<script>a")


def test_where_a_pin_is_asked_the_card_alone_opens_nothing(
    screen: Client, tablet: Device, reader: Reader, copy: Copy
) -> None:
    Device.objects.filter(pk=tablet.pk).update(needs_pin=True)
    give_pin(reader, "4821")
    do(screen, "choose", mode="mine")
    said = do(screen, "scan", scan=reader.card_number)
    assert "Your PIN" in said
    assert "Айгүл" not in said
    for wrong in ("", "1111"):
        assert "The PIN does not fit this card." in do(screen, "pin", pin=wrong)
    assert "First show your card" in do(screen, "scan", scan=copy.barcode)
    assert "Айгүл, these are your books" in do(screen, "pin", pin="4821")


def test_a_child_who_walked_away_is_forgotten(
    screen: Client, reader: Reader, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(screen, "scan", scan=reader.card_number)
    later = time.time() + tablet_views.SECONDS_ALONE + 31
    monkeypatch.setattr(tablet_views.time, "time", lambda: later)
    said = screen.get(reverse("self_service")).content.decode()
    assert "What would you like to do?" in said
    assert "Айгүл" not in said
    assert "First show your card" in do(screen, "scan", scan=copy.barcode)


def test_the_next_child_begins_in_the_screens_language(
    screen: Client, tablet: Device, reader: Reader
) -> None:
    Device.objects.filter(pk=tablet.pk).update(language="kk")
    page = screen.get(reverse("self_service")).content.decode()
    assert '<html lang="kk">' in page
    assert "Взять книгу" in do(screen, "speak", language="ru")
    assert "Привет" in do(screen, "scan", scan=reader.card_number)
    assert "Взять книгу" not in do(screen, "finish")
    assert "Не істегің келеді" in do(screen, "speak", language="<x>")


def test_a_code_pairs_one_screen_once_and_the_old_one_is_out(tablet: Device, screen: Client) -> None:
    code = services.draw_code(tablet)
    other = Client()
    assert other.post(reverse("self_service_pair"), {"code": f"{code[:4]} {code[4:]}"}).status_code == 302
    assert other.post(reverse("self_service_scan"), {"scan": "x"}).status_code == 200
    assert screen.post(reverse("self_service_scan"), {"scan": "x"}).status_code == 403
    assert Client().post(reverse("self_service_pair"), {"code": code}).status_code == 422
    cookie = other.cookies["orda_screen"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", tablet_views.PATH)


HERE = Place("address:10.0.0.1")


def test_an_old_code_a_guessed_one_and_one_of_a_machine_shut_out(
    tablet: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = services.draw_code(tablet)
    monkeypatch.setattr(clock, "now", lambda: MOMENT + datetime.timedelta(minutes=16))
    with pytest.raises(refusals.WrongCode):
        services.pair(code, HERE)
    code = services.draw_code(tablet)
    for _guess in range(10):
        with pytest.raises(refusals.WrongCode):
            services.pair("1", HERE)
    with pytest.raises(refusals.WrongCode):
        services.pair(code, HERE)
    assert services.pair(code, Place("address:10.0.0.2"))[0] == tablet  # elsewhere nobody is shut out
    code = services.draw_code(tablet)
    services.disable_device(tablet)
    with pytest.raises(refusals.WrongCode):
        services.pair(code, HERE)
    with pytest.raises(refusals.WrongCode):
        services.pair("", HERE)


def test_a_screen_shut_out_serves_nobody(screen: Client, tablet: Device, reader: Reader) -> None:
    do(screen, "scan", scan=reader.card_number)
    services.disable_device(tablet)
    assert screen.post(reverse("self_service_scan"), {"scan": "x"}).status_code == 403
    assert "Айгүл" not in screen.get(reverse("self_service")).content.decode()


def test_an_act_needs_the_forms_token(tablet: Device) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("self_service_scan"), {"scan": "x"}).status_code == 403


def test_a_loan_costs_few_questions(
    screen: Client, reader: Reader, copies: list[Copy], django_assert_max_num_queries
) -> None:
    do(screen, "scan", scan=reader.card_number)
    do(screen, "scan", scan=copies[0].barcode)
    with django_assert_max_num_queries(35):
        do(screen, "scan", scan=copies[1].barcode)
