"""What may be asked of sets."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from orda.circulation.exchange.sets.models import Deposit, DepositCopy
from orda.circulation.loans.models import Loan
from orda.network.models import Unit

_OVER = (Deposit.State.RETURNED, Deposit.State.GIVEN_UP)


def sets_of(unit: Unit, *, over: bool | None = None) -> QuerySet[Deposit]:
    """Sets that libraries of a unit's subtree give or take; over or not, or all of them."""
    ours = Q(giver__path__startswith=unit.path) | Q(taker__path__startswith=unit.path)
    found = (
        Deposit.objects.filter(ours)
        .select_related("giver", "taker")
        .annotate(copies=Count("items"), there=Count("items", filter=Q(items__back_on=None)))
    )
    if over is not None:
        found = found.filter(state__in=_OVER) if over else found.exclude(state__in=_OVER)
    return found.order_by("-day", "-pk")


def items_of(deposit: Deposit) -> QuerySet[DepositCopy]:
    """The copies of a set, with whether each is on loan (`out`)."""
    out = Exists(Loan.objects.filter(copy=OuterRef("copy"), state=Loan.OPEN))
    found = deposit.items.select_related("copy__record").annotate(out=out)
    return found.order_by("back_on", "copy__record__title", "pk")
