"""What the desk says back, and what it may offer."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from orda.circulation.copies.at_hand import CopyAtDesk
from orda.circulation.copies.onward import said
from orda.circulation.desk.queries import ReaderPanel
from orda.circulation.loans.acts import Lent, Returned
from orda.circulation.loans.models import Channel, Place
from orda.circulation.loans.refusals import AgeMark, InDebt, NotRegisteredThisYear, ReadingRoomOnly
from orda.circulation.notes.models import Note
from orda.circulation.refusals import LossCaseOpen
from orda.network import codes
from orda.network.models import Staff, Unit
from orda.network.refusals import Refusal, printable
from orda.readers.models import Reader

GOOD, ATTENTION, BAD = "good", "warn", "bad"
Act = tuple[str, int]


@dataclass(frozen=True)
class Offer:
    """A loan that was refused and that the librarian may make by one key all the same."""

    barcode: str
    label: str
    despite: tuple[str, ...] = ()
    place: str = Place.HOME
    address: str = "desk_lend"  # the name of its URL


@dataclass(frozen=True)
class CardOffer:
    """The card of somebody who is not at the desk, to be opened by one key."""

    reader_id: int
    label: str


@dataclass(frozen=True)
class Link:
    """Where to go on."""

    address: str
    label: str


@dataclass
class Answer:
    """What the desk says back. `tone`: how it sounds and looks; empty: silent."""

    text: str = ""
    tone: str = ""
    reader_id: int | None = None
    acts: Sequence[Act] = ()  # what "undo" would take back
    lines: Sequence[str] = ()  # more than one thing to say
    links: Sequence[Link] = ()
    notes: Sequence[Note] = ()
    names: list[Reader] = field(default_factory=list)
    offer: Offer | None = None
    card: CardOffer | None = None
    offer_registration: bool = False
    pending: str = ""  # the barcode to lend once the reader is registered
    panel: ReaderPanel | None = None  # of the reader at the desk, where nothing changed since it was read


@dataclass(frozen=True)
class Desk:
    """Where an act is done, by whom, and whether loans stay in the reading room."""

    library: Unit
    staff: Staff
    place: str = Place.HOME
    channel: str = Channel.DESK  # by phone, where the reader is on the phone: of renewals alone
    # Of a copy that was lent or taken back after `lately`: whether that was this very scan, asked once it is held.
    lately: datetime.datetime | None = None
    is_echo: Callable[[], bool] = bool


def lent_to(lent: Lent, reader_id: int, place: str) -> Answer:
    if place == Place.READING_ROOM:
        text = _("Lent in the reading room: %(title)s") % {"title": lent.title}
    else:
        text = _("Lent until %(day)s: %(title)s") % {"day": f"{lent.due_on:%d.%m.%Y}", "title": lent.title}
    return Answer(text, GOOD, reader_id, [("loan", lent.loan_id)])


def taken_back(returned: Returned, copy: CopyAtDesk, reader_id: int | None) -> Answer:
    """A copy has come back; the reader at the desk stays. Of another's book it is said whose it was."""
    text = _("Returned: %(title)s") % {"title": returned.title}
    if returned.days_late:
        text += " · " + _("%(days)s days late") % {"days": returned.days_late}
    goes = said(returned.next)
    theirs = returned.reader_id is not None and returned.reader_id != reader_id
    mixed = theirs and reader_id is not None
    tone = ATTENTION if goes or returned.days_late or mixed else GOOD
    whose = _("It was with: %(reader)s") % {"reader": copy.borrower} if theirs else ""
    answer = Answer(
        text, tone, reader_id, [("return", returned.loan_id)], [line for line in (whose, goes) if line]
    )
    if theirs and returned.reader_id is not None:
        answer.card = CardOffer(returned.reader_id, _("Open this card"))
    return answer


def not_understood(scan: str, reader_id: int | None) -> Answer:
    """What came, how it was read, and the likely reason: nobody guesses at a scanner's settings."""
    text = _("Neither a card nor a copy: %(scan)s") % {"scan": printable(scan)}
    read = codes.readings(scan)
    lines = [str(doubt.text) for doubt in codes.doubts(scan)]
    if read[0] != scan and codes.is_code(read[0]):
        lines.insert(0, _("It was read as %(codes)s.") % {"codes": ", ".join(read)})
    links = [Link(reverse("desk_scanner"), _("Try the scanner"))]
    return Answer(text, BAD, reader_id, lines=lines, links=links)


def refused(
    refusal: Refusal,
    barcode: str,
    reader_id: int | None,
    place: str,
    despite: Sequence[str] = (),
    copy: CopyAtDesk | None = None,
) -> Answer:
    """Why not; and what the librarian may do about it by one key."""
    if isinstance(refusal, NotRegisteredThisYear):
        return Answer(str(refusal), BAD, reader_id, offer_registration=True, pending=barcode)
    if isinstance(refusal, ReadingRoomOnly):
        offer = Offer(barcode, _("Lend in the reading room"), place=Place.READING_ROOM)
        return Answer(str(refusal), ATTENTION, reader_id, offer=offer)
    if isinstance(refusal, AgeMark | InDebt):
        offer = Offer(barcode, _("Lend all the same"), (*despite, refusal.code), place)
        return Answer(str(refusal), ATTENTION, reader_id, offer=offer)
    answer = Answer(str(refusal), BAD, reader_id)
    if copy is not None and copy.title not in answer.text:
        answer.lines = [copy.title]
    if isinstance(refusal, LossCaseOpen) and copy is not None and copy.loss_case_id is not None:
        answer.links = [Link(reverse("loss", args=[copy.loss_case_id]), _("Open the case"))]
    return answer
