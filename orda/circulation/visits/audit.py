"""What visits say should stand in the diary."""

from collections.abc import Iterable

from orda.circulation.visits.models import Visit
from orda.diary.audit import Row, audits


@audits("visit", act="visit")
def visits() -> Iterable[Row]:
    """Every visit that was not voided counts its people."""
    came = Visit.objects.filter(voided=False)
    return came.order_by("pk").values_list("pk", "day", "library_id", "quantity")
