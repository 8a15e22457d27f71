"""What loans, renewals and visits say should stand in the diary. Voided acts stand for nothing."""

from collections.abc import Iterable

from django.db.models import Count, F, Value

from orda.circulation.models import (
    Delivery,
    Deposit,
    Hold,
    InterlibraryLoan,
    Loan,
    LossCase,
    Renewal,
    Selection,
    Transit,
    Visit,
)
from orda.circulation.services.exchange import GIVEN
from orda.diary.audit import Row, audits
from orda.network import clock
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


@audits("visit", act="visit")
def visits() -> Iterable[Row]:
    """Every visit that was not voided counts its people."""
    came = Visit.objects.filter(voided=False)
    return came.order_by("pk").values_list("pk", "day", "library_id", "quantity")


@audits("home_delivery", act="delivery")
def deliveries() -> Iterable[Row]:
    """Every visit to a reader's home that was not voided counts one delivery."""
    made = Delivery.objects.filter(voided=False)
    return made.order_by("pk").values_list("pk", "day", "library_id", Value(1))


@audits("loss_settled", act="loss")
def losses() -> Iterable[Row]:
    """Every settled case counts one copy, on the day it was settled."""
    settled = LossCase.objects.exclude(state=LossCase.State.OPEN)
    return settled.order_by("pk").values_list("pk", "closed_on", "library_id", Value(1))


@audits("hold", act="hold")
def holds() -> Iterable[Row]:
    """Every hold counts where it is to be fetched, on the day it was placed, whatever became of it."""
    placed = Hold.objects.order_by("pk").values_list("pk", "placed_at", "library_id")
    return ((pk, clock.day_of(at), library_id, 1) for pk, at, library_id in placed.iterator())


@audits("exchange_issue", act="transit")
def issued_by_exchange() -> Iterable[Row]:
    """Every copy that left its giver for a hold or with a set counts there; one that goes home is not issued."""
    given = Transit.objects.filter(purpose__in=GIVEN, sent_at__isnull=False)
    given = given.exclude(target=F("copy__library")).order_by("pk")
    rows = given.values_list("pk", "sent_at", "source_id")
    return ((pk, clock.day_of(at), library_id, 1) for pk, at, library_id in rows.iterator() if at)


@audits("exchange_loan", act="loan")
def lent_by_exchange() -> Iterable[Row]:
    """Every loan of another library's copy that was not voided; what comes over the network is nobody's shelf."""
    lent = Loan.objects.exclude(state=Loan.VOIDED).exclude(library=F("copy__library"))
    lent = lent.exclude(copy__document_kind=ELECTRONIC_DOCUMENT)
    return lent.order_by("pk").values_list("pk", "day", "library_id", Value(1))


@audits("set_lent", act="set")
def sets() -> Iterable[Row]:
    """Every ready-made set that was sent counts once, at its giver."""
    sent = Deposit.objects.filter(sent_on__isnull=False)
    return sent.order_by("pk").values_list("pk", "sent_on", "giver_id", Value(1))


@audits("selection", act="selection")
def selections() -> Iterable[Row]:
    """Every selection that was done counts the copies scanned into it, or those told, where they were chosen."""
    done = Selection.objects.filter(state=Selection.State.DONE).annotate(scanned=Count("chosen"))
    rows = done.order_by("pk").values_list("pk", "done_on", "giver_id", "scanned", "found")
    return ((pk, day, library_id, n or told) for pk, day, library_id, n, told in rows.iterator() if day)


@audits("interlibrary_loan", act="interlibrary")
def interlibrary_loans() -> Iterable[Row]:
    """Every document that came from another network or was sent to one counts once."""
    lent = InterlibraryLoan.objects.filter(counted_on__isnull=False)
    return lent.order_by("pk").values_list("pk", "counted_on", "library_id", Value(1))
