"""Words left for the desk, about a copy or a reader."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.circulation.notes.models import Note
from orda.network import clock
from orda.network.refusals import Refusal

LONGEST = 300


class NothingToSay(Refusal):
    code = "nothing_to_say"
    message = _("Write what the desk should be told.")


@transaction.atomic
def leave_note(
    text: str,
    *,
    reader_id: int | None = None,
    copy_id: int | None = None,
    once: bool = True,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Note:
    """Leaves a word about a reader or a copy for whoever meets them next at a desk. Raises NothingToSay.

    With `once` it is told one time, else until it is taken away.
    """
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not text:
        raise NothingToSay
    return Note.objects.create(
        reader_id=reader_id,
        copy_id=copy_id,
        text=text[:LONGEST],
        once=once,
        written_by_id=by_id,
        written_at=at or clock.now(),
    )


@transaction.atomic
def tell_notes(*, reader_id: int | None = None, copy_id: int | None = None) -> list[Note]:
    """The words left about a reader or a copy, the oldest first; those meant for one time are done with."""
    about = {"reader": reader_id} if reader_id is not None else {"copy": copy_id}
    found = list(Note.objects.select_for_update().filter(done_at=None, **about).order_by("pk"))
    told = [note.pk for note in found if note.once]
    if told:
        Note.objects.filter(pk__in=told).update(done_at=clock.now())
    return found


def take_note_away(note_id: int) -> bool:
    """The desk has heard it: it is told no more. False where it was taken away before."""
    return bool(Note.objects.filter(pk=note_id, done_at=None).update(done_at=clock.now()))
