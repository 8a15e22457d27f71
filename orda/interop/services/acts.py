"""The desk's acts as machines do them: at the machine's library, the reader's own copies alone, the machine noted."""

from django.db import transaction

from orda.circulation import services as desk
from orda.circulation.loans.refusals import CopyOnLoan
from orda.circulation.models import Channel, Loan
from orda.interop import refusals
from orda.interop.models import Device, DeviceAct
from orda.network import clock
from orda.network.codes import read

Done = DeviceAct.Done
CHANNELS = {Device.Kind.SELF_CHECK: Channel.SIP2, Device.Kind.TABLET: Channel.SELF_SERVICE}


@transaction.atomic
def lend(device: Device, barcode: str, reader_id: int) -> desk.Lent:
    """Lends at a machine. Raises what the desk's `lend` raises, and YoursAlready to who holds the copy."""
    try:
        lent = desk.lend(barcode, reader_id, library_id=device.library_id, channel=channel_of(device))
    except CopyOnLoan:
        mine = _open_loan(barcode, reader_id)
        if mine is None:
            raise
        raise refusals.YoursAlready(day=f"{mine.due_on:%d.%m.%Y}") from None
    note(device, "loan", lent.loan_id, Done.LENT)
    return lent


@transaction.atomic
def give_back(device: Device, barcode: str) -> desk.Returned:
    """Takes back at a machine, whoever brings it. Raises what the desk's `give_back` raises."""
    returned = desk.give_back(barcode, library_id=device.library_id)
    note(device, "loan", returned.loan_id, Done.RETURNED)
    return returned


@transaction.atomic
def renew(device: Device, barcode: str, reader_id: int) -> desk.Lent:
    """Makes the reader's own loan longer. Raises NotYours and what the desk's `renew` raises."""
    if _open_loan(barcode, reader_id) is None:
        raise refusals.NotYours
    renewed = desk.renew(barcode, library_id=device.library_id, channel=channel_of(device))
    note(device, "renewal", renewed.renewal_id or 0, Done.RENEWED)
    return renewed


@transaction.atomic
def cancel_loan(device: Device, barcode: str, reader_id: int) -> int:
    """Takes back what this very machine lent to the reader today: it could not open the copy's lock.

    Gives the loan's id. Raises NotYours and TooLateToUndo.
    """
    mine = _open_loan(barcode, reader_id)
    if mine is None or not _did(device, mine.pk, Done.LENT):
        raise refusals.NotYours
    desk.undo_loan(mine.pk)
    note(device, "loan", mine.pk, Done.CANCELLED)
    return mine.pk


@transaction.atomic
def cancel_return(device: Device, barcode: str) -> int:
    """Opens again the loan that this very machine closed today: it could not lock the copy. Raises NotYours."""
    last = _last_returned(barcode)
    if last is None or not _did(device, last.pk, Done.RETURNED):
        raise refusals.NotYours
    desk.undo_return(last.pk)
    note(device, "loan", last.pk, Done.REOPENED)
    return last.pk


def channel_of(device: Device) -> str:
    return CHANNELS[Device.Kind(device.kind)]


def _open_loan(barcode: str, reader_id: int) -> Loan | None:
    barcode = read(barcode)
    if not barcode.isprintable():  # PostgreSQL takes no NUL
        return None
    return Loan.objects.filter(copy__barcode=barcode, reader_id=reader_id, state=Loan.OPEN).first()


def _last_returned(barcode: str) -> Loan | None:
    barcode = read(barcode)
    if not barcode.isprintable():
        return None
    returned = Loan.objects.filter(copy__barcode=barcode, state=Loan.RETURNED)
    return returned.order_by("-returned_at", "-pk").first()


def _did(device: Device, loan_id: int, done: str) -> bool:
    return DeviceAct.objects.filter(act="loan", act_id=loan_id, device=device, done=done).exists()


def note(device: Device, act: str, act_id: int, done: str) -> None:
    DeviceAct.objects.create(device=device, act=act, act_id=act_id, done=done, at=clock.now())
