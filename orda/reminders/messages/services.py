"""Put a message into the outbox, and count it once it is said."""

import datetime
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from orda.diary import services as diary
from orda.network.models import Unit
from orda.reminders.messages.addressees import Addressee
from orda.reminders.messages.models import Message, MessageItem
from orda.reminders.messages.texts import VERSION, Written


def message_to(to: Addressee, kind: str, key: str, library: Unit, at: datetime.datetime) -> Message:
    """A message for the outbox, not kept yet: to whom, from which library, in their language."""
    return Message(
        key=key,
        kind=kind,
        medium=to.medium,
        family_id=to.family_id,
        reader_id=to.reader_id,
        library=library,
        address=to.address,
        language=to.language,
        text_version=VERSION,
        queued_at=at,
        next_try_at=at,
    )


def put(message: Message, written: Written, items: Sequence[MessageItem]) -> int:
    """One transaction: the message with what it speaks of. 0 where another job was first."""
    message.subject, message.text = written.subject, written.text
    try:
        with transaction.atomic():
            message.save(force_insert=True)
            MessageItem.objects.bulk_create(items)
    except IntegrityError:
        return 0
    return 1


def post_reminder(message: Message, day: datetime.date, at: datetime.datetime) -> None:
    """Counts one reminder by its medium in the diary of the message's library."""
    diary.post(
        day=day,
        library_id=message.library_id,
        measure="reminder",
        values={"medium": str(message.medium)},
        act="reminder",
        act_id=message.pk,
        by_id=message.by_id,
        at=at,
    )
