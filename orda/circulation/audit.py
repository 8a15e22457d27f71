"""What loans, renewals and visits say should stand in the diary. Voided acts stand for nothing."""

from collections.abc import Iterable

from django.db.models import Value

from orda.circulation.models import Loan, LossCase, Renewal, Visit
from orda.diary.audit import Row, audits


@audits("loan", act="loan")
def loans() -> Iterable[Row]:
    """Every loan that was not voided counts one copy."""
    lent = Loan.objects.exclude(state=Loan.VOIDED)
    return lent.order_by("pk").values_list("pk", "day", "library_id", Value(1))


@audits("return", act="loan")
def returns() -> Iterable[Row]:
    """Every returned loan counts one copy where it came back, on the day it came back."""
    returned = Loan.objects.filter(state=Loan.RETURNED)
    return returned.order_by("pk").values_list("pk", "returned_on", "returned_library_id", Value(1))


@audits("renewal", act="renewal")
def renewals() -> Iterable[Row]:
    """Every renewal that was not voided counts one copy."""
    renewed = Renewal.objects.filter(voided=False)
    return renewed.order_by("pk").values_list("pk", "day", "library_id", Value(1))


@audits("visit", act="visit")
def visits() -> Iterable[Row]:
    """Every visit that was not voided counts its people."""
    came = Visit.objects.filter(voided=False)
    return came.order_by("pk").values_list("pk", "day", "library_id", "quantity")


@audits("loss_settled", act="loss")
def losses() -> Iterable[Row]:
    """Every settled case counts one copy, on the day it was settled."""
    settled = LossCase.objects.exclude(state=LossCase.State.OPEN)
    return settled.order_by("pk").values_list("pk", "closed_on", "library_id", Value(1))
