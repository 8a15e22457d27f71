"""What a machine asks about the reader whose card lies on it. It is told no more than the field needs.

Messages 23/24, 63/64, 01/24, 25/26, 35/36 and 37/38. Of a name only the given one is said, and neither address nor
telephone nor e-mail ever: a machine stands in the open.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orda.circulation import queries as desk
from orda.circulation.models import Hold, LossCase, Place
from orda.circulation.rules.rule import rule_for
from orda.interop import refusals, services
from orda.interop.services.cards import reader_at
from orda.interop.sip2.session import LANGUAGE_NUMBERS, YES, Session, now, reply, yes
from orda.interop.sip2.wire import Reply, Request
from orda.network import clock, reach
from orda.network.refusals import Refusal
from orda.readers import queries as readers
from orda.readers.models import Reader
from orda.readers.services import pin_mark

MOST_LISTED = 50
_LISTS = ("AS", "AT", "AU", "AV", "BU", "CD")  # holds ready, late, lent, losses, recalls, holds waiting
_UNKNOWN = "YYYY" + " " * 10  # neither borrow nor renew nor recall nor hold


@dataclass(frozen=True)
class Standing:
    """A reader as a machine sees them."""

    reader: Reader
    panel: desk.ReaderPanel
    ready: list[str]  # barcodes that wait on the shelf for them
    waiting: list[str]  # titles that they wait for
    losses: list[str]  # open cases: number, price, title
    owed: Decimal  # tenge
    in_debt: bool  # keeps something so long that nothing more is lent home

    @property
    def status(self) -> str:
        """The fourteen signs of the standard; "Y" takes a privilege away."""
        unknown_here = not self.panel.registered and not self.panel.is_group
        shut = self.panel.blocked or unknown_here
        full = self.panel.free == 0
        return (
            yes_or_blank(shut or full or self.in_debt)
            + yes_or_blank(shut)
            + "Y"
            + yes_or_blank(shut)
            + " "
            + yes_or_blank(full)
            + yes_or_blank(self.in_debt)
            + " " * 7
        )

    @property
    def barcodes(self) -> list[str]:
        return [loan.barcode for loan in self.panel.loans]

    @property
    def late(self) -> list[str]:
        return [loan.barcode for loan in self.panel.loans if loan.days_late]


def yes_or_blank(so: bool) -> str:
    return "Y" if so else " "


def standing(reader: Reader, session: Session) -> Standing:
    """The reader's loans and holds, as the machine's library sees them today."""
    panel = desk.reader_panel(reader.pk, session.library, clock.today())
    assert panel is not None
    here = reach.within(session.library.pk)
    holds = Hold.objects.filter(here, reader=reader, state__in=Hold.OPEN).order_by("placed_at")
    kept = list(holds.values_list("state", "copy__barcode", "record__title"))
    ready = [barcode for state, barcode, _title in kept if state == Hold.State.READY]
    waiting = [title for state, _barcode, title in kept if state != Hold.State.READY]
    cases = LossCase.objects.filter(here, reader=reader, state=LossCase.State.OPEN).order_by("pk")
    lost = list(cases.values_list("pk", "copy__price", "copy__record__title"))
    told = [f"{number} {price} {title}" for number, price, title in lost]
    owed = sum((price for _n, price, _t in lost), Decimal(0))
    minded = rule_for(session.library, reader.category, "").debt_days
    days_late = [loan.days_late for loan in panel.loans if loan.place == Place.HOME]
    return Standing(reader, panel, ready, waiting, told, owed, 0 < minded < max(days_late, default=0))


def status(request: Request, session: Session) -> Reply:
    """23: may this reader borrow?"""
    found, fields = _known(request, session)
    return reply("24", _head(found), request, session, fields)


def information(request: Request, session: Session) -> Reply:
    """63: the same with numbers, and one list where the machine asks for it."""
    found, fields = _known(request, session)
    if found is None:
        return reply("64", _head(found) + "0000" * 6, request, session, fields)
    counts = (
        len(found.ready),
        len(found.late),
        len(found.barcodes),
        len(found.losses),
        0,
        len(found.waiting),
    )
    fields += [("CB", f"{min(found.panel.limit, 9999):04}")]
    fields += _asked_list(found, request)
    return reply("64", _head(found) + "".join(f"{n:04}" for n in counts), request, session, fields)


def block(request: Request, session: Session) -> Reply:
    """01: a card was left or kept, or a machine tampered with. No machine blocks a child: the desk is told instead."""
    card = request.get("AA")
    reader = readers.reader_by_card(card, at=session.library.pk) if card else None
    if reader is not None:
        kept = request.fixed["card_kept"] == YES
        services.tell_the_desk(session.machine, reader.pk, request.get("AL"), card_kept=kept)
    found, fields = _known(request, session)
    session.said.append(_("The librarian is told. A machine blocks nobody."))
    return reply("24", _head(found), request, session, fields)


def enable(request: Request, session: Session) -> Reply:
    """25: a block is lifted by the librarian alone: the answer says how the reader stands."""
    found, fields = _known(request, session)
    told = [(name, value) for name, value in fields if name not in ("BH", "BV")]
    return reply("26", _head(found), request, session, told)


def end(request: Request, session: Session) -> Reply:
    """35: the reader goes; the next card begins anew."""
    session.pin_mark, session.language = "", ""
    return reply("36", "Y" + now(), request, session, [("AA", request.get("AA"))])


def fee(request: Request, session: Session) -> Reply:
    """37: money. Children pay no fines; what is taken is the whole price of a book whose loss is written down."""
    try:
        reader = reader_at(session.machine, request.get("AA"), request.get("AD"), known=session.pin_mark)
        services.pay_loss(
            session.machine,
            reader.pk,
            amount=request.get("BV"),
            case=request.get("CG"),
            receipt=request.get("BK"),
        )
        paid = True
    except Refusal as refusal:
        session.said.append(str(refusal))
        paid = False
    fields = [("AA", request.get("AA")), ("BK", request.get("BK") or None)]
    return reply("38", yes(paid) + now(), request, session, fields)


def _head(found: Standing | None) -> str:
    number = LANGUAGE_NUMBERS.get(get_language() or "", "000")
    return (found.status if found else _UNKNOWN) + number + now()


def _known(request: Request, session: Session) -> tuple[Standing | None, list[tuple[str, str | None]]]:
    """The reader of the message, where card and PIN fit, and what is said of them."""
    card, pin = request.get("AA"), request.get("AD")
    fields: list[tuple[str, str | None]] = [("AA", card)]
    try:
        reader = reader_at(session.machine, card, pin, known=session.pin_mark)
    except Refusal as refusal:
        session.pin_mark = ""
        session.said.append(str(refusal))
        there = not isinstance(refusal, refusals.CardUnknown)
        return None, [("AA", card), ("AE", ""), ("BL", yes(there)), ("CQ", "N" if pin else None)]
    session.pin_mark = pin_mark(reader)
    found = standing(reader, session)
    if found.panel.blocked:
        session.said.append(str(refusals.AskTheLibrarian()))
    fields += [("AE", reader.given_name), ("BL", "Y"), ("CQ", "Y" if pin else None)]
    if found.losses:
        fields += [("BH", "KZT"), ("BV", f"{found.owed}")]
    return found, fields


def _asked_list(found: Standing, request: Request) -> list[tuple[str, str | None]]:
    """The one list that the summary asks for, from the start item to the end item."""
    place = request.fixed["summary"].find("Y")
    if not 0 <= place < len(_LISTS):
        return []
    name, values = (
        _LISTS[place],
        (
            *(found.ready, found.late, found.barcodes, found.losses, []),
            found.waiting,
        )[place],
    )
    first = max(_number(request.get("BP"), 1), 1)
    last = min(_number(request.get("BQ"), len(values)), first + MOST_LISTED - 1)
    return [(name, value) for value in values[first - 1 : last]]


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
