"""Interlibrary loan (МБА): documents borrowed from other networks and lent to them. The usual term is a month."""

import datetime

from django.db import IntegrityError, transaction

from orda.circulation.copies.states import step
from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.circulation.exchange.selections.services import plain
from orda.circulation.exchange.sets.services import standing_free
from orda.circulation.holds.allotment import allot, lock_copy
from orda.circulation.refusals import CopyNotFree, HoldHasMoved, SaysNothing, UnknownCopy
from orda.diary import services as diary
from orda.network import clock, reach
from orda.network.codes import read
from orda.network.models import Unit
from orda.network.refusals import printable
from orda.stock.models import Copy

State, Direction = InterlibraryLoan.State, InterlibraryLoan.Direction
DAYS = 30  # the usual term
# Steps of one direction that the other doesn't know: a copy of ours is sent before it is received elsewhere, and
# what comes to us is received before it goes back.
_NOT_OURS = (
    (Direction.OUT, State.ASKED, State.RECEIVED),
    (Direction.IN, State.SENT, State.RETURNED),
)


@transaction.atomic
def ask_in(
    document: str,
    partner: str,
    *,
    library: Unit,
    reader_id: int | None = None,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> InterlibraryLoan:
    """Asks a library of another network for a document, for a reader of ours. Raises SaysNothing."""
    document, partner = plain(document), plain(partner)[:200]
    if not document or not partner or library.kind != Unit.Kind.LIBRARY:
        raise SaysNothing
    return InterlibraryLoan.objects.create(
        direction=Direction.IN,
        library=library,
        partner=partner,
        document=document,
        reader_id=reader_id,
        asked_on=clock.day_of(at or clock.now()),
        by_id=by_id,
    )


@transaction.atomic
def ask_out(
    barcode: str,
    partner: str,
    *,
    library: Unit,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> InterlibraryLoan:
    """A library of another network asks for a copy of ours. Raises SaysNothing and UnknownCopy."""
    partner = plain(partner)[:200]
    ours = Copy.objects.filter(reach.within(library.pk)).select_related("record")
    copy = ours.filter(barcode=read(plain(barcode))).first()
    if not partner or library.kind != Unit.Kind.LIBRARY:
        raise SaysNothing
    if copy is None:
        raise UnknownCopy(barcode=printable(barcode))
    said = f"{copy.record.author}. {copy.record.title}" if copy.record.author else copy.record.title
    return InterlibraryLoan.objects.create(
        direction=Direction.OUT,
        library=library,
        partner=partner,
        document=said[:500],
        copy=copy,
        asked_on=clock.day_of(at or clock.now()),
        by_id=by_id,
    )


@transaction.atomic
def move_on(
    loan_id: int,
    state: str,
    *,
    due_on: datetime.date | None = None,
    answer: str = "",
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> InterlibraryLoan:
    """Takes an interlibrary loan a step on: sent, received, returned or refused.

    Counts as one interlibrary loan when the document reaches us (in) or leaves us (out), and is then due in a month
    unless a day is named. Raises HoldHasMoved and CopyNotFree (a copy of ours must stand free to be sent).
    """
    at = at or clock.now()
    loan = _held(loan_id)
    day = max(clock.day_of(at), loan.asked_on)
    if state not in next_steps(loan):
        raise HoldHasMoved(state=loan.get_state_display())
    counts = state == (State.SENT if loan.direction == Direction.OUT else State.RECEIVED)
    changes: dict[str, object] = {"moved_on": day, "answer": plain(answer) or loan.answer}
    if counts:
        changes |= {"counted_on": day, "due_on": due_on or day + datetime.timedelta(days=DAYS)}
    if counts and loan.copy is not None:
        standing_free(loan.copy.barcode, loan.library_id)
    try:
        with transaction.atomic():
            step(loan, state, **changes)
    except IntegrityError:
        raise CopyNotFree(barcode=loan.copy.barcode if loan.copy else "") from None
    if counts:
        diary.post(
            day=day,
            library_id=loan.library_id,
            measure="interlibrary_loan",
            values={"way": loan.direction},
            act="interlibrary",
            act_id=loan.pk,
            by_id=by_id,
            at=at,
        )
    if state == State.RETURNED and loan.copy is not None:
        lock_copy(loan.copy.pk, loan.copy.record_id)
        allot(loan.copy.record_id, at)
    return loan


def next_steps(loan: InterlibraryLoan) -> list[str]:
    """The states to which a loan may go from where it stands."""
    steps = InterlibraryLoan.TRANSITIONS.get(loan.state, ())
    return [step for step in steps if (loan.direction, loan.state, step) not in _NOT_OURS]


def _held(loan_id: int) -> InterlibraryLoan:
    loans = InterlibraryLoan.objects.select_for_update(of=("self",)).select_related("copy")
    loan = loans.filter(pk=loan_id).first()
    if loan is None:
        raise HoldHasMoved(state="—")
    return loan
