"""Machines of one network know nobody and nothing of another's."""

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.models import Loan, Visit
from orda.diary.models import Entry
from orda.interop import services
from orda.interop.models import Device
from orda.interop.tests.conftest import AT, Say, fields
from orda.interop.tests.test_loans_by_sip2 import checkin, checkout
from orda.interop.tests.test_patrons_by_sip2 import information
from orda.interop.tests.test_self_service import do
from orda.network.models import Unit
from orda.network.services import add_unit
from orda.readers.models import Reader
from orda.readers.services import give_pin
from orda.stock.models import Copy
from tests.house import YESTERDAY, a_reader, copies_in_stock


@pytest.fixture
def there(library: Unit) -> Unit:
    """A library of another network."""
    names = {f"name_{language}": "Elsewhere" for language in ("kk", "ru", "en")}
    network = add_unit(kind="network", code="other", parent=None, **names)
    return add_unit(
        kind="library", code="o1", parent=network, cohort="children", library_type="children", **names
    )


@pytest.fixture
def stranger(there: Unit) -> Reader:
    return a_reader(
        there, day=YESTERDAY, family_name="Бөтенбаева", given_name="Зылиха", card_number="FOREIGN-1"
    )


@pytest.fixture
def foreign(there: Unit) -> Copy:
    return copies_in_stock(there, 1, day=YESTERDAY)[0]


@pytest.fixture
def screen(library: Unit) -> Client:
    tablet, _secret = services.add_device(name="T", kind=Device.Kind.TABLET, library=library, language="en")
    client = Client()
    client.post(reverse("self_service_pair"), {"code": services.draw_code(tablet)})
    return client


def test_a_self_check_machine_answers_as_to_a_card_that_nobody_has(say: Say, stranger: Reader) -> None:
    give_pin(stranger, "4711")
    said = say(information(stranger, more="AD4711|"))
    nobody = say(f"63001{AT}          AOb5|AANOBODY|AC|AD4711|")
    assert "Бөтенбаева" not in said
    assert fields(said, 59)["BL"] == fields(nobody, 59)["BL"] == ["N"]


def test_it_lends_nothing_to_a_stranger_and_no_copy_of_another_network(
    say: Say, reader: Reader, copy: Copy, stranger: Reader, foreign: Copy
) -> None:
    assert say(checkout(stranger, copy)).startswith("120")
    assert say(checkout(reader, foreign)).startswith("120")
    assert not Loan.objects.exists()
    assert not Entry.objects.filter(measure="loan").exists()


def test_it_takes_back_no_copy_of_another_network_and_leaves_its_loan(
    say: Say, stranger: Reader, foreign: Copy, there: Unit
) -> None:
    desk.lend(foreign.barcode, stranger.pk, library_id=there.pk)
    said = say(checkin(foreign))
    assert said.startswith("100")
    assert "Бөтенбаева" not in said
    assert Loan.objects.get().state == "open"


def test_it_tells_nothing_of_who_has_another_networks_copy(
    say: Say, stranger: Reader, foreign: Copy, there: Unit
) -> None:
    desk.lend(foreign.barcode, stranger.pk, library_id=there.pk)
    said = say(f"17{AT}AOb5|AB{foreign.barcode}|AC|")
    assert "Бөтенбаева" not in said
    assert "FOREIGN-1" not in said


def test_the_screen_at_the_door_greets_no_stranger(screen: Client, stranger: Reader) -> None:
    do(screen, "choose", mode="borrow")
    assert "Зылиха" not in do(screen, "scan", scan=stranger.card_number)


def test_the_screen_lends_and_takes_back_no_copy_of_another_network(
    screen: Client, reader: Reader, stranger: Reader, foreign: Copy, there: Unit
) -> None:
    do(screen, "choose", mode="borrow")
    do(screen, "scan", scan=reader.card_number)
    do(screen, "scan", scan=foreign.barcode)
    assert not Loan.objects.exists()
    desk.lend(foreign.barcode, stranger.pk, library_id=there.pk)
    do(screen, "choose", mode="return")
    assert "Бөтенбаева" not in do(screen, "scan", scan=foreign.barcode)
    assert Loan.objects.get().state == "open"


def test_the_entrance_counts_and_greets_no_card_of_another_network(
    client_as, library: Unit, stranger: Reader
) -> None:
    door = client_as("librarian", library)
    door.post(reverse("entrance_open"))
    said = door.post(reverse("entrance_card"), {"card": stranger.card_number}, headers={"hx-request": "true"})
    assert "Зылиха" not in said.content.decode()
    assert not Visit.objects.exists()
