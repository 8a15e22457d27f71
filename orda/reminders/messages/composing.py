"""Put a message's words together from what its family holds at this moment."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import override

from orda.circulation.models import Hold, Loan, Place
from orda.network import clock
from orda.network.calendar.words import stretches
from orda.network.models import Unit
from orda.network.queries import calendar_of
from orda.readers.models import Reader
from orda.reminders.messages import texts
from orda.reminders.messages.addressees import Addressee, addressee_of, agreed
from orda.reminders.messages.models import Message


def loans_spoken_of(until: datetime.date) -> QuerySet[Loan]:
    """Open loans at home that are due by a day, with all that a text needs: one query.

    What is due later isn't spoken of: the family isn't asked for it yet. Nor is what was lent to a reader for whom
    nobody agreed to reminders.
    """
    held = Loan.objects.filter(agreed(), state=Loan.OPEN, place=Place.HOME, due_on__lte=until)
    return held.select_related("copy__record", "reader__family", "library").order_by("due_on", "pk")


def of_addressee(family_ids: Collection[int], reader_ids: Collection[int]) -> Q:
    """Loans of these families, and of these readers who have none."""
    return Q(reader__family__in=family_ids) | Q(reader__in=reader_ids, reader__family=None)


def of_readers_and_their_families(reader_ids: Collection[int]) -> Q:
    """Loans of these readers and of whoever is in one family with them."""
    families = Reader.objects.filter(pk__in=reader_ids, family__isnull=False).values("family")
    return Q(reader__in=reader_ids) | Q(reader__family__in=families)


def by_addressee(loans: Iterable[Loan]) -> dict[Addressee, list[Loan]]:
    """Loans under the parent or reader they are told to."""
    found: dict[Addressee, list[Loan]] = defaultdict(list)
    known: dict[int, Addressee] = {}
    for loan in loans:
        assert loan.reader is not None
        if loan.reader_id not in known:
            known[loan.reader.pk] = addressee_of(loan.reader)
        found[known[loan.reader.pk]].append(loan)
    return found


def child_of(reader: Reader) -> str:
    """How a parent is told whose book it is."""
    return reader.given_name or reader.full_name


# Of days on which the doors are shut within a fortnight every message speaks.
SPOKEN_OF_BEFORE = datetime.timedelta(days=14)


def sender_of(library: Unit, language: str) -> texts.Sender:
    today = clock.today()
    soon = stretches(calendar_of(library), today, today + SPOKEN_OF_BEFORE)
    with override(language):
        shut = texts.shut_on(soon[0].days, soon[0].opens, language) if soon else ""
        return texts.Sender(library.name, library.address, shut)


def books_of(loans: Sequence[Loan], library: Unit, language: str) -> list[texts.Book]:
    """Loans as a text names them; where one is of another library, its name too."""
    with override(language):
        return [
            texts.Book(
                child_of(loan.reader),
                loan.copy.record.title,
                loan.due_on,
                "" if loan.library_id == library.pk else loan.library.name,
            )
            for loan in loans
            if loan.reader is not None
        ]


def write_loans(to: Addressee, loans: Sequence[Loan], library: Unit, day: datetime.date) -> texts.Written:
    """The words about a family's loans; `loans` must not be empty."""
    books = books_of(loans, library, to.language)
    sms = to.medium == Message.Medium.SMS
    return texts.about_loans(to.name, books, sender_of(library, to.language), to.language, day, sms=sms)


def ready_of(holds: Sequence[Hold]) -> list[texts.Ready]:
    """Books on the hold shelf as a text names them."""
    return [
        texts.Ready(child_of(hold.reader), hold.record.title, hold.ready_until)
        for hold in holds
        if hold.reader is not None and hold.ready_until is not None
    ]


def write_ready(to: Addressee, holds: Sequence[Hold], library: Unit) -> texts.Written:
    """The words about holds that wait on the shelf."""
    books, sms = ready_of(holds), to.medium == Message.Medium.SMS
    return texts.ready(to.name, books, sender_of(library, to.language), to.language, sms=sms)
