"""The screen at the door: what it does with what was scanned, and what it says to a child."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from orda.circulation import queries as desk
from orda.circulation.copies.at_hand import copy_at_desk
from orda.circulation.copies.onward import STAYS
from orda.circulation.loans.refusals import AgeMark, InDebt, NotRegisteredThisYear
from orda.circulation.refusals import LossCaseOpen, ReaderBlocked
from orda.interop import refusals, services
from orda.interop.models import Device
from orda.interop.services.cards import reader_at
from orda.network import clock
from orda.network.refusals import Refusal
from orda.readers import queries as readers
from orda.readers.models import Reader

HOME, BORROW, RETURN, MINE = "", "borrow", "return", "mine"
MODES = (HOME, BORROW, RETURN, MINE)
# Their words are the librarian's, or name what the room need not read.
_HIDDEN = (
    ReaderBlocked,
    LossCaseOpen,
    AgeMark,
    InDebt,
    NotRegisteredThisYear,
)
_SEEN_AS_GOOD = (refusals.YoursAlready,)


@dataclass
class Visit:
    """What the screen knows of the child in front of it. Kept in its session, gone when the child goes."""

    mode: str = HOME
    reader_id: int | None = None
    card: str = ""  # that waits for its PIN
    lent: list[list[str]] = field(default_factory=list)  # title, due day
    returned: list[str] = field(default_factory=list)  # titles
    text: str = ""
    tone: str = ""  # "good", "bad" or ""
    language: str = ""
    last: float = 0.0  # when the child last did something, for who walked away

    def as_kept(self) -> dict[str, Any]:
        return {**self.__dict__, "text": "", "tone": ""}

    def say(self, text: str, tone: str) -> None:
        self.text, self.tone = text, tone


def take(visit: Visit, device: Device, scan: str) -> None:
    """Answers one scan: a card brings its reader, a book is lent, taken back or made longer as the child chose.

    On the first screen a card begins a loan and a book that is out comes back, as at the desk.
    """
    scan = scan.strip()
    if not scan:
        return
    try:
        copy = copy_at_desk(scan, at=device.library_id) if scan.isprintable() else None
        if copy is None:
            _card(visit, device, scan)
        elif visit.mode == RETURN or (visit.mode == HOME and copy.loan_id is not None):
            _give_back(visit, device, scan)
        elif visit.reader_id is None:
            raise refusals.CardFirst
        elif visit.mode == MINE:
            renew(visit, device, scan)
        else:
            _lend(visit, device, scan)
    except Refusal as refusal:
        refuse(visit, refusal)


def show_pin(visit: Visit, device: Device, pin: str) -> None:
    """The PIN of the card that was shown last."""
    try:
        _welcome(visit, reader_at(device, visit.card, pin or " "))
    except Refusal as refusal:
        refuse(visit, refusal)


def renew(visit: Visit, device: Device, barcode: str) -> None:
    """Makes one of the child's own loans longer."""
    try:
        if visit.reader_id is None:
            raise refusals.CardFirst
        renewed = services.renew(device, barcode, visit.reader_id)
        told = {"title": renewed.title, "day": f"{renewed.due_on:%d.%m.%Y}"}
        visit.say(_("Longer now: %(title)s — until %(day)s") % told, "good")
    except Refusal as refusal:
        refuse(visit, refusal)


def refuse(visit: Visit, refusal: Refusal) -> None:
    """Says why not, in words that the room may read."""
    good = isinstance(refusal, _SEEN_AS_GOOD)
    said = str(refusals.AskTheLibrarian() if isinstance(refusal, _HIDDEN) else refusal)
    visit.say(said, "good" if good else "bad")


def loans_of(visit: Visit, device: Device) -> list[desk.LoanAtDesk]:
    """The child's own books, those due first at the top."""
    return desk.open_loans(visit.reader_id, clock.today(), at=device.library_id) if visit.reader_id else []


def first_name(visit: Visit) -> str:
    found = Reader.objects.filter(pk=visit.reader_id or 0).values_list("given_name", flat=True).first()
    return found or ""


def _card(visit: Visit, device: Device, card: str) -> None:
    reader = readers.reader_by_card(card, at=device.library_id)
    if reader is None:
        raise refusals.NeitherCardNorBook
    if device.needs_pin:
        visit.card, visit.reader_id, visit.lent = card, None, []
        visit.mode = visit.mode if visit.mode in (BORROW, MINE) else BORROW
        return
    _welcome(visit, reader_at(device, card, ""))


def _welcome(visit: Visit, reader: Reader) -> None:
    if visit.reader_id != reader.pk:
        visit.lent = []
    visit.reader_id, visit.card = reader.pk, ""
    visit.mode = visit.mode if visit.mode in (BORROW, MINE) else BORROW
    visit.say(_("Hello, %(name)s!") % {"name": reader.given_name}, "good")


def _lend(visit: Visit, device: Device, barcode: str) -> None:
    assert visit.reader_id is not None
    lent = services.lend(device, barcode, visit.reader_id)
    day = f"{lent.due_on:%d.%m.%Y}"
    visit.lent.append([lent.title, day])
    visit.say(_("Yours: %(title)s — until %(day)s") % {"title": lent.title, "day": day}, "good")


def _give_back(visit: Visit, device: Device, barcode: str) -> None:
    returned = services.give_back(device, barcode)
    visit.mode = RETURN
    visit.returned.append(returned.title)
    if returned.next.what == STAYS:
        visit.say(_("Thank you! %(title)s is back.") % {"title": returned.title}, "good")
    else:
        said = _("Thank you! Somebody waits for this book: give it to the librarian.")
        visit.say(said, "good")
