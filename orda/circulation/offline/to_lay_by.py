"""Copies that came back while the desk had no connection, and that it could not know to belong elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.models import Hold
from orda.circulation.loans.models import Loan
from orda.circulation.offline.models import OfflineAct


@dataclass(frozen=True)
class LaidBy:
    """A copy that must leave the shelf: to the hold shelf for a reader, or with the van to a library."""

    title: str
    barcode: str
    reader: str
    library: str


def to_lay_by(library_ids: Collection[int]) -> list[LaidBy]:
    """What of them still waits to be laid by at these libraries: two queries. Fetched or sent it is listed no more."""
    # Promised by the return; to one who asked after its hour, from the moment at which they asked.
    then = Q(copy__loans__returned_at=F("copy_at"))
    since = Q(copy__loans__returned_at__lt=F("copy_at"), copy_at=F("placed_at"))
    holds = Hold.objects.filter(
        then | since,
        state=Hold.State.READY,
        library__in=library_ids,
        copy__loans__in=_came_back(library_ids),
    ).distinct()
    ways = Transit.objects.filter(
        state=Transit.State.WAITING,
        source__in=library_ids,
        copy__loans__in=_came_back(library_ids),
        copy__loans__returned_at=F("made_at"),
    )
    ready = [
        LaidBy(hold.record.title, hold.copy.barcode, f"{hold.reader} · {hold.reader.card_number}", "")
        for hold in holds.select_related("record", "copy", "reader").order_by("pk")
        if hold.copy is not None and hold.reader is not None
    ]
    shown = ways.select_related("copy__record", "target").order_by("pk")
    return ready + [LaidBy(way.copy.record.title, way.copy.barcode, "", way.target.name) for way in shown]


def _came_back(library_ids: Collection[int]) -> QuerySet[Loan]:
    acts = OfflineAct.objects.filter(library__in=library_ids, kind="give_back", act="loan")
    return Loan.objects.filter(pk__in=acts.values("act_id"), state=Loan.RETURNED).order_by()
