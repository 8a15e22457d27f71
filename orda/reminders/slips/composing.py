"""Put a slip's words together."""

import datetime
from collections.abc import Sequence

from orda.circulation.models import Loan
from orda.network.models import Unit
from orda.reminders.messages.addressees import Addressee
from orda.reminders.messages.composing import books_of, sender_of
from orda.reminders.messages.models import Message
from orda.reminders.messages.texts import Written
from orda.reminders.slips import texts


def write_slip(to: Addressee, loans: Sequence[Loan], library: Unit, day: datetime.date) -> Written:
    """The words that stand for a printed slip; `loans` must not be empty."""
    books = books_of(loans, library, to.language)
    sms = to.medium == Message.Medium.SMS
    return texts.slip(to.name, books, sender_of(library, to.language), to.language, day, sms=sms)
