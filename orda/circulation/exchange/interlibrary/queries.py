"""What may be asked of interlibrary loans."""

from django.db.models import QuerySet

from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.network.models import Unit


def interlibrary_of(unit: Unit, *, over: bool | None = False) -> QuerySet[InterlibraryLoan]:
    """Interlibrary loans of a unit's subtree; over or not, or all of them."""
    ended = (InterlibraryLoan.State.RETURNED, InterlibraryLoan.State.REFUSED)
    found = InterlibraryLoan.objects.filter(library__path__startswith=unit.path)
    if over is not None:
        found = found.filter(state__in=ended) if over else found.exclude(state__in=ended)
    return found.select_related("library", "reader", "copy").order_by("due_on", "-asked_on", "-pk")
