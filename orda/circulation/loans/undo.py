"""Take back a loan, a return or a renewal: the act is voided and its diary lines reversed, on the same day only."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from orda.circulation.copies.gate import pass_the_gate
from orda.circulation.copies.onward import Next
from orda.circulation.holds import consequences
from orda.circulation.loans.models import Loan, Renewal
from orda.circulation.refusals import TooLateToUndo
from orda.diary import services as diary
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT


@transaction.atomic
def undo_loan(loan_id: int, *, by_id: int | None = None) -> Next:
    """The copy was not lent after all; what becomes of it. Raises TooLateToUndo when it was returned, renewed or lent
    on another day.

    A networked document, lent and given back in one act, is taken back whole.
    """
    pass_the_gate()
    # Held first, looked at after: an update that looks through a join would still void what came back meanwhile.
    held = Loan.objects.select_for_update(no_key=True, of=("self",)).select_related("copy")
    loan = held.filter(pk=loan_id, renewals=0, day=clock.today()).first()
    if loan is None or not (loan.state == Loan.OPEN or _delivered(loan)):
        raise TooLateToUndo
    loan.state, loan.returned_on, loan.returned_at, loan.returned_library = Loan.VOIDED, None, None, None
    loan.save(update_fields=["state", "returned_on", "returned_at", "returned_library"])
    diary.reverse_act("loan", loan_id, by_id=by_id)
    return consequences.undo_fulfil(loan)


def _delivered(loan: Loan) -> bool:
    return loan.state == Loan.RETURNED and loan.copy.document_kind == ELECTRONIC_DOCUMENT


@transaction.atomic
def undo_return(loan_id: int, *, by_id: int | None = None) -> None:
    """The copy did not come back after all.

    Raises TooLateToUndo when it has been withdrawn or has gone on since, and on another day.
    """
    pass_the_gate()
    held = Copy.objects.select_for_update(no_key=True, of=("self",)).filter(
        loans=loan_id, status=Copy.Status.IN_STOCK
    )
    copy = held.exclude(document_kind=ELECTRONIC_DOCUMENT).first()
    loan = Loan.objects.select_related("library").filter(pk=loan_id).first()
    if copy is None or loan is None or loan.returned_at is None:
        raise TooLateToUndo
    try:
        with transaction.atomic():
            opened = Loan.objects.filter(
                pk=loan_id, state=Loan.RETURNED, reader__isnull=False, returned_on=clock.today()
            ).update(
                state=Loan.OPEN,
                returned_on=None,
                returned_at=None,
                returned_library=None,
                due_on=_still_due(loan.library, loan.due_on),
            )
    except IntegrityError:
        opened = 0
    if not opened:
        raise TooLateToUndo
    diary.reverse_act("loan", loan_id, measure="return", by_id=by_id)
    consequences.undo_after_return(loan_id, copy.pk, copy.record_id, returned_at=loan.returned_at)


@transaction.atomic
def undo_renewal(renewal_id: int, *, by_id: int | None = None) -> None:
    """The loan was not renewed after all. Raises TooLateToUndo unless it is the last renewal of an open loan."""
    pass_the_gate()
    renewal = Renewal.objects.select_for_update().filter(pk=renewal_id, voided=False).first()
    last = renewal and Renewal.objects.filter(loan=renewal.loan_id, voided=False).order_by("pk").last()
    if renewal is None or last != renewal or renewal.day != clock.today():
        raise TooLateToUndo
    before = _still_due(renewal.loan.library, renewal.due_before)
    shortened = Loan.objects.filter(pk=renewal.loan_id, state=Loan.OPEN).update(
        due_on=before, renewals=F("renewals") - 1
    )
    if not shortened:
        raise TooLateToUndo
    Renewal.objects.filter(pk=renewal_id).update(voided=True)
    diary.reverse_act("renewal", renewal_id, by_id=by_id)


def _still_due(library: Unit, due_on: datetime.date) -> datetime.date:
    """The day to which a loan comes back: the calendar may have been changed since. Who was late stays late."""
    return due_on if due_on < clock.today() else network.open_day_from(library.path, due_on)
