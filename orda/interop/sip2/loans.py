"""Lend, take back and renew at a machine: messages 11/12, 09/10, 29/30 and 65/66."""

from django.utils.translation import gettext as _

from orda.circulation import queries as desk
from orda.circulation.copies.onward import HOLD_SHELF, TRANSIT, Next
from orda.circulation.loans.acts import Lent
from orda.circulation.loans.refusals import AgeMark
from orda.circulation.refusals import LossCaseOpen, ReaderBlocked
from orda.interop import refusals, services
from orda.interop.services.cards import reader_at
from orda.interop.sip2.session import Session, bit, now, reply, yes
from orda.interop.sip2.wire import Reply, Request
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.readers.models import Reader
from orda.readers.services import pin_mark
from orda.stock import queries as stock
from orda.stock.models import Copy

# Their words are the librarian's, or name what the room need not read.
_HIDDEN = (ReaderBlocked, LossCaseOpen, AgeMark)
# Kinds of alert of the protocol's extension
_WANTED_HERE, _WANTED_ELSEWHERE, _TO_BE_SENT, _REFUSED = "01", "02", "04", "99"


def checkout(request: Request, session: Session) -> Reply:
    """11: lends; where the copy is the reader's already and the machine may renew, renews; BI=Y takes a loan back."""
    barcode, lent, renewed, done = request.get("AB"), None, False, True
    try:
        reader = _reader(request, session)
        if request.get("BI") == "Y":
            services.cancel_loan(session.machine, barcode, reader.pk)
        else:
            lent, renewed = _lend_or_renew(request, session, barcode, reader)
    except Refusal as refusal:
        done = _refused(refusal, session)
    head = bit(done) + yes(renewed) + "U" + yes(done and not renewed) + now()
    return reply("12", head, request, session, _item(request, lent))


def _lend_or_renew(request: Request, session: Session, barcode: str, reader: Reader) -> tuple[Lent, bool]:
    try:
        return services.lend(session.machine, barcode, reader.pk), False
    except refusals.YoursAlready:
        if request.fixed["renewal_policy"] != "Y":
            raise
        return services.renew(session.machine, barcode, reader.pk), True


def renew(request: Request, session: Session) -> Reply:
    """29: makes one of the reader's loans longer."""
    renewed, done = None, True
    try:
        reader = _reader(request, session)
        renewed = services.renew(session.machine, request.get("AB"), reader.pk)
    except Refusal as refusal:
        done = _refused(refusal, session)
    return reply("30", bit(done) + yes(done) + "UN" + now(), request, session, _item(request, renewed))


def renew_all(request: Request, session: Session) -> Reply:
    """65: makes each of the reader's loans longer that may be."""
    renewed: list[str] = []
    refused: list[str] = []
    done = True
    try:
        reader = _reader(request, session)
        for loan in desk.open_loans(reader.pk, clock.today(), at=session.library.pk):
            try:
                services.renew(session.machine, loan.barcode, reader.pk)
                renewed.append(loan.barcode)
            except Refusal:
                refused.append(loan.barcode)
    except Refusal as refusal:
        done = _refused(refusal, session)
    head = bit(done) + f"{len(renewed):04}{len(refused):04}" + now()
    lists = [("BM", one) for one in renewed] + [("BN", one) for one in refused]
    return reply("66", head, request, session, lists)


def checkin(request: Request, session: Session) -> Reply:
    """09: takes back, whoever brings it; BI=Y opens the loan again.

    Where the copy is wanted elsewhere the machine is told (alert, CV, CT), never for whom.
    """
    barcode, goes_on = request.get("AB"), Next()
    copy = _copy(barcode)
    try:
        if request.get("BI") == "Y":
            services.cancel_return(session.machine, barcode)
        else:
            goes_on = services.give_back(session.machine, barcode).next
        done = True
    except Refusal as refusal:
        done = _refused(refusal, session)
    kind, where = (_REFUSED, None) if not done else _onward(goes_on, session)
    fields = [
        ("AB", barcode),
        ("AQ", copy.library.code if copy else ""),
        ("AJ", copy.record.title if copy else None),
        ("CV", kind or None),
        ("CT", where),
    ]
    return reply("10", bit(done) + yes(done) + "U" + yes(kind) + now(), request, session, fields)


def _onward(goes_on: Next, session: Session) -> tuple[str, str | None]:
    """The kind of alert ("" for none) and the library to which the copy goes."""
    if goes_on.what == HOLD_SHELF:
        session.said.append(_("Somebody waits for this book. Please give it to the librarian."))
        return _WANTED_HERE, session.library.code
    if goes_on.what == TRANSIT:
        session.said.append(_("This book goes to another library. Please give it to the librarian."))
        where = Unit.objects.filter(pk__in=[goes_on.library_id]).values_list("code", flat=True).first()
        return (_WANTED_ELSEWHERE if goes_on.reader_id else _TO_BE_SENT), where
    return "", None


def _reader(request: Request, session: Session) -> Reader:
    reader = reader_at(session.machine, request.get("AA"), request.get("AD"), known=session.pin_mark)
    session.pin_mark = pin_mark(reader)
    return reader


def _refused(refusal: Refusal, session: Session) -> bool:
    session.said.append(str(refusals.AskTheLibrarian() if isinstance(refusal, _HIDDEN) else refusal))
    return False


def _copy(barcode: str) -> Copy | None:
    return stock.copy_by_barcode(barcode) if barcode and barcode.isprintable() else None


def _item(request: Request, lent: Lent | None) -> list[tuple[str, str | None]]:
    """Reader, copy, its title and the due day, to its last second: the standard names a moment."""
    copy = None if lent else _copy(request.get("AB"))
    return [
        ("AA", request.get("AA")),
        ("AB", request.get("AB")),
        ("AJ", lent.title if lent else copy.record.title if copy else ""),
        ("AH", f"{lent.due_on:%Y%m%d}    235959" if lent else ""),
    ]
