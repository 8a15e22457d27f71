"""What a person does with an act that could not be done when it came in."""

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.circulation.copies.hours import GoneOnSince
from orda.circulation.holds.refusals import NotRegisteredAnywhere
from orda.circulation.loans.checks import HAS_LEFT, SET_ASIDE
from orda.circulation.loans.models import Loan
from orda.circulation.loans.refusals import CopyOnLoan, NotRegisteredThisYear
from orda.circulation.loans.services import give_back
from orda.circulation.offline.models import OfflineAct
from orda.circulation.offline.receiving import LOANS, Act, TooOld, done
from orda.circulation.refusals import UnknownReader
from orda.circulation.visits.refusals import BadVisit
from orda.diary.models import BEGINNING
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.readers import services as readers
from orda.readers.models import Reader
from orda.readers.queries import reader_by_card


class SettledAlready(Refusal):
    code = "settled_already"
    message = _("This act has been settled already.")


REGISTER, TAKE_BACK, ALL_THE_SAME, AGAIN, LEAVE = "register", "take_back", "all_the_same", "again", "leave"
ON_ITS_DAY = "on_its_day"
_NOT_REGISTERED = (NotRegisteredThisYear.code, NotRegisteredAnywhere.code)
# What no second try can change: the copy is in other hands since, or the number was none.
_FOR_GOOD = (GoneOnSince.code, BadVisit.code)
# What may be tried, by the refusal that stopped a loan; leaving it as it is may always be.
WAYS: dict[str, tuple[str, ...]] = {
    NotRegisteredThisYear.code: (REGISTER,),
    CopyOnLoan.code: (TAKE_BACK,),
    **dict.fromkeys(sorted(HAS_LEFT), (ALL_THE_SAME,)),
}


def ways(act: OfflineAct) -> tuple[str, ...]:
    """How this act may be settled, the likeliest first."""
    if act.code in _FOR_GOOD or clock.day_of(act.done_at) <= BEGINNING:
        return (LEAVE,)
    if act.code == TooOld.code:
        return (ON_ITS_DAY, LEAVE)
    known = (REGISTER,) if act.code in _NOT_REGISTERED else (AGAIN,)
    return (*(WAYS.get(act.code, (AGAIN,)) if act.kind in LOANS else known), LEAVE)


def settle(act_id: int, way: str, *, by_id: int) -> OfflineAct:
    """Settles a refused act: does it after what stood in its way is cleared, or leaves it as it is.

    "register" enters the reader for the year first, "take_back" closes the loan that held the copy, "all_the_same"
    writes down that the copy has left, "again" tries once more, "on_its_day" writes down what was too old to be done
    unseen, "leave" changes nothing. The act counts on the day of the desk, and touches nothing that began after it.
    Raises SettledAlready and what the act itself raises: it stays to be looked at then, with the new reason.
    """
    try:
        with transaction.atomic():
            return _settle(act_id, way, by_id)
    except SettledAlready:
        raise
    except Refusal as refusal:
        told = {"code": refusal.code, "message": str(refusal)[:300]}
        OfflineAct.objects.filter(pk=act_id, outcome=OfflineAct.Outcome.CONFLICT).update(**told)
        raise


def _settle(act_id: int, way: str, by_id: int) -> OfflineAct:
    act = OfflineAct.objects.select_for_update().get(pk=act_id)
    if act.outcome != OfflineAct.Outcome.CONFLICT or way not in ways(act):
        raise SettledAlready
    again = _as_act(act)
    if way == REGISTER:
        _register(again, by_id)
    if way == TAKE_BACK:
        give_back(act.barcode, library_id=act.library_id, by_id=by_id, at=act.done_at)
    if way != LEAVE:
        act.act, act.act_id = done(again, HAS_LEFT if way == ALL_THE_SAME else SET_ASIDE)
    act.outcome, act.settled_by_id, act.settled_at = OfflineAct.Outcome.SETTLED, by_id, clock.now()
    act.save()
    return act


def _register(act: Act, by_id: int) -> None:
    reader = (
        _who_has(act.barcode) if act.kind == "renew" else reader_by_card(act.card_number, at=act.library_id)
    )
    if reader is None:
        raise UnknownReader
    day = clock.day_of(act.at)
    library = Unit.objects.get(pk=act.library_id)
    readers.register_for_year(reader, library=library, day=day, by_id=by_id)


def _who_has(barcode: str) -> Reader | None:
    """A renewal names the copy alone: whoever has it."""
    loan = Loan.objects.filter(copy__barcode=barcode, state=Loan.OPEN).select_related("reader").first()
    return loan.reader if loan else None


def _as_act(kept: OfflineAct) -> Act:
    return Act(
        uuid.UUID(str(kept.key)),
        kept.kind,
        kept.card_number,
        kept.barcode,
        kept.quantity,
        kept.done_at,
        kept.library_id,
        kept.sent_by_id,
    )
