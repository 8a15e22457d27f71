"""What the desk does with a copy that comes from the van or from the pick list, or waits for somebody."""

from django.utils.translation import gettext as _

from orda.circulation.copies.at_hand import CopyAtDesk
from orda.circulation.copies.onward import Next, said
from orda.circulation.desk.answers import ATTENTION, GOOD, Answer, Desk
from orda.circulation.exchange.transits import services
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds import shelf as holds
from orda.circulation.holds.models import Hold
from orda.network.models import Unit
from orda.stock.models import Copy


def come(copy: CopyAtDesk, reader_id: int | None, desk: Desk) -> Answer | None:
    """What the desk does with a copy between libraries and readers, and says; None for one that is simply in.

    A copy that comes from the van is received; one from the pick list is found, unless a reader stands at the desk;
    so is one that was missing.
    """
    library, staff = desk.library, desk.staff
    if copy.where.promised_to is None and copy.where.transit_id is None:
        return _seen_again(copy, library) if reader_id is None else None
    where = copy.where
    if where.transit_id is not None and where.target_id == library.pk:
        received = services.receive(where.transit_id, library_id=library.pk, by_id=staff.pk)
        return Answer(_with(_("Received: %(title)s") % {"title": copy.title}, received.next), GOOD, reader_id)
    if where.transit_state == Transit.State.SENT or (where.transit_id is not None and reader_id is None):
        going = {"title": copy.title, "library": Unit.objects.get(pk=where.target_id)}  # type: ignore[misc]
        return Answer(
            _("“%(title)s” goes to %(library)s: lay it by for the van.") % going, ATTENTION, reader_id
        )
    if reader_id is not None or where.hold_id is None:
        return None
    if where.hold_state == Hold.State.PICKING and where.stands_at == library.pk:
        found = holds.found(where.hold_id, library_id=library.pk, by_id=staff.pk)
        return Answer(_with(_("Found: %(title)s") % {"title": copy.title}, found), GOOD, reader_id)
    if where.hold_state != Hold.State.READY:
        return None
    hold = Hold.objects.select_related("reader").get(pk=where.hold_id)
    waits = {"title": copy.title, "reader": hold.reader, "day": f"{hold.ready_until:%d.%m.%Y}"}
    return Answer(_("“%(title)s” waits for %(reader)s until %(day)s.") % waits, GOOD, reader_id)


def _seen_again(copy: CopyAtDesk, library: Unit) -> Answer | None:
    if copy.status != Copy.Status.IN_STOCK or not copy.where.missed:
        return None
    after = services.turn_up(copy.copy_id, library_id=library.pk)
    return Answer(_with(_("Found again: %(title)s") % {"title": copy.title}, after), GOOD)


def _with(text: str, after: Next) -> str:
    return " ".join(part for part in (text + ".", said(after)) if part)
