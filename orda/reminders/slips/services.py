"""The due days of what a reader takes home, sent to the family in place of a printed slip."""

import datetime
import hashlib

from django.db import transaction

from orda.circulation.models import Loan, Place
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.reminders.messages.addressees import addressee_of, agreed
from orda.reminders.messages.models import Message, MessageItem
from orda.reminders.messages.services import message_to, put
from orda.reminders.slips import composing
from orda.reminders.slips.refusals import NothingAtHome, NotWrittenTo, SlipSentAlready


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
    message = message_to(to, Message.Kind.SLIP, _key(reader, loans), library, at)
    message.by_id = by_id
    items = [MessageItem(message=message, loan=loan, due_on=loan.due_on) for loan in loans]
    if not put(message, written, items):
        raise SlipSentAlready
    return message


def _key(reader: Reader, loans: list[Loan]) -> str:
    said = " ".join(f"{loan.pk} {loan.due_on}" for loan in loans)
    return f"slip:{reader.pk}:{hashlib.sha256(said.encode()).hexdigest()[:16]}"
