"""Write claim letters: numbered in the library's register of the year, one for a family."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from orda.network import clock
from orda.network.models import Unit
from orda.reminders.letters.models import ClaimLetter
from orda.reminders.messages import composing
from orda.reminders.messages.models import Message, MessageItem
from orda.reminders.messages.services import post_reminder
from orda.reminders.messages.texts import VERSION
from orda.reminders.overdue.queries import overdue_loans
from orda.reminders.refusals import NothingToSay

DAYS_TO_ANSWER = 14


@transaction.atomic
def write_letters(
    reader_ids: Sequence[int],
    *,
    library: Unit,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> list[ClaimLetter]:
    """A claim letter to each family of these readers about all that is overdue here; each counts one reminder.

    A family that was written to today gets no second letter. Raises NothingToSay where there is none to write.
    """
    at = at or clock.now()
    day = clock.day_of(at)
    # Numbers follow each other: two who write at once wait for one another.
    Unit.objects.select_for_update(no_key=True).get(pk=library.pk)
    about = composing.of_readers_and_their_families(reader_ids)
    late = (
        overdue_loans(library, day).filter(about).select_related("reader__family", "library", "copy__record")
    )
    written_today = set(
        Message.objects.filter(key__startswith=_key(day, library, "")).values_list("key", flat=True)
    )
    number = _last_number(library, day.year)
    letters = []
    for to, loans in composing.by_addressee(
        late.order_by("reader__family_id", "reader_id", "due_on")
    ).items():
        if _key(day, library, to.key) in written_today:
            continue
        number += 1
        message = Message.objects.create(
            key=_key(day, library, to.key),
            kind=Message.Kind.LOANS,
            medium=Message.Medium.LETTER,
            state=Message.State.SENT,
            family_id=to.family_id,
            reader_id=to.reader_id,
            library=library,
            language=to.language,
            text_version=VERSION,
            subject=f"№ {number}/{day.year}",
            text=to.name,
            queued_at=at,
            settled_at=at,
            settled_on=day,
            by_id=by_id,
        )
        MessageItem.objects.bulk_create(
            MessageItem(message=message, loan=loan, due_on=loan.due_on) for loan in loans
        )
        post_reminder(message, day, at)
        letters.append(
            ClaimLetter.objects.create(
                message=message, library=library, year=day.year, number=number, day=day
            )
        )
    if not letters:
        raise NothingToSay
    return letters


def _key(day: datetime.date, library: Unit, to: str) -> str:
    return f"letter:{day:%Y%m%d}:{library.pk}:{to}"


def _last_number(library: Unit, year: int) -> int:
    last = ClaimLetter.objects.filter(library=library, year=year).aggregate(last=Max("number"))["last"]
    return last or 0
