"""Send what waits in the outbox: claimed, handed over, settled. Never the same message twice."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone

from orda.circulation.models import Hold, Loan
from orda.network import clock, house_settings
from orda.network.calendar.queries import shut_libraries
from orda.reminders.campaigns.composing import write_campaign
from orda.reminders.closings import news
from orda.reminders.gateways import Doubtful, Gateway, NotNow, NotTaken, Refused, Unreachable
from orda.reminders.messages import composing
from orda.reminders.messages.addressees import Addressee, addressee_of, agreed, way_to
from orda.reminders.messages.models import Message, MessageItem
from orda.reminders.messages.services import post_reminder
from orda.reminders.messages.texts import Written
from orda.reminders.outbox.refusals import NotToSendAgain
from orda.reminders.slips.composing import write_slip

MOST_TRIES = 5
FIRST_PAUSE = datetime.timedelta(
    minutes=10
)  # then four times as long each time: 10 min, 40 min, 2 h 40, 10 h 40


HANDED_OVER = datetime.timedelta(minutes=15)  # after which a message that is "being sent" was broken off


State = Message.State


@dataclass
class Outcome:
    """What a run of sending came to; `unreachable`: medium -> what its gateway said."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    cancelled: int = 0
    unreachable: dict[str, str] | None = None


def may_be_sent_at(at: datetime.datetime) -> bool:
    """True in the hours in which families may be written to (ORDA_REMIND_HOURS)."""
    first, _dash, last = house_settings.value("REMIND_HOURS").partition("-")
    return int(first) <= timezone.localtime(at).hour < int(last)


def send_due(gateways: Mapping[str, Gateway], at: datetime.datetime | None = None) -> Outcome:
    """Sends what is due, one message after another; counts each as a reminder on the day it went.

    Not in the quiet hours, nor on a day on which its library is shut, but for the news of that. A message that
    was not taken is tried again after a pause, at most 5 times. May be killed and started again at any moment, or
    run twice at once: what was claimed is never claimed again.
    """
    at = at or clock.now()
    outcome = Outcome(failed=_settle_broken_off(at), unreachable={})
    if not may_be_sent_at(at):
        return outcome
    try:
        _send_all(gateways, at, outcome)
    finally:
        for gateway in gateways.values():
            gateway.close()
    return outcome


def _send_all(gateways: Mapping[str, Gateway], at: datetime.datetime, outcome: Outcome) -> None:
    for message_id, medium in list(_waiting(at, gateways).values_list("pk", "medium")):
        if medium in (outcome.unreachable or {}):
            continue
        message = _claim(message_id, at)
        if message is None:
            outcome.cancelled += Message.objects.filter(pk=message_id, state=State.CANCELLED).count()
        else:
            _hand_over(message, gateways[medium], at, outcome)


def send_again(message_id: int, *, by_id: int | None = None) -> None:
    """A librarian has a failed message sent once more. Raises NotToSendAgain."""
    again = Message.objects.filter(pk=message_id, state=State.FAILED).exclude(text="")
    if not again.update(state=State.QUEUED, tries=0, error="", next_try_at=clock.now(), by_id=by_id):
        raise NotToSendAgain


def _waiting(at: datetime.datetime, gateways: Mapping[str, Gateway]) -> QuerySet[Message]:
    waiting = Message.objects.filter(state=State.QUEUED, next_try_at__lte=at, medium__in=set(gateways))
    # Loans first: of what one number may get on a day, that is bound to its day.
    waiting = waiting.order_by(Case(When(kind=Message.Kind.LOANS, then=0), default=1), "pk")
    shut = shut_libraries(clock.day_of(at))
    return waiting.exclude(~Q(kind=Message.Kind.CLOSING), library__in=shut) if shut else waiting


@transaction.atomic
def _claim(message_id: int, at: datetime.datetime) -> Message | None:
    """Takes a queued message for this run alone, its words as true as at this moment.

    None where another run has it, or where there is nothing to say any more: then it is cancelled.
    """
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("library", "family", "reader", "campaign")
        .filter(pk=message_id, state=State.QUEUED)
        .first()
    )
    if message is None or _goes_another_way(message) or _waits_for_tomorrow(message, at):
        return None
    _take_in_others(message, at)
    _leave_out_other_homes(message)
    if not _written_anew(message, clock.day_of(at)):
        message.state, message.settled_at, message.settled_on = State.CANCELLED, at, clock.day_of(at)
        message.save()
        return None
    message.state, message.tries, message.next_try_at = State.SENDING, message.tries + 1, at + HANDED_OVER
    message.save()
    return message


def _goes_another_way(message: Message) -> bool:
    """To the address that its home has now, not to that of the hour in which it was queued. True where that is reached
    by another medium: then the next run sends it."""
    medium, address = way_to(message.family, message.reader)
    before, message.address = message.medium, address
    if not medium or medium == before:
        return False  # where nobody is to be written to any more, nothing is left to be said
    message.medium = medium
    message.save(update_fields=["medium", "address"])
    return True


def _leave_out_other_homes(message: Message) -> None:
    """A child who lives in another home by now is not spoken of in the old one; the new one is told by its own
    message."""
    others = []
    for item in message.items.select_related("loan__reader__family", "hold__reader__family"):
        about = item.loan or item.hold
        if about is not None and about.reader is not None:
            to = addressee_of(about.reader)
            if (to.medium, to.address) != (message.medium, message.address):
                others.append(item.pk)
    MessageItem.objects.filter(pk__in=others).delete()


def _waits_for_tomorrow(message: Message, at: datetime.datetime) -> bool:
    """One SMS a day to one number, whoever of its families it is about; what was asked for at the desk goes at once."""
    if message.medium != Message.Medium.SMS or not message.reminds:
        return False
    day = clock.day_of(at)
    today = Message.objects.filter(
        medium=Message.Medium.SMS, address=message.address, kind__in=Message.REMINDERS
    )
    gone = Q(state=State.SENT, settled_on=day) | Q(state=State.SENDING)
    if not today.filter(gone).exclude(pk=message.pk).exists():
        return False
    first = int(house_settings.value("REMIND_HOURS").partition("-")[0])
    morning = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(first))
    message.next_try_at = timezone.make_aware(morning)
    message.save(update_fields=["next_try_at"])
    return True


def _take_in_others(message: Message, at: datetime.datetime) -> None:
    """What waits to be said of loans to the same number is said by this one message: two homes may share it."""
    if message.medium != Message.Medium.SMS or message.kind != Message.Kind.LOANS:
        return
    waiting = Message.objects.select_for_update().filter(
        state=State.QUEUED, medium=Message.Medium.SMS, kind=Message.Kind.LOANS, address=message.address
    )
    others = list(waiting.filter(next_try_at__lte=at).exclude(pk=message.pk).values_list("pk", flat=True))
    if not others:
        return
    theirs, ours = MessageItem.objects.filter(message__in=others), message.items.values("loan")
    theirs.filter(loan__in=ours, stage=None).delete()
    message.items.filter(loan__in=theirs.values("loan"), stage=None).delete()
    theirs.update(message=message)
    Message.objects.filter(pk__in=others).update(
        state=State.CANCELLED, settled_at=at, settled_on=clock.day_of(at), next_try_at=None
    )


def _written_anew(message: Message, day: datetime.date) -> bool:
    """Puts the words together from what is still out and may be written about; False where nothing is."""
    person = message.family or message.reader
    if person is None:
        return False
    name = person.name if message.family else person.guardian_name or person.full_name  # type: ignore[union-attr]
    to = Addressee(
        message.family_id, message.reader_id, name, message.language, message.medium, message.address
    )
    written = WRITTEN_ANEW[message.kind](message, to, day)
    if written is not None:
        message.subject, message.text = written.subject, written.text
    return written is not None


def _hold_anew(message: Message, to: Addressee, day: datetime.date) -> Written | None:
    waiting = Hold.objects.filter(
        agreed(), state=Hold.State.READY, told__message=message, copy=F("told__copy")
    )
    holds = list(waiting.select_related("reader", "record").order_by("ready_until", "pk"))
    return composing.write_ready(to, holds, message.library) if holds else None


def _loans_anew(message: Message, to: Addressee, day: datetime.date) -> Written | None:
    loans = _still_out(message)
    return composing.write_loans(to, loans, message.library, day) if loans else None


def _slip_anew(message: Message, to: Addressee, day: datetime.date) -> Written | None:
    loans = _still_out(message)
    return write_slip(to, loans, message.library, day) if loans else None


def _campaign_anew(message: Message, to: Addressee, day: datetime.date) -> Written | None:
    loans = _still_out(message)
    assert message.campaign is not None
    return write_campaign(to, loans, message.library, message.campaign, day) if loans else None


def _still_out(message: Message) -> list[Loan]:
    held = Loan.objects.filter(agreed(), state=Loan.OPEN, told__message=message, due_on=F("told__due_on"))
    return list(held.select_related("copy__record", "reader", "library").order_by("due_on", "pk"))


def _closing_anew(message: Message, to: Addressee, day: datetime.date) -> Written | None:
    return news.written_anew(message, to, _still_out(message), day)


# How each kind is put together again as it goes; None: there is nothing to say any more, and it is cancelled.
WRITTEN_ANEW: dict[str, Callable[[Message, Addressee, datetime.date], Written | None]] = {
    Message.Kind.LOANS: _loans_anew,
    Message.Kind.HOLD: _hold_anew,
    Message.Kind.CAMPAIGN: _campaign_anew,
    Message.Kind.SLIP: _slip_anew,
    Message.Kind.CLOSING: _closing_anew,
}


def _hand_over(message: Message, gateway: Gateway, at: datetime.datetime, outcome: Outcome) -> None:
    """Outside of any transaction: what the gateway took can't be taken back."""
    try:
        gateway.send(message)
    except NotTaken as error:
        _not_taken(message, error, at, outcome)
        return
    with transaction.atomic():
        day = clock.day_of(at)
        Message.objects.filter(pk=message.pk).update(
            state=State.SENT, settled_at=at, settled_on=day, error="", next_try_at=None
        )
        if message.reminds:
            post_reminder(message, day, at)
    outcome.sent += 1


def _not_taken(message: Message, error: NotTaken, at: datetime.datetime, outcome: Outcome) -> None:
    said: dict[str, object] = {"error": str(error) or type(error).__name__}
    if isinstance(error, Unreachable):  # the gateway's fault: the message keeps its tries
        assert outcome.unreachable is not None
        outcome.unreachable[message.medium] = str(said["error"])
        said |= {"state": State.QUEUED, "tries": message.tries - 1, "next_try_at": at}
        outcome.later += 1
    elif isinstance(error, Refused | Doubtful) or message.tries >= MOST_TRIES:
        said |= {"state": State.FAILED, "settled_at": at, "settled_on": clock.day_of(at), "next_try_at": None}
        outcome.failed += 1
    else:
        assert isinstance(error, NotNow)
        pause = FIRST_PAUSE * 4 ** (message.tries - 1)
        said |= {"state": State.QUEUED, "next_try_at": at + pause}
        outcome.later += 1
    Message.objects.filter(pk=message.pk).update(**said)


def _settle_broken_off(at: datetime.datetime) -> int:
    """What a killed job left in the middle: shown as not sent, for a librarian to decide. Never sent by itself."""
    broken = Message.objects.filter(state=State.SENDING, next_try_at__lt=at)
    return broken.update(
        state=State.FAILED,
        error=Message.BROKEN_OFF,
        settled_at=at,
        settled_on=clock.day_of(at),
        next_try_at=None,
    )
