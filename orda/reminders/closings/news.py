"""Whom a closing concerns, and in which words they are told: due days that moved, books that wait on the hold shelf.

It asks nobody to come, so it goes out while the doors are shut too, and it counts as no reminder.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db.models import F, Q, QuerySet
from django.utils.translation import override

from orda.circulation.models import Hold, Loan, Place
from orda.network import clock
from orda.network.calendar.models import Closing
from orda.network.calendar.words import Stretch, stretches, why_closed
from orda.network.models import Unit
from orda.network.queries import calendar_of
from orda.reminders.messages import texts
from orda.reminders.messages.addressees import Addressee, addressee_of, agreed
from orda.reminders.messages.composing import books_of, by_addressee, ready_of
from orda.reminders.messages.models import Message, MessageItem
from orda.reminders.messages.services import message_to, put

TOLD_BEFORE = datetime.timedelta(days=14)  # of what is far off nobody thinks any more when it comes
TOLD_AFTER = datetime.timedelta(days=3)  # that it was taken back
CLOSED, OPENED = "closing", "opened"  # how the keys of the two kinds of news begin


def queue_news(media: Collection[str], day: datetime.date, at: datetime.datetime) -> int:
    """Puts the news of closings, and of closings taken back, into the outbox: once for a family each."""
    near = Closing.objects.filter(state=Closing.State.IN_FORCE, first__lte=day + TOLD_BEFORE, last__gte=day)
    queued = sum(_queue_closed(one, media, day, at) for one in near.select_related("unit"))
    settled = Closing.objects.filter(settled_at__gte=at - TOLD_AFTER).select_related("unit")
    return queued + sum(_queue_opened(one, media, day, at) for one in settled if _is_undone(one))


def _is_undone(closing: Closing) -> bool:
    """Taken back, or ended before its last day: the step was taken after the day that is the last now."""
    if closing.state == Closing.State.TAKEN_BACK:
        return True
    in_force = closing.state == Closing.State.IN_FORCE and closing.settled_at is not None
    return in_force and clock.day_of(closing.settled_at) > closing.last  # type: ignore[arg-type]


def _queue_closed(closing: Closing, media: Collection[str], day: datetime.date, at: datetime.datetime) -> int:
    told = set(
        Message.objects.filter(key__startswith=f"{CLOSED}:{closing.pk}:").values_list("key", flat=True)
    )
    lent, waiting = by_addressee(_moved_by(closing)), _waiting_by_addressee(closing)
    queued = 0
    for to in dict.fromkeys((*lent, *waiting)):
        key, loans, holds = f"{CLOSED}:{closing.pk}:{to.key}", lent.get(to, []), waiting.get(to, [])
        if to.medium not in media or key in told:
            continue
        library = (loans or holds)[0].library
        message = message_to(to, Message.Kind.CLOSING, key, library, at)
        items = [MessageItem(message=message, loan=loan, due_on=loan.due_on) for loan in loans]
        queued += put(message, _closed(closing, to, loans, holds, library, day), items)
    return queued


def _queue_opened(closing: Closing, media: Collection[str], day: datetime.date, at: datetime.datetime) -> int:
    sent = Message.objects.filter(key__startswith=f"{CLOSED}:{closing.pk}:", state=Message.State.SENT)
    told = set(
        Message.objects.filter(key__startswith=f"{OPENED}:{closing.pk}:").values_list("key", flat=True)
    )
    queued = 0
    held = Loan.objects.filter(agreed(), state=Loan.OPEN, place=Place.HOME, told__message__in=sent)
    for to, loans in by_addressee(_with_all(held).distinct()).items():
        key = f"{OPENED}:{closing.pk}:{to.key}"
        if to.medium not in media or key in told:
            continue
        message = message_to(to, Message.Kind.CLOSING, key, loans[0].library, at)
        items = [MessageItem(message=message, loan=loan, due_on=loan.due_on) for loan in loans]
        queued += put(message, _opened(closing, to, loans, loans[0].library, day), items)
    return queued


def written_anew(
    message: Message, to: Addressee, loans: Sequence[Loan], day: datetime.date
) -> texts.Written | None:
    """The words as true as on this day; None where there is nothing to say any more. `loans`: those still out."""
    kind, pk = message.key.split(":")[:2]
    closing = Closing.objects.select_related("unit").filter(pk=int(pk)).first()
    if closing is None:
        return None
    if kind == OPENED:
        return _opened(closing, to, loans, message.library, day) if loans else None
    if closing.state != Closing.State.IN_FORCE or closing.last < day:
        return None
    holds = list(_waiting(closing).filter(_of(to)))
    return _closed(closing, to, loans, holds, message.library, day) if loans or holds else None


def _closed(
    closing: Closing,
    to: Addressee,
    loans: Sequence[Loan],
    holds: Sequence[Hold],
    library: Unit,
    day: datetime.date,
) -> texts.Written:
    stretch = _stretch(closing, library, day)
    with override(to.language):
        why, sender = why_closed(closing), texts.Sender(library.name, library.address)
    return texts.closed(
        to.name,
        stretch.days,
        stretch.opens,
        why,
        books_of(loans, library, to.language),
        ready_of(holds),
        sender,
        to.language,
        day,
        sms=to.medium == Message.Medium.SMS,
    )


def _opened(
    closing: Closing, to: Addressee, loans: Sequence[Loan], library: Unit, day: datetime.date
) -> texts.Written:
    with override(to.language):
        sender = texts.Sender(library.name, library.address)
    opens = calendar_of(library).open_from(max(day, closing.first))
    return texts.open_after_all(
        to.name,
        texts.shown(opens),
        books_of(loans, library, to.language),
        sender,
        to.language,
        day,
        sms=to.medium == Message.Medium.SMS,
    )


def _stretch(closing: Closing, library: Unit, day: datetime.date) -> Stretch:
    """The days in a row on which the doors are shut, weekly rest around the closing too, from its first day on."""
    found = stretches(calendar_of(library), max(closing.first, day), closing.last)
    return found[-1]


def _moved_by(closing: Closing) -> QuerySet[Loan]:
    """Open loans at home whose day by the rules lies in the closing."""
    held = Loan.objects.filter(
        agreed(),
        state=Loan.OPEN,
        place=Place.HOME,
        library__path__startswith=closing.unit.path,
        moved__due_on=F("due_on"),
        moved__counted_on__range=(closing.first, closing.last),
    )
    return _with_all(held)


def _with_all(loans: QuerySet[Loan]) -> QuerySet[Loan]:
    return loans.select_related("copy__record", "reader__family", "library").order_by("due_on", "pk")


def _waiting(closing: Closing) -> QuerySet[Hold]:
    """Books that stand on the hold shelf on some day of the closing."""
    ready = Hold.objects.filter(
        agreed(),
        state=Hold.State.READY,
        library__path__startswith=closing.unit.path,
        ready_until__gte=closing.first,
    )
    return ready.select_related("reader__family", "record", "library").order_by("ready_until", "pk")


def _waiting_by_addressee(closing: Closing) -> dict[Addressee, list[Hold]]:
    found: dict[Addressee, list[Hold]] = defaultdict(list)
    for hold in _waiting(closing):
        assert hold.reader is not None
        found[addressee_of(hold.reader)].append(hold)
    return found


def _of(to: Addressee) -> Q:
    return Q(reader__family=to.family_id) if to.family_id else Q(reader=to.reader_id)
