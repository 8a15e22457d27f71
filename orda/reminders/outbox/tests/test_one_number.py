"""One SMS a day to one number, however many families have it."""

import datetime

import pytest

from orda.circulation import services as desk
from orda.network import clock
from orda.network.models import Unit
from orda.reminders.messages.models import Message, MessageItem
from orda.reminders.outbox.queueing import queue_due
from orda.reminders.outbox.sending import send_due
from orda.reminders.outbox.tests.taken import Taken
from tests.house import MOMENT, a_copy, a_reader

SMS = Message.Medium.SMS


@pytest.fixture
def gateway() -> Taken:
    return Taken()


def lent_to_a_family(library: Unit, parent: str, child: str) -> None:
    told = {"guardian_name": parent, "consent_by": parent, "guardian_phone": "8 (701) 555-44-33"}
    reader = a_reader(
        library, given_name=child, **told, reached_by="sms", consent_scope="data messages", language="kk"
    )
    copy = a_copy(library)
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)


def on(day: datetime.datetime, gateway: Taken) -> int:
    queue_due([SMS], day)
    return send_due({SMS: gateway}, day).sent


def test_two_families_of_one_number_get_one_message_about_both(
    library: Unit, gateway: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    lent_to_a_family(library, "Серік Әлібек", "Айгүл")
    lent_to_a_family(library, "Бота Сейіт", "Дана")
    due = MessageItem._meta.get_field("loan").related_model.objects.get(reader__given_name="Айгүл").due_on
    at = MOMENT.replace(year=due.year, month=due.month, day=due.day)
    monkeypatch.setattr(clock, "now", lambda: at)
    assert on(at, gateway) == 1
    [(address, text)] = gateway.texts
    assert address == "+77015554433"
    assert ("Айгүл" in text, "Дана" in text) == (True, True)
    assert on(at, gateway) == 0
    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "sent"]


def test_a_second_thing_to_say_waits_for_the_next_morning(
    library: Unit, gateway: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    lent_to_a_family(library, "Серік Әлібек", "Айгүл")
    loan = MessageItem._meta.get_field("loan").related_model.objects.get()
    at = MOMENT.replace(year=loan.due_on.year, month=loan.due_on.month, day=loan.due_on.day)
    monkeypatch.setattr(clock, "now", lambda: at)
    queue_due([SMS], at)
    first = Message.objects.get()
    MessageItem.objects.create(
        message=Message.objects.create(
            key="campaign:1:x",
            kind=Message.Kind.CAMPAIGN,
            medium=SMS,
            library=library,
            family=first.family,
            address=first.address,
            language="kk",
            queued_at=at,
            next_try_at=at,
        ),
        loan=loan,
        due_on=loan.due_on,
    )
    assert send_due({SMS: gateway}, at).sent == 1
    other = Message.objects.exclude(pk=first.pk).get()
    assert other.state == Message.State.QUEUED
    assert other.next_try_at.astimezone(MOMENT.tzinfo).date() == loan.due_on + datetime.timedelta(days=1)
