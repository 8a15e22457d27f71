"""Write down that a family was called, and what came of it."""

import datetime

from django.db import IntegrityError, transaction

from orda.network import clock
from orda.network.asked import one_line
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.reminders.messages.addressees import addressee_of
from orda.reminders.messages.models import Message, MessageItem
from orda.reminders.messages.services import post_reminder
from orda.reminders.overdue.queries import overdue_loans
from orda.reminders.overdue.refusals import NotedAlready
from orda.reminders.refusals import NothingToSay

LONGEST_NOTE = 300


@transaction.atomic
def note_call(
    reader: Reader,
    result: str,
    *,
    library: Unit,
    text: str = "",
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Message:
    """A call about what a reader keeps too long; counts as one reminder here.

    Raises NothingToSay where nothing is overdue any more, and NotedAlready for the same call noted twice.
    """
    at = at or clock.now()
    day = clock.day_of(at)
    loans = list(overdue_loans(library, day).filter(reader=reader))
    if not loans:
        raise NothingToSay
    to = addressee_of(reader)
    message = Message(
        key=f"call:{at:%Y%m%d%H%M}:{reader.pk}",
        kind=Message.Kind.LOANS,
        medium=Message.Medium.CALL,
        state=Message.State.SENT,
        family_id=to.family_id,
        reader_id=to.reader_id,
        library=library,
        language=to.language,
        text=one_line(text, LONGEST_NOTE),
        result=Message.Result(result),
        queued_at=at,
        settled_at=at,
        settled_on=day,
        by_id=by_id,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        raise NotedAlready from None
    MessageItem.objects.bulk_create(
        MessageItem(message=message, loan=loan, due_on=loan.due_on) for loan in loans
    )
    post_reminder(message, day, at)
    return message
