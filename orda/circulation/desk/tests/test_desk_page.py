"""The desk as the librarian meets it: what is scanned, what it answers, who may stand there."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orda.circulation.desk import views
from orda.circulation.losses import services as losses
from orda.circulation.models import Loan
from orda.circulation.services import lend
from orda.network.models import Role, Unit
from orda.readers.finding import queries as readers
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, a_reader, copies_in_stock, diary_of


@pytest.fixture
def desk(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def no_echo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans of one label far enough apart in time."""
    monkeypatch.setattr(views, "ECHO_SECONDS", 0)


def scan(desk: Client, text: str) -> str:
    return desk.post(reverse("desk_scan"), {"scan": text}, headers={"hx-request": "true"}).content.decode()


def test_a_card_opens_its_reader_and_a_copy_is_lent(desk: Client, reader: Reader, copy: Copy) -> None:
    assert reader.full_name in scan(desk, reader.card_number)
    assert "Lent until 01.10.2024" in scan(desk, copy.barcode)
    assert Loan.objects.get().copy == copy
    assert diary_of() == {"loan": 1}


def test_a_copy_that_is_out_comes_back_without_a_reader(
    desk: Client, reader: Reader, copy: Copy, no_echo
) -> None:
    scan(desk, reader.card_number)
    scan(desk, copy.barcode)
    desk.post(reverse("desk_close"))
    assert "Returned" in scan(desk, copy.barcode)
    assert Loan.objects.get().state == "returned"


def test_a_lost_book_that_is_brought_back_is_found_again(
    desk: Client, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    lost, paid = copies[:2]
    for copy in (lost, paid):
        lend(copy.barcode, reader.pk, library_id=library.pk)
        case = losses.open_case(copy.barcode, kind="lost", library_id=library.pk)
    losses.waive(case.pk, "A fire")
    assert "Found again" in scan(desk, lost.barcode)
    assert Loan.objects.get(copy=lost).state == Loan.RETURNED
    assert "settled already" in scan(desk, paid.barcode)
    assert Loan.objects.get(copy=paid).state == Loan.LOST


def test_one_label_scanned_twice_at_once_is_lent_once(desk: Client, reader: Reader, copy: Copy) -> None:
    scan(desk, reader.card_number)
    scan(desk, copy.barcode)
    for _again in range(3):
        assert "Scanned twice at once" in scan(desk, copy.barcode)
    assert Loan.objects.get().state == "open"


def test_a_copy_without_a_reader_asks_for_the_card(desk: Client, copy: Copy) -> None:
    assert "Scan a reader&#x27;s card first" in scan(desk, copy.barcode)
    assert not Loan.objects.exists()


def test_a_name_opens_the_only_reader_and_lists_several(desk: Client, library: Unit, reader: Reader) -> None:
    assert reader.card_number in scan(desk, "серикк")
    other = a_reader(library, given_name="Дана")
    answer = scan(desk, "Серікқызы")
    assert "Which reader?" in answer
    assert other.full_name in answer
    picked = desk.post(reverse("desk_pick", args=[other.pk]), headers={"hx-request": "true"})
    assert other.card_number in picked.content.decode()


def test_a_scan_reads_no_units_to_choose_from(desk: Client, reader: Reader) -> None:
    desk.get(reverse("desk"))
    with CaptureQueriesContext(connection) as asked:
        scan(desk, reader.card_number)
    assert not [one["sql"] for one in asked if 'FROM "network_unit"' in one["sql"]]


def test_a_name_that_too_many_have_asks_for_more_and_opens_nobody(
    desk: Client, library: Unit, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_reader(library, given_name="Дана")
    monkeypatch.setattr(readers, "MOST_LOOKED_THROUGH", 1)
    answer = scan(desk, "Серікқызы")
    assert "Too many readers: write more of the name." in answer
    assert "Which reader?" in answer
    assert reader.card_number not in answer


@pytest.mark.parametrize(("typed", "people"), [("+", 1), ("25+", 25), ("+7", 7)])
def test_plus_counts_visits(desk: Client, library: Unit, typed: str, people: int) -> None:
    assert f"Visits counted: {people}" in scan(desk, typed)
    assert diary_of() == {"visit": people}


@pytest.mark.parametrize("typed", ["0+", "9999+"])
def test_an_impossible_number_of_visits_is_refused(desk: Client, typed: str) -> None:
    assert "Count from 1 to 1,000 people" in scan(desk, typed)
    assert diary_of() == {}


@pytest.mark.parametrize("typed", ["99999999", "C\x00123", "а" * 5000, "'; DROP TABLE--1"])
def test_what_it_does_not_know_changes_nothing(desk: Client, typed: str) -> None:
    assert "notice--bad" in scan(desk, typed)
    assert diary_of() == {}


def test_a_reader_of_last_year_is_entered_on_the_spot_and_the_copy_lent(
    desk: Client, library: Unit, copy: Copy, reader: Reader
) -> None:
    reader.registrations.update(year=2023)
    scan(desk, reader.card_number)
    assert "not registered here for 2024" in scan(desk, copy.barcode)
    answer = desk.post(reverse("desk_register"), {"pending": copy.barcode}).content.decode()
    assert "Lent until" in answer
    assert diary_of()["loan"] == 1


def test_the_last_act_is_taken_back(desk: Client, reader: Reader, copy: Copy) -> None:
    scan(desk, reader.card_number)
    scan(desk, copy.barcode)
    assert "Not lent after all" in desk.post(reverse("desk_undo")).content.decode()
    assert diary_of() == {}
    assert "desk__says" not in desk.post(reverse("desk_undo")).content.decode()


def test_a_loan_is_renewed(desk: Client, library: Unit, reader: Reader, copy: Copy) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk, at=MOMENT - datetime.timedelta(days=1))
    scan(desk, reader.card_number)
    assert "Renewed until" in desk.post(reverse("desk_renew"), {"barcode": copy.barcode}).content.decode()
    assert diary_of() == {"renewal": 1}


def test_a_renewal_that_gains_no_day_is_refused_with_words(desk: Client, reader: Reader, copy: Copy) -> None:
    scan(desk, reader.card_number)
    scan(desk, copy.barcode)
    said = desk.post(reverse("desk_renew"), {"barcode": copy.barcode}).content.decode()
    assert "It may be kept until 01.10.2024 as it is" in said
    assert Loan.objects.get().renewals == 0
    assert diary_of() == {"loan": 1}


def test_the_desk_asks_as_many_questions_for_five_loans_as_for_one(
    desk: Client, library: Unit, reader: Reader, django_assert_max_num_queries
) -> None:
    copies = copies_in_stock(library, 5)
    scan(desk, reader.card_number)
    for copy in copies:
        scan(desk, copy.barcode)
    with django_assert_max_num_queries(12):
        desk.get(reverse("desk"))


def test_a_desk_stands_in_a_library(client_as, library: Unit) -> None:
    desk = client_as(Role.LIBRARIAN, library.parent)
    desk.post(reverse("workplace"), {"unit": library.parent_id})
    assert "Choose the library" in desk.get(reverse("desk")).content.decode()


@pytest.mark.parametrize(
    ("address", "args"),
    [
        ("desk_scan", []),
        ("desk_pick", [1]),
        ("desk_renew", []),
        ("desk_register", []),
        ("desk_undo", []),
        ("desk_close", []),
    ],
)
def test_only_those_who_lend_work_at_the_desk(client_as, library: Unit, address: str, args: list) -> None:
    url = reverse(address, args=args)
    assert Client().post(url).status_code == 302
    for role in (Role.DIRECTOR, Role.METHODOLOGIST, Role.CATALOGUER, Role.ACQUISITION, Role.ADMINISTRATOR):
        assert client_as(role, library).post(url).status_code == 403
    assert client_as(Role.LIBRARIAN, library).post(url).status_code in (200, 302, 404)
