"""What loans, returns and renewals say should stand in the diary. Voided acts stand for nothing."""

from collections.abc import Iterable

from django.db.models import F, Q, Value

from orda.circulation.loans.models import Loan, Place, Renewal
from orda.diary.audit import Row, audits, in_order
from orda.diary.plain_sql import all_rows
from orda.diary.truths import truth
from orda.network import clock
from orda.network import queries as network
from orda.readers.queries import served_without_consent
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


@in_order("loans that ended before they began")
def ended_before_they_began() -> Iterable[str]:
    """Refused by the database too; here for one whose constraint was taken away."""
    wrong = Loan.objects.filter(Q(returned_at__lt=F("lent_at")) | Q(returned_on__lt=F("day")))
    return (f"loan {pk}" for pk in wrong.order_by("pk").values_list("pk", flat=True))


@in_order("renewals outside their loan")
def renewed_outside_the_loan() -> Iterable[str]:
    """A loan is made longer after it began and before it ended, and is due later then."""
    stands = Renewal.objects.filter(voided=False)
    wrong = stands.filter(Q(at__lt=F("loan__lent_at")) | Q(at__gt=F("loan__returned_at")))
    return (f"renewal {pk}" for pk in wrong.order_by("pk").values_list("pk", flat=True))


# An open loan has no end yet; a lost one ended by its case, on a day that its loan does not say.
_OVERLAP = """
SELECT id, copy_id FROM (
    SELECT l.id, l.copy_id, l.lent_at,
           MAX(CASE WHEN l.state = 'open' THEN 1 ELSE 0 END) OVER before AS still_out,
           MAX(COALESCE(l.returned_at, l.lent_at)) OVER before AS ended_at
    FROM circulation_loan l JOIN stock_copy c ON c.id = l.copy_id
    WHERE l.state <> 'voided' AND c.document_kind <> %s
    WINDOW before AS (PARTITION BY l.copy_id ORDER BY l.lent_at, l.id
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) loans WHERE still_out = 1 OR ended_at > lent_at ORDER BY id"""


@in_order("loans of a copy that another has not ended yet")
def overlapping() -> Iterable[str]:
    """A copy is in one place: each of its loans begins when the one before is over."""
    return (f"loan {pk} of copy {copy_id}" for pk, copy_id in all_rows(_OVERLAP, (ELECTRONIC_DOCUMENT,)))


@in_order("loans due on a day on which the doors are shut: `orda nightly` moves them")
def due_on_shut_days() -> Iterable[str]:
    """No book at home is due on a day on which its library is shut. Days that went by are past mending."""
    held = Loan.objects.filter(state=Loan.OPEN, place=Place.HOME, due_on__gte=clock.today()).order_by("pk")
    rows = held.values_list("pk", "library__code", "library__path", "due_on")
    for pk, code, path, due_on in rows.iterator():
        if not network.calendar_at(path).is_open(due_on):
            yield f"loan {pk} at {code}: {due_on}"


@truth("loans to readers of another network without their consent: the books come back, or a sheet is signed")
def across_networks() -> Iterable[str]:
    """Lent before networks were told apart, or before the consent was taken back."""
    return served_without_consent(Loan.objects.filter(state=Loan.OPEN))
