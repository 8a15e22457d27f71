"""What circulation keeps of a reader: loans, holds, notes, loss cases, selections, interlibrary loans.

Told to the readers' room (orda.readers.elsewhere), which merges cards and gives out or erases a person's data.
"""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from orda.circulation.deliveries.models import Delivery
from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.circulation.exchange.selections.models import Selection
from orda.circulation.holds.models import Hold
from orda.circulation.loans.models import Loan
from orda.circulation.losses.models import LossCase
from orda.circulation.notes.models import Note
from orda.circulation.offline.models import OfflineAct
from orda.circulation.visits.models import CameToday
from orda.readers.elsewhere import Keeper, Open, keeps
from orda.readers.models import Reader
from orda.readers.refusals import BothHold

_OUT_THERE = (InterlibraryLoan.State.ASKED, InterlibraryLoan.State.SENT, InterlibraryLoan.State.RECEIVED)


def still_open(reader_id: int) -> list[Open]:
    """Copies on loan, open loss cases, holds that wait, and what another network lent."""
    loans = Loan.objects.filter(reader=reader_id, state=Loan.OPEN).select_related("copy__record")
    holds = Hold.objects.filter(reader=reader_id, state__in=Hold.OPEN).select_related("record")
    losses = LossCase.objects.filter(reader=reader_id, state=LossCase.State.OPEN).select_related(
        "copy__record"
    )
    remote = InterlibraryLoan.objects.filter(reader=reader_id, state__in=_OUT_THERE)
    return [
        *(_on_loan(one) for one in loans.order_by("due_on", "pk")),
        *(Open(_("lost or damaged"), one.copy.record.title, one.copy.inventory_number) for one in losses),
        *(Open(_("waits for"), one.record.title) for one in holds),
        *(Open(_("by interlibrary loan"), one.document) for one in remote),
    ]


def _on_loan(loan: Loan) -> Open:
    copy = loan.copy
    class_mark = (copy.record.udc or copy.record.bbk)[:20]
    return Open(_("on loan"), copy.record.title, copy.inventory_number, class_mark, loan.day, loan.due_on)


def move(from_id: int, to_id: int) -> None:
    """All of one reader becomes another's. Raises BothHold where both wait for the same title."""
    theirs = Hold.objects.filter(reader=to_id, state__in=Hold.OPEN).values("record")
    both = Hold.objects.filter(reader=from_id, state__in=Hold.OPEN, record__in=theirs).first()
    if both is not None:
        raise BothHold(title=both.record.title)
    # Visited twice on one day by two cards: both stay counted, one of them names nobody.
    visited = Delivery.objects.filter(reader=to_id, voided=False).values("day")
    Delivery.objects.filter(reader=from_id, voided=False, day__in=visited).update(reader=None)
    CameToday.objects.filter(reader=from_id).delete()
    for model in (Loan, Hold, Note, LossCase, Selection, InterlibraryLoan, Delivery):
        model._default_manager.filter(reader=from_id).update(reader=to_id)


def forget(reader_id: int) -> None:
    """Empties the person out of what is over; what was counted stays."""
    _forget_scanned(reader_id)
    Note.objects.filter(reader=reader_id).delete()
    CameToday.objects.filter(reader=reader_id).delete()
    for model in (Loan, Hold, LossCase, Selection, InterlibraryLoan, Delivery):
        model._default_manager.filter(reader=reader_id).update(reader=None)


def _forget_scanned(reader_id: int) -> None:
    """A desk without a connection handed in the card's number, and was told of the person perhaps. By the cards that
    are theirs now, and by the loans: those may have been made with a card that they have lost since."""
    cards = Reader.objects.filter(Q(pk=reader_id) | Q(merged_into=reader_id)).values("card_number")
    loans = Loan.objects.filter(reader=reader_id).values("pk")
    holds = Hold.objects.filter(reader=reader_id).values("pk")
    theirs = Q(card_number__in=cards) | Q(act="loan", act_id__in=loans) | Q(act="hold", act_id__in=holds)
    OfflineAct.objects.filter(theirs).update(card_number="", message="")


def told(reader_id: int) -> dict[str, list[dict[str, str]]]:
    """The rows that name the person, for the person."""
    loans = Loan.objects.filter(reader=reader_id).exclude(state=Loan.VOIDED).order_by("pk")
    holds = Hold.objects.filter(reader=reader_id).order_by("pk")
    notes = Note.objects.filter(reader=reader_id).order_by("pk")
    losses = LossCase.objects.filter(reader=reader_id).order_by("pk")
    remote = InterlibraryLoan.objects.filter(reader=reader_id).order_by("pk")
    selections = Selection.objects.filter(reader=reader_id).order_by("pk")
    return {
        "loans": _rows(loans, title="copy__record__title", lent="day", due="due_on", returned="returned_on"),
        "holds": _rows(holds, title="record__title", placed="placed_at", state="state"),
        "notes": _rows(notes, text="text", written="written_at"),
        "losses": _rows(losses, title="copy__record__title", kind="kind", state="state", opened="opened_on"),
        "interlibrary_loans": _rows(remote, document="document", asked="asked_on", state="state"),
        "deliveries": _rows(
            Delivery.objects.filter(reader=reader_id, voided=False).order_by("pk"), day="day"
        ),
        "came_today": _rows(CameToday.objects.filter(reader=reader_id).order_by("pk"), day="day"),
        "selections": _rows(selections, topic="topic", asked="asked_on", state="state"),
    }


def _rows(found: Any, **columns: str) -> list[dict[str, str]]:
    named = found.values_list(*columns.values())
    return [dict(zip(columns, ("" if v is None else str(v) for v in row), strict=True)) for row in named]


keeps(
    Keeper(
        tables=(
            *("circulation.Loan", "circulation.Hold", "circulation.Note", "circulation.LossCase"),
            *("circulation.Selection", "circulation.InterlibraryLoan", "circulation.Delivery"),
            "circulation.CameToday",
        ),
        still_open=still_open,
        told=told,
        move=move,
        forget=forget,
        words={
            ("holds", "state"): Hold.State.choices,
            ("losses", "kind"): LossCase.Kind.choices,
            ("losses", "state"): LossCase.State.choices,
            ("interlibrary_loans", "state"): InterlibraryLoan.State.choices,
            ("selections", "state"): Selection.State.choices,
        },
    )
)
