"""The due days go to the family in place of a printed slip: once, with consent alone, counted as nothing."""

import pytest
from django.urls import reverse

from orda.circulation.desk_memory import READER
from orda.circulation.services import give_back
from orda.diary.proof import prove
from orda.network.models import Role, Unit
from orda.reminders import services
from orda.reminders.conftest import Mailbox, SmsHouse, a_family, at, held
from orda.reminders.gateways import gateways
from orda.reminders.models import Message
from orda.reminders.queries import last_said
from orda.reminders.slips.refusals import NothingAtHome, NotWrittenTo, SlipSentAlready
from tests.house import diary_of


def test_it_reaches_the_parent_and_reminds_of_nothing(library: Unit, mailbox: Mailbox) -> None:
    [child] = a_family(library)
    loan = held(child, library, left=15)
    services.send_slip(child, library=library)
    assert services.send_due(gateways(), at()).sent == 1
    [(to, subject, text)] = mailbox.letters
    assert (to, subject) == ("alibek@example.kz", "Сроки возврата книг")
    assert loan.copy.record.title in text
    assert f"{loan.due_on:%d.%m.%Y}" in text
    assert "reminder" not in diary_of()
    assert last_said([child.pk]) == {}
    assert prove().clean


def test_it_is_of_this_child_alone_and_by_sms_short(library: Unit, sms: SmsHouse, mailbox: Mailbox) -> None:
    child, sister = a_family(library, 2, reached_by="sms", language="kk")
    held(child, library, left=15)
    held(sister, library, left=3)
    services.send_slip(child, library=library)
    assert services.send_due(gateways(), at()).sent == 1
    [taken] = sms.taken
    assert "1 кітап" in taken["text"]
    assert sister.given_name not in taken["text"]


def test_the_same_slip_goes_once(library: Unit) -> None:
    [child] = a_family(library)
    held(child, library, left=15)
    services.send_slip(child, library=library)
    with pytest.raises(SlipSentAlready):
        services.send_slip(child, library=library)
    held(child, library, left=15)
    services.send_slip(child, library=library)
    assert Message.objects.count() == 2


def test_what_came_back_before_it_was_sent_is_not_told(library: Unit, mailbox: Mailbox) -> None:
    [child] = a_family(library)
    loan = held(child, library, left=15)
    services.send_slip(child, library=library)
    give_back(loan.copy.barcode, library_id=library.pk)
    assert services.send_due(gateways(), at()).sent == 0
    assert Message.objects.get().state == Message.State.CANCELLED
    assert mailbox.letters == []


def test_nobody_is_written_to_without_consent_or_address(library: Unit) -> None:
    [child] = a_family(library, agreed="data")
    with pytest.raises(NothingAtHome):
        services.send_slip(child, library=library)
    held(child, library, left=15)
    with pytest.raises(NotWrittenTo):
        services.send_slip(child, library=library)
    [other] = a_family(library, email="", phone="")
    held(other, library, left=15)
    with pytest.raises(NotWrittenTo):
        services.send_slip(other, library=library)
    assert not Message.objects.exists()


def test_the_desk_sends_it_by_one_key(client_as, client, library: Unit) -> None:
    [child] = a_family(library)
    held(child, library, left=15)
    assert client.post(reverse("slip_send")).status_code == 302
    assert client_as(Role.DIRECTOR, library).post(reverse("slip_send")).status_code == 403
    desk = client_as(Role.LIBRARIAN, library)
    desk.post(reverse("slip_send"))  # nobody stands at the desk
    assert not Message.objects.exists()
    desk.post(reverse("desk_scan"), {"scan": child.card_number})
    assert desk.session[READER] == child.pk
    assert 'data-key="F10"' in desk.get(reverse("desk")).content.decode()
    other_window = desk.post(reverse("slip_send"), {"shown": "0"}, follow=True).content.decode()
    assert "nothing is sent" in other_window
    assert not Message.objects.exists()
    page = desk.post(reverse("slip_send"), {"shown": str(child.pk)}, follow=True).content.decode()
    assert Message.objects.get().kind == Message.Kind.SLIP
    assert Message.objects.get().get_medium_display() in page
