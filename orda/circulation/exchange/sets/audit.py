"""What sets say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import F, Value

from orda.circulation.exchange.sets.models import Deposit, DepositCopy
from orda.diary.audit import Row, audits, in_order, steps_in_order


@audits("set_lent", act="set")
def sets() -> Iterable[Row]:
    """Every ready-made set that was sent counts once, at its giver."""
    sent = Deposit.objects.filter(sent_on__isnull=False)
    return sent.order_by("pk").values_list("pk", "sent_on", "giver_id", Value(1))


steps_in_order("sets that went on before they began", Deposit, "day", "sent_on", "returned_on")


@in_order("copies that left a set before it was made")
def left_before_it_was_made() -> Iterable[str]:
    """A copy leaves its set after it was put into it."""
    wrong = DepositCopy.objects.filter(back_on__lt=F("deposit__day")).order_by("pk")
    return (f"copy {copy_id} of set {set_id}" for copy_id, set_id in wrong.values_list("copy", "deposit"))
