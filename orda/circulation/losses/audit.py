"""What settled losses say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import Value

from orda.circulation.losses.models import LossCase
from orda.diary.audit import Row, audits


@audits("loss_settled", act="loss")
def losses() -> Iterable[Row]:
    """Every settled case counts one copy, on the day it was settled."""
    settled = LossCase.objects.exclude(state=LossCase.State.OPEN)
    return settled.order_by("pk").values_list("pk", "closed_on", "library_id", Value(1))
