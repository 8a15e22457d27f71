"""The due days of what a reader takes home, sent to the family in place of a printed slip."""

import datetime
import hashlib

from django.db import IntegrityError, transaction

from orda.circulation.models import Loan, Place
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.reminders import texts
from orda.reminders.addressees import addressee_of, agreed
from orda.reminders.models import Message, MessageItem
from orda.reminders.refusals import NothingAtHome, NotWrittenTo, SlipSentAlready
from orda.reminders.services import composing


@transaction.atomic
def send_slip(
    reader: Reader, *, library: Unit, by_id: int | None = None, at: datetime.datetime | None = None
) -> Message:
    """Puts the due days into the outbox, as the family chose to be written to; the next run sends them.

    The same books with the same days are told once, however often the key is pressed.
    Raises NothingAtHome, NotWrittenTo and SlipSentAlready.
    """
    at = at or clock.now()
    held = Loan.objects.filter(reader=reader, state=Loan.OPEN, place=Place.HOME)
    if not held.exists():
        raise NothingAtHome
    told = held.filter(agreed()).select_related("copy__record", "reader", "library").order_by("due_on", "pk")
    loans, to = list(told), addressee_of(reader)
    if not loans or not to.medium:
        raise NotWrittenTo
    written = composing.write_slip(to, loans, library, clock.day_of(at))
    message = Message(
        key=_key(reader, loans),
        kind=Message.Kind.SLIP,
        medium=to.medium,
        family_id=to.family_id,
        reader_id=to.reader_id,
        library=library,
        address=to.address,
        language=to.language,
        text_version=texts.VERSION,
        subject=written.subject,
        text=written.text,
        queued_at=at,
        next_try_at=at,
        by_id=by_id,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        raise SlipSentAlready from None
    MessageItem.objects.bulk_create(
        MessageItem(message=message, loan=loan, due_on=loan.due_on) for loan in loans
    )
    return message


def _key(reader: Reader, loans: list[Loan]) -> str:
    said = " ".join(f"{loan.pk} {loan.due_on}" for loan in loans)
    return f"slip:{reader.pk}:{hashlib.sha256(said.encode()).hexdigest()[:16]}"
