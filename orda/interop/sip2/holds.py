"""Wait for a book, or no more, at a machine: message 15/16."""

import datetime

from orda.circulation.models import Hold
from orda.interop import services
from orda.interop.services.cards import reader_at
from orda.interop.sip2.session import Session, bit, now, reply, yes
from orda.interop.sip2.wire import Reply, Request
from orda.network.refusals import Refusal
from orda.readers.services import pin_mark

_THIS_COPY = "3"  # hold type of the standard; any other is any copy of the title
_NOT_HERE = Hold.State.WAITING


def hold(request: Request, session: Session) -> Reply:
    """15: "+" places a hold on the title of the copy, "-" cancels it; it is fetched at the machine's library."""
    placed = None
    barcode = request.get("AB")
    try:
        reader = reader_at(session.machine, request.get("AA"), request.get("AD"), known=session.pin_mark)
        session.pin_mark = pin_mark(reader)
        if request.fixed["mode"] == "-":
            services.cancel_hold(session.machine, barcode, reader.pk)
        else:
            placed = services.place_hold(
                session.machine,
                barcode,
                reader.pk,
                this_copy=request.get("BY") == _THIS_COPY,
                needed_until=_day(request.get("BW")),
            )
        done = True
    except Refusal as refusal:
        session.said.append(str(refusal))
        done = False
    fields = [
        ("BR", _place(placed) if placed else None),
        ("BS", session.library.code if placed else None),
        ("AA", request.get("AA")),
        ("AB", barcode),
        ("AJ", placed.record.title if placed else None),
    ]
    available = placed is not None and placed.state != _NOT_HERE
    return reply("16", bit(done) + yes(available) + now(), request, session, fields)


def _place(placed: Hold) -> str:
    """The place in the title's queue, from 1."""
    before = Hold.objects.filter(record=placed.record_id, state__in=Hold.OPEN, placed_at__lt=placed.placed_at)
    return str(before.count() + 1)


def _day(moment: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(moment[:8], "%Y%m%d").date()
    except ValueError:
        return None
