"""What visits to readers' homes say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import Value

from orda.circulation.deliveries.models import Delivery
from orda.diary.audit import Row, audits


@audits("home_delivery", act="delivery")
def deliveries() -> Iterable[Row]:
    """Every visit to a reader's home that was not voided counts one delivery."""
    made = Delivery.objects.filter(voided=False)
    return made.order_by("pk").values_list("pk", "day", "library_id", Value(1))
