"""Brothers and sisters in two homes: each home is told once, of its own children, at the address it has now."""

import datetime

import pytest

from orda.circulation import services as desk
from orda.circulation.models import Loan
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Family, Reader
from orda.reminders.messages.models import Message
from orda.reminders.outbox.queueing import queue_due
from orda.reminders.outbox.sending import send_due
from orda.reminders.outbox.tests.taken import Taken
from tests.house import MOMENT, a_copy, a_reader

SMS, EMAIL = Message.Medium.SMS, Message.Medium.EMAIL
HERS, HIS = "8 701 555 44 33", "8 702 111 22 33"


@pytest.fixture
def gateways() -> dict[str, Taken]:
    return {SMS: Taken(), EMAIL: Taken()}


def at_home(library: Unit, parent: str, phone: str, child: str) -> Reader:
    """A child with a book."""
    told = {"guardian_name": parent, "consent_by": parent, "guardian_phone": phone}
    reader = a_reader(
        library, given_name=child, **told, reached_by="sms", consent_scope="data messages", language="kk"
    )
    desk.lend(a_copy(library).barcode, reader.pk, library_id=library.pk)
    return reader


@pytest.fixture
def homes(library: Unit, monkeypatch: pytest.MonkeyPatch) -> tuple[Reader, Reader, datetime.datetime]:
    """A sister at her mother's, a brother at his father's, on the day on which their books are due."""
    sister = at_home(library, "Бота Сейіт", HERS, "Айгүл")
    brother = at_home(library, "Серік Әлібек", HIS, "Дархан")
    due = Loan.objects.get(reader=sister).due_on
    at = MOMENT.replace(year=due.year, month=due.month, day=due.day)
    monkeypatch.setattr(clock, "now", lambda: at)
    return sister, brother, at


def _told(gateways: dict[str, Taken]) -> dict[str, str]:
    """address -> text; each address was written to once."""
    texts = [one for gateway in gateways.values() for one in gateway.texts]
    assert len(dict(texts)) == len(texts)
    return dict(texts)


def test_each_home_is_told_once_of_its_own_children(homes, gateways) -> None:
    _sister, _brother, at = homes
    for _time in range(3):
        queue_due([SMS, EMAIL], at)
        send_due(gateways, at)
    told = _told(gateways)
    assert set(told) == {"+77015554433", "+77021112233"}
    assert ("Айгүл" in told["+77015554433"], "Дархан" in told["+77015554433"]) == (True, False)
    assert ("Айгүл" in told["+77021112233"], "Дархан" in told["+77021112233"]) == (False, True)


def test_a_child_who_moved_after_the_message_was_queued_is_spoken_of_in_the_new_home_alone(
    homes, gateways
) -> None:
    sister, brother, at = homes
    queue_due([SMS], at)
    Reader.objects.filter(pk=sister.pk).update(family=brother.family)
    send_due(gateways, at)
    told = _told(gateways)
    assert set(told) == {"+77021112233"}
    assert Message.objects.get(family=sister.family).state == Message.State.CANCELLED
    # Of her books the new home, which was written to today, hears on the next day.
    tomorrow = at + datetime.timedelta(days=1)
    gateways[SMS].texts.clear()
    queue_due([SMS], tomorrow)
    send_due(gateways, tomorrow)
    assert "Айгүл" in _told(gateways)["+77021112233"]


def test_a_number_that_changed_meanwhile_is_not_written_to(homes, gateways) -> None:
    sister, _brother, at = homes
    queue_due([SMS], at)
    Family.objects.filter(pk=sister.family_id).update(phone="+77770001122")
    send_due(gateways, at)
    told = _told(gateways)
    assert "+77015554433" not in told
    assert "Айгүл" in told["+77770001122"]


def test_who_wants_letters_instead_gets_one_by_the_next_run(homes, gateways) -> None:
    sister, _brother, at = homes
    queue_due([SMS, EMAIL], at)
    Family.objects.filter(pk=sister.family_id).update(reached_by=Family.By.EMAIL, email="bota@example.kz")
    for _time in range(2):
        send_due(gateways, at)
    told = _told(gateways)
    assert "+77015554433" not in told
    assert "Айгүл" in told["bota@example.kz"]


def test_who_is_not_to_be_written_to_any_more_gets_nothing(homes, gateways) -> None:
    sister, _brother, at = homes
    queue_due([SMS], at)
    Family.objects.filter(pk=sister.family_id).update(reached_by="")
    send_due(gateways, at)
    assert set(_told(gateways)) == {"+77021112233"}
    assert Message.objects.get(family=sister.family).state == Message.State.CANCELLED
