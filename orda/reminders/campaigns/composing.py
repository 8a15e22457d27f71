"""Put an invitation's words together."""

import datetime
from collections.abc import Sequence

from django.utils.translation import override

from orda.circulation.models import Loan
from orda.network.models import Unit
from orda.reminders.campaigns import texts
from orda.reminders.campaigns.models import Campaign
from orda.reminders.messages.addressees import Addressee
from orda.reminders.messages.composing import books_of, sender_of
from orda.reminders.messages.models import Message
from orda.reminders.messages.texts import Written


def write_campaign(
    to: Addressee, loans: Sequence[Loan], library: Unit, week: Campaign, day: datetime.date
) -> Written:
    """The words of a campaign's invitation."""
    with override(to.language):
        called = week.name
    return texts.campaign(
        to.name,
        books_of(loans, library, to.language),
        sender_of(library, to.language),
        to.language,
        day,
        called=called,
        first=week.first,
        last=week.last,
        sms=to.medium == Message.Medium.SMS,
    )
