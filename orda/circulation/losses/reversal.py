"""Take back a settlement that was written down by mistake: the case is open again, what was counted is reversed."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orda.circulation.copies.at_hand import copy_at_desk
from orda.circulation.holds import consequences
from orda.circulation.loans.models import Loan
from orda.circulation.losses.models import LONGEST_TEXT, LossCase
from orda.circulation.losses.refusals import BadSettlement, SettlementStands
from orda.diary import services as diary
from orda.network import clock
from orda.network.asked import one_line

State = LossCase.State


@transaction.atomic
def reopen(
    case_id: int, why: str, *, by_id: int | None = None, at: datetime.datetime | None = None
) -> LossCase:
    """Opens a case again that was settled by mistake; takes its line back, and the return of a book "found".

    Not once another act stands on the settlement: raises SettlementStands, which says which. Raises BadSettlement
    without a reason, which is kept in the case's remark.
    """
    why = one_line(why)
    if not why:
        raise BadSettlement("why", _("Say what was written down by mistake."))
    at = at or clock.now()
    case = LossCase.objects.select_for_update(of=("self",)).select_related("copy").get(pk=case_id)
    _refuse_what_stands(case)
    if case.state == State.FOUND and case.kind == LossCase.Kind.LOST:
        _lose_again(case, by_id)
    diary.reverse_act("loss", case.pk, by_id=by_id)
    assert State.OPEN in LossCase.TRANSITIONS[case.state]
    case.state, case.closed_on, case.closed_by_id = State.OPEN, None, None
    case.paid, case.receipt, case.reason = None, "", ""
    case.remark = _with(case.remark, why, clock.day_of(at))
    case.save()
    consequences.release_copy(case.copy_id, case.copy.record_id, at=at)
    return case


def _refuse_what_stands(case: LossCase) -> None:
    if State.OPEN not in LossCase.TRANSITIONS.get(case.state, ()):
        raise SettlementStands(_("Only what was paid, waived or found again can be taken back."))
    if case.withdrawal_id is not None:
        raise SettlementStands(_("The copy is written off by an act."))
    if LossCase.objects.filter(copy=case.copy_id, pk__gt=case.pk).exists():
        raise SettlementStands(_("The copy has another case since."))
    copy = copy_at_desk(case.copy.barcode, at=case.library_id, hold=True)
    if copy is None or copy.loan_id is not None or _lent_since(case):
        raise SettlementStands(_("The copy has been lent since."))


def _lent_since(case: LossCase) -> bool:
    """True where a loan began after the one that the case is about: the copy was there."""
    lent = Loan.objects.filter(copy=case.copy_id, pk__gt=case.loan_id or 0, day__gte=case.opened_on)
    return lent.exclude(state=Loan.VOIDED).exists()


def _lose_again(case: LossCase, by_id: int | None) -> None:
    """The book was not found: its loan ends as lost, the return is taken back."""
    assert case.loan_id is not None
    returned = Loan.objects.filter(pk=case.loan_id, state=Loan.RETURNED)
    if not returned.update(state=Loan.LOST, returned_on=None, returned_at=None, returned_library=None):
        raise SettlementStands(_("Its loan has changed since."))
    diary.reverse_act("loan", case.loan_id, measure="return", by_id=by_id)


def _with(remark: str, why: str, day: datetime.date) -> str:
    """The remark with what was taken back and when, in the library's own language; the newest is never cut off."""
    with translation.override(settings.LANGUAGE_CODE):
        note = gettext("Opened again %(day)s: %(why)s") % {"day": f"{day:%d.%m.%Y}", "why": why}
    note = note[:LONGEST_TEXT]
    room = LONGEST_TEXT - len(note) - 3
    return f"{remark[:room]} · {note}" if remark and room > 0 else note
