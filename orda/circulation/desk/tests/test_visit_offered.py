"""A visit is offered with the first loan of the day, by a setting, and is never counted twice."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.desk import views
from orda.circulation.desk.tests.pressing import press, scan
from orda.circulation.models import CameToday, Visit
from orda.circulation.services import count_visit
from orda.circulation.visits.services import forget_who_came
from orda.diary.proof import prove
from orda.network import clock
from orda.network.models import Role, Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import diary_of

OFFER = "the visit is not counted"


@pytest.fixture(autouse=True)
def _setting(english: None, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VISIT_WITH_LOAN = "offer"
    monkeypatch.setattr(views, "ECHO_SECONDS", 0)


def test_it_is_offered_with_the_first_loan_and_gone_when_counted(
    desk: Client, reader: Reader, copies: list[Copy]
) -> None:
    assert OFFER not in scan(desk, reader.card_number)
    assert OFFER in scan(desk, copies[0].barcode)
    assert "Visits counted: 1" in press(desk, "desk_scan", scan="+", offered="1")
    assert OFFER not in scan(desk, copies[1].barcode)
    assert diary_of() == {"loan": 2, "visit": 1}
    assert Visit.objects.get().age_group == "0-10"


def test_two_desks_that_press_it_count_once(
    desk: Client, client_as, library: Unit, reader: Reader, copy: Copy
) -> None:
    other = client_as(Role.LIBRARIAN, library)
    scan(desk, reader.card_number)
    scan(desk, copy.barcode)
    assert OFFER in scan(other, reader.card_number)
    press(desk, "desk_scan", scan="+", offered="1")
    assert "counted already" in press(other, "desk_scan", scan="+", offered="1")
    assert diary_of() == {"loan": 1, "visit": 1}


def test_it_is_not_offered_where_the_visit_was_counted_before(
    desk: Client, reader: Reader, copies: list[Copy]
) -> None:
    scan(desk, reader.card_number)
    scan(desk, "+")
    assert OFFER not in scan(desk, copies[0].barcode)
    scan(desk, "+")  # by hand a reader who comes again is counted again
    assert diary_of() == {"loan": 1, "visit": 2}


def test_it_is_not_offered_where_a_card_at_the_door_or_a_gate_counted(
    desk: Client, client_as, library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    door = client_as(Role.LIBRARIAN, library)
    door.post(reverse("entrance_open"))
    door.post(reverse("entrance_card"), {"card": reader.card_number})
    scan(desk, reader.card_number)
    assert OFFER not in scan(desk, copies[0].barcode)
    CameToday.objects.all().delete()
    assert OFFER in scan(desk, reader.card_number)
    count_visit(library_id=library.pk, quantity=3, source="gate")
    assert OFFER not in scan(desk, reader.card_number)


def test_a_visit_taken_back_is_offered_again(desk: Client, reader: Reader, copy: Copy) -> None:
    scan(desk, reader.card_number)
    scan(desk, copy.barcode)
    press(desk, "desk_scan", scan="+", offered="1")
    assert OFFER in press(desk, "desk_undo")
    assert diary_of() == {"loan": 1}


def test_where_it_is_counted_by_itself_one_key_takes_both_back(
    desk: Client, reader: Reader, copies: list[Copy], settings
) -> None:
    settings.VISIT_WITH_LOAN = "count"
    scan(desk, reader.card_number)
    said = scan(desk, copies[0].barcode)
    assert "Visits counted: 1" in said
    assert OFFER not in said
    scan(desk, copies[1].barcode)
    assert diary_of() == {"loan": 2, "visit": 1}
    press(desk, "desk_undo")
    press(desk, "desk_undo")
    assert diary_of() == {}
    assert prove().clean


def test_it_is_off_by_a_setting(desk: Client, reader: Reader, copy: Copy, settings) -> None:
    settings.VISIT_WITH_LOAN = "off"
    scan(desk, reader.card_number)
    assert OFFER not in scan(desk, copy.barcode)
    assert diary_of() == {"loan": 1}


def test_who_came_is_forgotten_by_night(desk: Client, reader: Reader) -> None:
    scan(desk, reader.card_number)
    scan(desk, "+")
    assert forget_who_came(clock.today()) == 0
    assert forget_who_came(clock.today() + datetime.timedelta(days=1)) == 1
    assert not CameToday.objects.exists()
