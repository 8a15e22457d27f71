"""What the desk does with what it was given: it decides by itself whether that was a card, a copy or a name."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from orda.circulation import refusals, services
from orda.circulation.desk_reads import copy_at_desk
from orda.network.models import Staff, Unit
from orda.readers import queries as readers
from orda.readers import services as reader_services
from orda.readers.models import Reader
from orda.stock import queries as stock

MOST_NAMES = 20
_VISITS = re.compile(r"([0-9]{1,4})\+|\+([0-9]{0,4})")
_UNDO = {
    "loan": services.undo_loan,
    "return": services.undo_return,
    "renewal": services.undo_renewal,
    "visit": services.undo_visit,
}


@dataclass
class Answer:
    """What the desk says back. `tone`: "good", "bad" or "" (no sound)."""

    text: str = ""
    tone: str = ""
    reader_id: int | None = None
    act: tuple[str, int] | None = None  # what "undo" would take back
    names: list[Reader] = field(default_factory=list)
    offer_registration: bool = False
    pending: str = ""  # the barcode to lend once the reader is registered


def take(scan: str, reader_id: int | None, library: Unit, staff: Staff) -> Answer:
    """Answers one scan or typed line.

    A copy that is out comes back, a copy that is in goes to the reader at the desk; a card opens its reader;
    "+" counts a visit ("5+" five); anything else is looked for among names.
    """
    scan = scan.strip()
    if not scan:
        return Answer(reader_id=reader_id)
    visits = _VISITS.fullmatch(scan)
    if visits:
        return count_visit(int(visits[1] or visits[2] or 1), reader_id, library, staff)
    copy = copy_at_desk(scan)
    if copy is not None:
        if copy.loan_id is not None:
            return give_back(scan, reader_id, library, staff)
        return lend(scan, reader_id, library, staff)
    reader = readers.reader_by_card(scan)
    if reader is not None:
        return open_reader(reader, staff)
    return _look_for_name(scan, reader_id, staff)


def open_reader(reader: Reader, staff: Staff) -> Answer:
    """Brings a reader to the desk; the look is noted."""
    reader_services.note_look(reader, staff)
    return Answer(reader_id=reader.pk)


def lend(barcode: str, reader_id: int | None, library: Unit, staff: Staff) -> Answer:
    """Lends to the reader at the desk."""
    if reader_id is None:
        copy = stock.copy_by_barcode(barcode)
        title = copy.record.title if copy else barcode
        return Answer(_("“%(title)s” is in. Scan a reader's card first.") % {"title": title}, "bad")
    try:
        lent = services.lend(barcode, reader_id, library_id=library.pk, by_id=staff.pk)
    except refusals.NotRegisteredThisYear as refusal:
        return Answer(str(refusal), "bad", reader_id, offer_registration=True, pending=barcode)
    except refusals.Refusal as refusal:
        return Answer(str(refusal), "bad", reader_id)
    text = _("Lent until %(day)s: %(title)s") % {
        "day": lent.due_on.strftime("%d.%m.%Y"),
        "title": _title(barcode),
    }
    return Answer(text, "good", reader_id, ("loan", lent.loan_id))


def give_back(barcode: str, reader_id: int | None, library: Unit, staff: Staff) -> Answer:
    """Takes a copy back; the reader at the desk stays."""
    try:
        returned = services.give_back(barcode, library_id=library.pk, by_id=staff.pk)
    except refusals.Refusal as refusal:
        return Answer(str(refusal), "bad", reader_id)
    text = _("Returned: %(title)s") % {"title": _title(barcode)}
    if returned.days_late:
        text += " · " + _("%(days)s days late") % {"days": returned.days_late}
    return Answer(text, "good", reader_id, ("return", returned.loan_id))


def renew(barcode: str, reader_id: int | None, library: Unit, staff: Staff) -> Answer:
    """Makes a loan longer."""
    try:
        renewed = services.renew(barcode, library_id=library.pk, by_id=staff.pk)
    except refusals.Refusal as refusal:
        offer = isinstance(refusal, refusals.NotRegisteredThisYear)
        return Answer(str(refusal), "bad", reader_id, offer_registration=offer)
    text = _("Renewed until %(day)s: %(title)s") % {
        "day": renewed.due_on.strftime("%d.%m.%Y"),
        "title": _title(barcode),
    }
    return Answer(text, "good", reader_id, ("renewal", renewed.renewal_id or 0))


def count_visit(quantity: int, reader_id: int | None, library: Unit, staff: Staff) -> Answer:
    """Counts people who came; with a reader at the desk, their age group too."""
    try:
        visit = services.count_visit(library_id=library.pk, quantity=quantity, by_id=staff.pk)
    except refusals.Refusal as refusal:
        return Answer(str(refusal), "bad", reader_id)
    return Answer(_("Visits counted: %(n)s") % {"n": quantity}, "good", reader_id, ("visit", visit.pk))


def register_for_year(reader_id: int, pending: str, library: Unit, staff: Staff) -> Answer:
    """Enters the reader for the year on the spot, then lends what was waiting."""
    reader = Reader.objects.get(pk=reader_id)
    try:
        reader_services.register_for_year(reader, library=library, by_id=staff.pk)
    except refusals.Refusal as refusal:
        return Answer(str(refusal), "bad", reader_id)
    if pending:
        return lend(pending, reader_id, library, staff)
    return Answer(_("Registered for the year: %(reader)s") % {"reader": reader}, "good", reader_id)


def undo(act: tuple[str, int], reader_id: int | None, staff: Staff) -> Answer:
    """Takes the last act of this desk back."""
    kind, act_id = act
    try:
        _UNDO[kind](act_id, by_id=staff.pk)
    except refusals.Refusal as refusal:
        return Answer(str(refusal), "bad", reader_id)
    return Answer(_("Undone."), "good", reader_id)


def _look_for_name(text: str, reader_id: int | None, staff: Staff) -> Answer:
    if any(sign.isdecimal() for sign in text) or len(text) > MOST_NAMES * 5 or not text.isprintable():
        shown: dict[str, Any] = {"scan": services.printable(text)}
        return Answer(_("Neither a card nor a copy: %(scan)s") % shown, "bad", reader_id)
    found = list(readers.readers_by_name(text)[:MOST_NAMES])
    if len(found) == 1:
        return open_reader(found[0], staff)
    if not found:
        return Answer(_("No reader's name begins with “%(text)s”.") % {"text": text}, "bad", reader_id)
    return Answer(reader_id=reader_id, names=found)


def _title(barcode: str) -> str:
    copy = stock.copy_by_barcode(barcode)
    return copy.record.title if copy else barcode
