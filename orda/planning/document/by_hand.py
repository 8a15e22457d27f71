"""Counts by hand: work that no room of Orda counts yet, entered for a line of the plan, with its evidence."""

import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network.models import Staff, Unit
from orda.network.refusals import Refusal
from orda.planning.document.models import Line, ManualCount

LARGEST_ATTACHMENT = 10 * 1024 * 1024
ATTACHMENTS = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".xlsx", ".odt", ".ods")


class CountedByOrda(Refusal):
    code = "counted_by_orda"
    message = _("Orda counts this line itself: it takes no counts by hand.")


class OutsideTheYear(Refusal):
    code = "outside_the_year"
    message = _("The day must lie in %(year)s and not in the future.")


class NoteMissing(Refusal):
    code = "note_missing"
    message = _("Write a note: what was done, and where it is recorded.")


class BadQuantity(Refusal):
    code = "bad_quantity"
    message = _("The number must be a whole number from 0 to 10 million.")


class BadAttachment(Refusal):
    code = "bad_attachment"
    message = _("Attach a PDF, a picture or an office document of at most 10 MB.")


class NotYours(Refusal):
    code = "taken_back_already"
    message = _("This count was taken back already.")


def count_by_hand(
    line: Line,
    library: Unit,
    quantity: int,
    note: str,
    by: Staff,
    *,
    day: datetime.date | None = None,
    attachment: "File[bytes] | None" = None,
) -> ManualCount:
    """Enters a count. A milestone is done with any quantity above 0.

    Raises CountedByOrda, OutsideTheYear, NoteMissing, BadQuantity, BadAttachment.
    """
    day = day or clock.today()
    if not line.by_hand:
        raise CountedByOrda
    if day.year != line.plan.year or day > clock.today():
        raise OutsideTheYear(year=line.plan.year)
    if not note.strip():
        raise NoteMissing
    if not 0 <= quantity <= 10_000_000:
        raise BadQuantity
    if attachment and (
        (attachment.size or 0) > LARGEST_ATTACHMENT or not str(attachment.name).lower().endswith(ATTACHMENTS)
    ):
        raise BadAttachment
    return ManualCount.objects.create(
        line=line,
        library=library,
        day=day,
        quantity=quantity,
        note=note.strip(),
        attachment=attachment or "",
        recorded_at=clock.now(),
        recorded_by=by,
    )


@transaction.atomic
def take_back(count: ManualCount) -> ManualCount:
    """A count that was a mistake no longer counts; it stays to be read. Raises NotYours when done already."""
    if not ManualCount.objects.filter(pk=count.pk, taken_back=False).update(taken_back=True):
        raise NotYours
    count.taken_back = True
    return count
