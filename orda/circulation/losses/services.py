"""Lost and damaged copies: open a case, settle it, write off what was settled. No fines for children."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from orda.circulation.copies.at_hand import copy_at_desk
from orda.circulation.copies.hours import hour_of, not_before
from orda.circulation.copies.onward import Next
from orda.circulation.holds import consequences
from orda.circulation.loans.models import Loan
from orda.circulation.loans.services import give_back
from orda.circulation.losses.models import LONGEST_TEXT, LossCase
from orda.circulation.losses.refusals import (
    BadSettlement,
    CaseOpenAlready,
    CaseSettledAlready,
    NothingToWriteOff,
)
from orda.circulation.refusals import CopyWithdrawn, LossCaseOpen, NotOnLoan, UnknownCopy
from orda.diary import services as diary
from orda.network import clock
from orda.network.asked import one_line
from orda.network.models import Unit
from orda.network.refusals import printable
from orda.stock.models import Copy, WithdrawalAct
from orda.stock.services import NewCopy, take_in, withdraw

MOST_PAID = Decimal("9999999999.99")  # tenge
State = LossCase.State


def is_kept_away(copy_id: int) -> bool:
    """True while a case of loss or damage keeps this copy from being lent."""
    return LossCase.objects.filter(LossCase.KEEPS_AWAY, copy=copy_id).exists()


def open_case(
    barcode: str,
    *,
    kind: str,
    library_id: int,
    remark: str = "",
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> LossCase:
    """Opens a case: the reader says that the book is lost, or a copy came back damaged.

    A lost book's loan ends as lost: it takes none of the reader's places and is reminded of no more. A damaged
    copy that is still on loan is taken back first. The reader is the one who holds it, or held it last.
    Raises UnknownCopy, CopyWithdrawn, NotOnLoan (only what is lent is lost by a reader), CaseOpenAlready, GoneOnSince
    and ClockSetBack.
    """
    try:
        with transaction.atomic():
            return _open(barcode, LossCase.Kind(kind), library_id, remark, by_id, at)
    except IntegrityError as error:
        if not any(name in str(error) for name in _OPENED_TWICE):
            raise
        raise CaseOpenAlready from None


# How PostgreSQL and SQLite name the rule that a copy has one open case.
_OPENED_TWICE = ("one_open_case_a_copy", "circulation_losscase.copy_id")


def _open(
    barcode: str,
    kind: LossCase.Kind,
    library_id: int,
    remark: str,
    by_id: int | None,
    at: datetime.datetime | None,
) -> LossCase:
    copy = copy_at_desk(barcode, at=library_id, hold=True)
    if copy is None:
        raise UnknownCopy(barcode=printable(barcode))
    if copy.status != Copy.Status.IN_STOCK:
        raise CopyWithdrawn
    if is_kept_away(copy.copy_id):
        raise CaseOpenAlready
    # The clock is read once the copy is held: who waited for another desk acts after it.
    at = hour_of(at, copy)
    loan = _last_loan(copy.copy_id)
    if kind == LossCase.Kind.LOST:
        if loan is None or not Loan.objects.filter(pk=loan.pk, state=Loan.OPEN).update(state=Loan.LOST):
            raise NotOnLoan
        loan.state = Loan.LOST
    case = LossCase.objects.create(
        copy_id=copy.copy_id,
        loan=loan,
        reader_id=loan.reader_id if loan else None,
        library_id=library_id,
        kind=kind,
        opened_on=clock.day_of(at),
        opened_by_id=by_id,
        remark=_plain(remark),
    )
    # Taken back with its case standing already, so that nobody who waits is promised a damaged book.
    if kind == LossCase.Kind.DAMAGED and copy.loan_id is not None:
        give_back(barcode, library_id=library_id, by_id=by_id, at=at)
    consequences.release_copy(copy.copy_id, copy.where.record_id, at=at)
    return case


def _last_loan(copy_id: int) -> Loan | None:
    """The open loan, else the last one whose reader is still known."""
    known = Loan.objects.filter(copy=copy_id, reader__isnull=False).exclude(state=Loan.VOIDED)
    return known.filter(state=Loan.OPEN).first() or known.order_by("-lent_at", "-pk").first()


@transaction.atomic
def replace(
    case_id: int, new: NewCopy, *, by_id: int | None = None, at: datetime.datetime | None = None
) -> LossCase:
    """The reader brought the same or an equal book: it is taken into the stock of the library that owned the lost one.

    Raises CaseSettledAlready, and whatever taking in refuses (BadNumber, NumberTaken, BadPrice).
    Source: rules of use; the intake document is the line of the notebook of replacements.
    """
    case, at = _held(case_id), at or clock.now()
    day = clock.day_of(at)
    intake = take_in(
        [new],
        library=case.copy.library,
        supply="replacement",
        document=str(_("Notebook of replacements, № %(number)s")) % {"number": case.pk},
        day=day,
        by_id=by_id,
    )
    return _settle(case, State.REPLACED, by_id, at, replacement=intake.copies.get(), intake=intake)


@transaction.atomic
def pay(
    case_id: int,
    paid: Decimal,
    *,
    receipt: str,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> LossCase:
    """The parent paid the market value, in tenge. Raises CaseSettledAlready and BadSettlement."""
    if not paid.is_finite() or not 0 < paid <= MOST_PAID or paid != round(paid, 2):
        raise BadSettlement("paid", _("A sum in tenge, more than nothing."))
    receipt = _plain(receipt)[:60]
    if not receipt:
        raise BadSettlement("receipt", _("Which receipt says so? Its number is needed."))
    return _settle(_held(case_id), State.PAID, by_id, at or clock.now(), paid=paid, receipt=receipt)


@transaction.atomic
def waive(
    case_id: int, reason: str, *, by_id: int | None = None, at: datetime.datetime | None = None
) -> LossCase:
    """The library asks for nothing, and says why; a damaged copy goes back to its shelf.

    Raises CaseSettledAlready and BadSettlement.
    """
    reason = _plain(reason)
    if not reason:
        raise BadSettlement("reason", _("Say why nothing is asked for."))
    at = at or clock.now()
    case = _settle(_held(case_id), State.WAIVED, by_id, at, reason=reason)
    if case.kind == LossCase.Kind.DAMAGED:
        consequences.usable_again(case.copy_id, case.copy.record_id, at=at)
    return case


@transaction.atomic
def find_again(
    case_id: int,
    *,
    library_id: int | None = None,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> LossCase:
    """The book is there again: its loan ends as returned here (counts one return) and it may be lent.

    Raises CaseSettledAlready.
    """
    case = _held(case_id)
    _find(case, library_id or case.library_id, by_id, at or clock.now())
    return case


@transaction.atomic
def come_to_light(
    case_id: int, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> Next:
    """A book whose loss is not settled is brought back to a desk: found again; what becomes of it now.

    Raises LossCaseOpen for any other case: those are settled on their page.
    """
    case = _held(case_id)
    if case.kind != LossCase.Kind.LOST:
        raise LossCaseOpen
    return _find(case, library_id, by_id, at or clock.now())


def _find(case: LossCase, library_id: int, by_id: int | None, at: datetime.datetime) -> Next:
    lost = Loan.objects.filter(loss_cases=case.pk, state=Loan.LOST)
    at = not_before(at, *lost.values_list("lent_at", flat=True))
    day = clock.day_of(at)
    if lost.update(state=Loan.RETURNED, returned_on=day, returned_at=at, returned_library=library_id):
        copy = case.copy
        assert case.loan_id is not None
        diary.post(
            day=day,
            library_id=library_id,
            measure="return",
            values={
                "subject_field": copy.subject_field,
                "language": copy.language,
                "document_kind": copy.document_kind,
            },
            act="loan",
            act_id=case.loan_id,
            by_id=by_id,
            at=at,
        )
    _settle(case, State.FOUND, by_id, at)
    return consequences.found_again(case.copy_id, case.copy.record_id, library_id=library_id, at=at)


@transaction.atomic
def write_off(
    case_ids: Sequence[int],
    *,
    library: Unit,
    number: str,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> WithdrawalAct:
    """One act writes off the copies of settled cases as lost by readers. Raises NothingToWriteOff and withdraw's.

    Source: order 136-НҚ, one act has one reason; the act gathers as many cases as are settled by its day.
    """
    cases = list(
        to_write_off().select_for_update(of=("self",)).select_related("copy").filter(pk__in=set(case_ids))
    )
    if not cases or len(cases) != len(set(case_ids)):
        raise NothingToWriteOff
    act = withdraw(
        [case.copy for case in cases],
        library=library,
        number=number,
        reason="LOST_BY_READER",
        day=clock.day_of(at or clock.now()),
        by_id=by_id,
    )
    LossCase.objects.filter(pk__in=[case.pk for case in cases]).update(withdrawal=act)
    return act


def to_write_off() -> Any:
    """Settled cases whose copies never come back and are not written off yet (a query)."""
    settled = LossCase.objects.exclude(state=State.OPEN).filter(LossCase.KEEPS_AWAY, withdrawal=None)
    return settled.order_by("closed_on", "pk")


def _held(case_id: int) -> LossCase:
    """The open case, held to the end of the act. Raises CaseSettledAlready."""
    # Of itself alone: PostgreSQL holds no row of an outer join.
    cases = LossCase.objects.select_for_update(of=("self",)).select_related("copy__library", "copy__record")
    case = cases.filter(pk=case_id).first()
    if case is None or case.state != State.OPEN:
        raise CaseSettledAlready
    return case


def _settle(
    case: LossCase, to: LossCase.State, by_id: int | None, at: datetime.datetime, **how: Any
) -> LossCase:
    """Closes a held case; counts one loss settled by its outcome."""
    assert to in LossCase.TRANSITIONS[case.state]
    case.state, case.closed_on, case.closed_by_id = to, max(clock.day_of(at), case.opened_on), by_id
    for name, value in how.items():
        setattr(case, name, value)
    case.save(update_fields=["state", "closed_on", "closed_by", *how])
    diary.post(
        day=case.closed_on,
        library_id=case.library_id,
        measure="loss_settled",
        values={"outcome": to.value},
        act="loss",
        act_id=case.pk,
        by_id=by_id,
        at=at,
    )
    return case


def _plain(text: str) -> str:
    return one_line(text, LONGEST_TEXT)
