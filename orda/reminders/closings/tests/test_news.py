"""The news of a closing reaches whom it concerns, once, in their language; and that it was taken back."""

import datetime

from orda.circulation.models import Loan
from orda.network import clock
from orda.network.calendar import services as calendar
from orda.network.calendar.models import Closing
from orda.network.models import Unit
from orda.reminders.conftest import Mailbox, a_family, held
from orda.reminders.gateways import gateways
from orda.reminders.messages.models import Message
from orda.reminders.services import queue_due, send_due

DAY = datetime.timedelta(days=1)


def _told(mailbox: Mailbox) -> list[str]:
    at = clock.now()
    queue_due({"email"}, at)
    send_due(gateways(), at)
    return [text for _to, _subject, text in mailbox.letters]


def test_whose_due_day_moved_is_told_the_new_one_while_the_doors_are_shut(
    library: Unit, mailbox: Mailbox
) -> None:
    [child], [far] = a_family(library), a_family(library)
    loan = held(child, library, left=1)
    held(far, library, left=20)
    calendar.close(library, clock.today(), clock.today() + 2 * DAY, "accident", "жылу жоқ")
    [text] = _told(mailbox)
    due = Loan.objects.get(pk=loan.pk).due_on
    assert f"{due:%d.%m.%Y}" in text
    assert "жылу жоқ" in text
    assert _told(mailbox) == [text]
    assert not Message.objects.get().reminds


def test_a_closing_taken_back_is_told_to_those_who_had_been_told(library: Unit, mailbox: Mailbox) -> None:
    [child] = a_family(library)
    loan = held(child, library, left=5)
    calendar.close(library, clock.today() + 3 * DAY, clock.today() + 7 * DAY, "repair")
    assert len(_told(mailbox)) == 1
    calendar.take_back_closing(Closing.objects.get().pk)
    [_first, second] = _told(mailbox)
    assert f"{loan.due_on:%d.%m.%Y}" in second
    assert len(_told(mailbox)) == 2


def test_a_closing_that_was_taken_back_before_it_was_told_is_not_told(
    library: Unit, mailbox: Mailbox
) -> None:
    [child] = a_family(library)
    held(child, library, left=5)
    calendar.close(library, clock.today() + 3 * DAY, clock.today() + 7 * DAY, "repair")
    queue_due({"email"}, clock.now())
    calendar.take_back_closing(Closing.objects.get().pk)
    assert _told(mailbox) == []


def test_a_reminder_speaks_of_a_closing_that_is_near(library: Unit, mailbox: Mailbox) -> None:
    [child] = a_family(library)
    held(child, library, left=0)
    calendar.close(library, clock.today() + 4 * DAY, clock.today() + 5 * DAY, "repair")
    [text] = _told(mailbox)
    assert f"{clock.today() + 4 * DAY:%d.%m.%Y}" in text
