"""What shows that an event took place: kept beside it, and sent with the monthly report."""

import datetime
import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.events.models import Evidence, HeldEvent
from orda.events.refusals import BadEventField, EventCancelled
from orda.network import clock
from orda.network.asked import one_line

LARGEST_FILE = 10 * 1024 * 1024
FILES = (".jpg", ".jpeg", ".png", ".webp", ".pdf", ".docx", ".odt")
LONGEST_LINK, LONGEST_NOTE = 400, 200
AT_ONCE = 200  # links in one statement


@transaction.atomic
def add_evidence(
    event: HeldEvent,
    *,
    link: str = "",
    file: "File[bytes] | None" = None,
    note: str = "",
    by_id: int | None = None,
) -> Evidence:
    """Keeps a link, or a photo or document of at most 10 MB, as the evidence of an event.

    It counts nothing: the diary has no line of it. Raises EventCancelled, BadEventField (which names its field).
    """
    if HeldEvent.objects.get(pk=event.pk).cancelled:
        raise EventCancelled
    link, note = link.strip(), one_line(note, LONGEST_NOTE)
    if not link and not file:
        raise BadEventField("link", _("Give a link or a file."))
    if link:
        _check_link(link)
    if file:
        _check_file(file)
    return Evidence.objects.create(
        event=event,
        link=link,
        file=file or "",
        name=str(file.name)[-200:] if file else "",
        digest=_digest(file) if file else "",
        note=note,
        recorded_at=clock.now(),
        recorded_by_id=by_id,
    )


@transaction.atomic
def add_links(links: Sequence[tuple[HeldEvent, str, datetime.datetime]], *, by_id: int | None = None) -> None:
    """`add_evidence` of a link, noted at a moment, for many events at once: all of them, or none."""
    cancelled = HeldEvent.objects.filter(cancelled=True).values_list("pk", flat=True)
    if not {event.pk for event, _link, _at in links}.isdisjoint(cancelled):
        raise EventCancelled
    for _event, link, _at in links:
        _check_link(link)
    Evidence.objects.bulk_create(
        (Evidence(event=event, link=link, recorded_at=at, recorded_by_id=by_id) for event, link, at in links),
        batch_size=AT_ONCE,
    )


def take_evidence_back(evidence: Evidence) -> None:
    """Evidence put to the wrong event is shown no more; a photo that must not be kept is deleted with it."""
    evidence.taken_back = True
    evidence.save(update_fields=["taken_back"])
    if evidence.file:
        evidence.file.storage.delete(str(evidence.file.name))


def _check_link(link: str) -> None:
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    fits = parts.scheme in ("http", "https") and parts.netloc and link.isprintable() and " " not in link
    if not fits or len(link) > LONGEST_LINK:
        raise BadEventField("link", _("A link begins with https:// and has at most 400 signs."))


def _check_file(file: "File[bytes]") -> None:
    if (file.size or 0) > LARGEST_FILE or not str(file.name).lower().endswith(FILES):
        raise BadEventField("file", _("Attach a photo, a PDF or a document of at most 10 MB."))


def _digest(file: "File[bytes]") -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()
