"""What sets say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import Value

from orda.circulation.exchange.sets.models import Deposit
from orda.diary.audit import Row, audits


@audits("set_lent", act="set")
def sets() -> Iterable[Row]:
    """Every ready-made set that was sent counts once, at its giver."""
    sent = Deposit.objects.filter(sent_on__isnull=False)
    return sent.order_by("pk").values_list("pk", "sent_on", "giver_id", Value(1))
