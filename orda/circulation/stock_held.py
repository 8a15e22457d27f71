"""Tells the stock which copies are not to be written off: somebody has them, waits for them or carries them."""

from collections.abc import Collection, Iterable

from orda.circulation.models import Deposit, DepositCopy, Hold, InterlibraryLoan, Loan, Transit
from orda.stock.services import tells_held


@tells_held
def held(copy_ids: Collection[int]) -> Iterable[int]:
    """Those of the copies that a reader or another network has, that are promised, packed or under way: one query."""
    of = {"copy__in": copy_ids}
    lent = Loan.objects.filter(state=Loan.OPEN, **of)
    promised = Hold.objects.filter(state__in=Hold.WITH_A_COPY, **of)
    under_way = Transit.objects.filter(state__in=Transit.UNFINISHED, **of)
    packed = DepositCopy.objects.filter(back_on=None, deposit__state__in=Deposit.PACKED, **of)
    elsewhere = InterlibraryLoan.objects.filter(state__in=InterlibraryLoan.AWAY, **of)
    lent_ids, *others = (
        one.order_by().values_list("copy_id", flat=True)
        for one in (lent, promised, under_way, packed, elsewhere)
    )
    return lent_ids.union(*others)
