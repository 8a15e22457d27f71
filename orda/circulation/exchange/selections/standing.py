"""What was chosen for a selection, where each copy is now, and what else might be chosen."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from orda.circulation.exchange.selections.chosen import copies_of
from orda.circulation.exchange.selections.models import Selection
from orda.circulation.exchange.sets.models import DepositCopy
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.models import Hold, NotOnShelf
from orda.circulation.loans.models import Loan
from orda.network.models import Unit
from orda.search.queries import search
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT

TITLES = 50  # of the catalogue's answer that are looked through for copies
OFFERED = 10  # of them are shown


@dataclass(frozen=True)
class Chosen:
    """A copy of a selection. `where`: in the words of its hold, its way or its set; "" while it stands free."""

    copy: Copy
    standing: Unit
    where: str

    @property
    def class_mark(self) -> str:
        return self.copy.record.bbk or self.copy.record.udc


def chosen_for(selection: Selection) -> list[Chosen]:
    """The copies in the order of their shelves: seven queries however many."""
    return _with_whereabouts(copies_of(selection.pk))


def offered(selection: Selection, text: str, library: Unit) -> list[Chosen]:
    """Titles that the catalogue finds by these words, the best first, by a copy each that stands free at a library."""
    hits = search(text, limit=TITLES, facets=False).hits
    best = {hit.record.pk: place for place, hit in enumerate(hits)}
    here = Q(stands_at=library) | Q(stands_at=None, library=library)
    found = Copy.objects.filter(here, record__in=best, status=Copy.Status.IN_STOCK)
    found = found.exclude(document_kind=ELECTRONIC_DOCUMENT).exclude(pk__in=selection.chosen.values("copy"))
    shown = found.select_related("record", "library", "stands_at").defer("record__marc")
    copies = sorted(shown.order_by("pk"), key=lambda copy: best[copy.record_id])
    free = [one for one in _with_whereabouts(copies) if not one.where]
    return list({one.copy.record_id: one for one in reversed(free)}.values())[::-1][:OFFERED]


def _with_whereabouts(copies: Collection[Copy]) -> list[Chosen]:
    said = _said([copy.pk for copy in copies])
    return [
        Chosen(
            copy,
            copy.stands_at or copy.library,
            str(copy.get_status_display()) if copy.status != Copy.Status.IN_STOCK else said.get(copy.pk, ""),
        )
        for copy in copies
    ]


def _said(copy_ids: Collection[int]) -> dict[int, str]:
    """What keeps copies from standing free, the likeliest to be asked about last: it is what is told."""
    said: dict[int, str] = {}
    items = DepositCopy.objects.filter(copy__in=copy_ids, back_on=None).select_related("deposit")
    said |= {item.copy_id: f"{_('set')}: {item.deposit.get_state_display()}" for item in items}
    missed = NotOnShelf.objects.filter(copy__in=copy_ids, found_at=None)
    said |= {copy_id: _("missing") for copy_id in missed.values_list("copy", flat=True)}
    holds = Hold.objects.filter(copy__in=copy_ids, state__in=Hold.WITH_A_COPY)
    said |= {hold.copy_id: str(hold.get_state_display()) for hold in holds if hold.copy_id}
    ways = Transit.objects.filter(copy__in=copy_ids, state__in=Transit.UNFINISHED).select_related("target")
    said |= {way.copy_id: f"{way.get_state_display()} → {way.target.name}" for way in ways}
    lent = Loan.objects.filter(copy__in=copy_ids, state=Loan.OPEN)
    return said | {copy_id: _("on loan") for copy_id in lent.values_list("copy", flat=True)}
