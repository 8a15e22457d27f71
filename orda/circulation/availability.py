"""Tells the catalogue which copies are out and how many readers wait, and nothing of who they are."""

from collections.abc import Collection, Iterable

from django.db.models import DateField, Value

from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.models import Hold
from orda.circulation.holds.queries import waiting_for
from orda.circulation.loans.models import Loan
from orda.search.availability import Taken, tells_taken, tells_waiting

_NO_DAY = Value(None, output_field=DateField())


@tells_taken
def taken(record_ids: Collection[int]) -> Iterable[Taken]:
    """The copies of these records that are on loan, put by for a reader or under way: one query."""
    lent = Loan.objects.filter(state=Loan.OPEN, copy__record__in=record_ids).order_by()
    put_by = Hold.objects.filter(state__in=Hold.WITH_A_COPY, record__in=record_ids).order_by()
    ways = Transit.objects.filter(state__in=Transit.UNFINISHED, copy__record__in=record_ids).order_by()
    return lent.values_list("copy__record_id", "copy_id", "due_on").union(
        put_by.annotate(day=_NO_DAY).values_list("record_id", "copy_id", "day"),
        ways.annotate(day=_NO_DAY).values_list("copy__record_id", "copy_id", "day"),
    )


@tells_waiting
def waiting(record_id: int) -> int:
    """How many readers wait for a title: one query."""
    return waiting_for(record_id)
