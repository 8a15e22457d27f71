"""What a machine asks about a copy: message 17/18. Who holds it is not said."""

from orda.circulation.copies.whereabouts import whereabouts
from orda.circulation.models import Deposit, Hold, Loan, LossCase
from orda.interop.refusals import NotByMachine
from orda.interop.sip2.session import Session, now, reply
from orda.interop.sip2.wire import Reply, Request
from orda.stock import queries as stock
from orda.stock.models import Copy

# Circulation states of the standard
_OTHER, _AVAILABLE, _CHARGED, _ON_HOLD_SHELF, _IN_TRANSIT, _LOST, _MISSING = (
    *("01", "03", "04", "08", "10"),
    *("12", "13"),
)


def information(request: Request, session: Session) -> Reply:
    """17: where the copy is, until when, and how many wait for the title."""
    barcode = request.get("AB")
    copy = stock.copy_by_barcode(barcode) if barcode and barcode.isprintable() else None
    if copy is None:
        return reply("18", _OTHER + "0101" + now(), request, session, [("AB", barcode), ("AJ", "")])
    loan = Loan.objects.filter(copy=copy, state=Loan.OPEN).values_list("due_on", flat=True).first()
    waiting = Hold.objects.filter(record=copy.record_id, state=Hold.State.WAITING).count()
    fields = [
        ("CF", str(waiting)),
        ("AB", barcode),
        ("AJ", copy.record.title),
        ("AH", f"{loan:%Y%m%d}    235959" if loan else None),
        ("BG", copy.library.code),
        ("AQ", copy.library.code),
        ("AP", (copy.stands_at or copy.library).code),
    ]
    return reply("18", _state(copy, loan is not None) + "0001" + now(), request, session, fields)


def _state(copy: Copy, lent: bool) -> str:
    if lent:
        return _CHARGED
    if copy.status != Copy.Status.IN_STOCK:
        return _OTHER
    where = whereabouts(copy.pk)
    if where.spoilt:
        lost = LossCase.objects.filter(LossCase.KEEPS_AWAY, copy=copy, kind=LossCase.Kind.LOST)
        return _LOST if lost.exists() else _OTHER
    if where.partner_loan_id or where.set_state == Deposit.State.MADE:
        return _OTHER
    if where.hold_state == Hold.State.READY:
        return _ON_HOLD_SHELF
    if where.transit_id is not None or where.hold_state == Hold.State.TRANSIT:
        return _IN_TRANSIT
    return _MISSING if where.missed else _AVAILABLE


def status_update(request: Request, session: Session) -> Reply:
    """19: a machine writes nothing about a copy: its properties are the cataloguer's. The refusal names the copy."""
    barcode = request.get("AB")
    copy = stock.copy_by_barcode(barcode) if barcode and barcode.isprintable() else None
    fields = [("AB", barcode), ("AJ", copy.record.title if copy else None), ("AF", str(NotByMachine()))]
    return Reply("20", "0" + now(), fields)  # the only reply without an institution
