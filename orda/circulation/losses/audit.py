"""What settled losses say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import F, Value

from orda.circulation.losses.models import LossCase
from orda.diary.audit import Row, audits, in_order, steps_in_order


@audits("loss_settled", act="loss")
def losses() -> Iterable[Row]:
    """Every settled case counts one copy, on the day it was settled."""
    settled = LossCase.objects.exclude(state=LossCase.State.OPEN)
    return settled.order_by("pk").values_list("pk", "closed_on", "library_id", Value(1))


steps_in_order("losses settled before they were opened", LossCase, "opened_on", "closed_on")


@in_order("losses opened before their loan")
def opened_before_the_loan() -> Iterable[str]:
    """What a reader lost was lent to them first."""
    wrong = LossCase.objects.filter(kind=LossCase.Kind.LOST, opened_on__lt=F("loan__day")).order_by("pk")
    return (f"loss {pk}" for pk in wrong.values_list("pk", flat=True))
