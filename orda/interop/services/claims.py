"""What is asked at a machine beyond a loan: wait for a book, pay for a lost one, call the librarian."""

import datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from orda.circulation.holds import services as holds
from orda.circulation.losses import services as losses
from orda.circulation.models import Hold, LossCase, Note
from orda.circulation.notes.services import LONGEST, leave_note
from orda.circulation.refusals import UnknownCopy
from orda.circulation.services import printable
from orda.interop import refusals
from orda.interop.models import Device, DeviceAct
from orda.interop.services.acts import channel_of, note
from orda.stock import queries as stock
from orda.stock.models import Copy

Done = DeviceAct.Done


@transaction.atomic
def place_hold(
    device: Device,
    barcode: str,
    reader_id: int,
    *,
    this_copy: bool = False,
    needed_until: datetime.date | None = None,
) -> Hold:
    """Lets the reader wait for the title of a copy (or that very copy), to be fetched at the machine's library.

    Raises UnknownCopy and what the desk's `place_hold` raises.
    """
    copy = _copy(barcode)
    hold = holds.place_hold(
        copy.record_id,
        reader_id,
        library_id=device.library_id,
        copy_id=copy.pk if this_copy else None,
        channel=channel_of(device),
        needed_until=needed_until,
    )
    note(device, "hold", hold.pk, Done.ASKED)
    return hold


@transaction.atomic
def cancel_hold(device: Device, barcode: str, reader_id: int) -> None:
    """The reader waits for the title of this copy no more. Raises UnknownCopy, NoSuchHold, HoldHasMoved."""
    record_id = _copy(barcode).record_id
    hold = Hold.objects.filter(reader=reader_id, record=record_id, state__in=Hold.OPEN).first()
    if hold is None:
        raise refusals.NoSuchHold
    holds.cancel_hold(hold.pk)
    note(device, "hold", hold.pk, Done.FORGONE)


@transaction.atomic
def pay_loss(device: Device, reader_id: int, *, amount: str, case: str = "", receipt: str = "") -> LossCase:
    """Takes the whole price of a book whose loss is written down, by the number of its case or by the sum alone.

    Raises NothingToPay where no open case of this reader, or more than one, asks for that very sum: there are no
    fines for children, and no part payments at a machine.
    """
    cases = LossCase.objects.filter(reader=reader_id, state=LossCase.State.OPEN, copy__price=_sum(amount))
    if case:
        cases = cases.filter(pk=int(case) if case.isascii() and case.isdigit() and len(case) < 10 else 0)
    found = list(cases[:2])
    if len(found) != 1:
        raise refusals.NothingToPay
    done = losses.pay(found[0].pk, found[0].copy.price, receipt=printable(receipt) or device.login)
    note(device, "loss", done.pk, Done.PAID)
    return done


@transaction.atomic
def tell_the_desk(device: Device, reader_id: int, said: str, *, card_kept: bool) -> None:
    """What a machine says of a card that it would block, as a note for the desk that meets the reader next.

    Said again before anybody heard it, it is kept once.
    """
    with translation.override(device.language):
        what = _("%(machine)s kept the card.") if card_kept else _("%(machine)s asked to block the card.")
        text = " ".join(part for part in (what % {"machine": device.name}, printable(said)) if part)
    if not Note.objects.filter(reader=reader_id, text=text[:LONGEST], done_at=None).exists():
        leave_note(text, reader_id=reader_id)


def _sum(amount: str) -> Decimal:
    """A sum in tenge as a machine writes it; one that is none fits no case."""
    try:
        found = Decimal(amount.replace(",", "."))
    except InvalidOperation:
        return Decimal(-1)
    return found if found.is_finite() and 0 < found < losses.MOST_PAID else Decimal(-1)


def _copy(barcode: str) -> Copy:
    copy = stock.copy_by_barcode(barcode) if barcode and barcode.isprintable() else None
    if copy is None:
        raise UnknownCopy(barcode=printable(barcode))
    return copy
