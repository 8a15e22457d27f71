"""What interlibrary loans say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import Value

from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.diary.audit import Row, audits, steps_in_order


@audits("interlibrary_loan", act="interlibrary")
def interlibrary_loans() -> Iterable[Row]:
    """Every document that came from another network or was sent to one counts once."""
    lent = InterlibraryLoan.objects.filter(counted_on__isnull=False)
    return lent.order_by("pk").values_list("pk", "counted_on", "library_id", Value(1))


steps_in_order(
    "interlibrary loans that moved before they were asked for", InterlibraryLoan, "asked_on", "moved_on"
)
