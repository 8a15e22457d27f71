"""Who is brought books home: what they have, what waits for them, when somebody was there last."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from orda.circulation.deliveries.models import Delivery
from orda.circulation.holds.models import Hold
from orda.circulation.loans.models import Loan, Place
from orda.network import reach
from orda.network.models import Unit
from orda.readers.models import Reader, Registration

MOST = 300  # on a list: more are nobody's round


@dataclass
class Stop:
    """One reader of the round. `loans`: to be fetched or renewed, the first due first. `ready`: to be brought."""

    reader: Reader
    loans: list[Loan] = field(default_factory=list)
    ready: list[Hold] = field(default_factory=list)
    last: Delivery | None = None

    @property
    def phone(self) -> str:
        return self.reader.guardian_phone or self.reader.phone

    def visited_on(self, day: datetime.date) -> bool:
        return self.last is not None and self.last.day == day


def brought_home(unit: Unit, year: int) -> QuerySet[Reader]:
    """Readers of a unit's subtree whose books are brought home: whose library it is, or who are registered there."""
    here = Registration.objects.filter(reader=OuterRef("pk"), year=year, library__path__startswith=unit.path)
    theirs = Q(library__path__startswith=unit.path) | Exists(here)
    found = Reader.objects.filter(
        reach.within(unit.pk), theirs, home_delivery=True, merged_into=None, erased_on=None
    )
    return found.select_related("library").order_by("library__path", "address", "folded_name", "pk")


def round_of(unit: Unit, day: datetime.date) -> list[Stop]:
    """The round of a unit: four queries however many readers."""
    readers = list(brought_home(unit, day.year)[:MOST])
    ids = [one.pk for one in readers]
    loans: dict[int | None, list[Loan]] = defaultdict(list)
    out = Loan.objects.filter(reach.within(unit.pk), reader__in=ids, state=Loan.OPEN, place=Place.HOME)
    for loan in out.select_related("copy__record").order_by("due_on", "pk"):
        loans[loan.reader_id].append(loan)
    ready: dict[int | None, list[Hold]] = defaultdict(list)
    waiting = Hold.objects.filter(reach.within(unit.pk), reader__in=ids, state=Hold.State.READY)
    for hold in waiting.select_related("record", "copy", "library").order_by("ready_until", "pk"):
        ready[hold.reader_id].append(hold)
    visits = Delivery.objects.filter(reader__in=ids, voided=False).order_by("day", "pk")
    last = {visit.reader_id: visit for visit in visits}
    return [Stop(one, loans[one.pk], ready[one.pk], last.get(one.pk)) for one in readers]
