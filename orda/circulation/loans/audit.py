"""What loans, returns and renewals say should stand in the diary. Voided acts stand for nothing."""

from collections.abc import Iterable

from django.db.models import F, Value

from orda.circulation.loans.models import Loan, Renewal
from orda.diary.audit import Row, audits, truth
from orda.network import clock
from orda.network import queries as network
from orda.stock.services import ELECTRONIC_DOCUMENT


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


@audits("exchange_loan", act="loan")
def lent_by_exchange() -> Iterable[Row]:
    """Every loan of another library's copy that was not voided; what comes over the network is nobody's shelf."""
    lent = Loan.objects.exclude(state=Loan.VOIDED).exclude(library=F("copy__library"))
    lent = lent.exclude(copy__document_kind=ELECTRONIC_DOCUMENT)
    return lent.order_by("pk").values_list("pk", "day", "library_id", Value(1))


@truth("loans due on a day on which the doors are shut: `orda nightly` moves them")
def due_on_shut_days() -> Iterable[str]:
    """No loan is due on a day on which its library is shut. Days that went by are past mending."""
    held = Loan.objects.filter(state=Loan.OPEN, due_on__gte=clock.today()).order_by("pk")
    rows = held.values_list("pk", "library__code", "library__path", "due_on")
    for pk, code, path, due_on in rows.iterator():
        if not network.calendar_at(path).is_open(due_on):
            yield f"loan {pk} at {code}: {due_on}"
