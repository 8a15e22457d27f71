"""Acts of a desk that had no connection are done as if it had had one: each once, in their order, at their hour.

Each is judged against what the house knew at its hour and touches nothing that began after it; what can't be done so,
and what is older than may be, is kept for a person to decide.
"""

import datetime
import logging
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from orda.circulation.copies.hours import CLOCKS_DIFFER, GoneOnSince
from orda.circulation.holds.refusals import WaitsAlready
from orda.circulation.holds.services import place_hold
from orda.circulation.loans.checks import SET_ASIDE
from orda.circulation.loans.models import Channel, Loan, Place, Renewal
from orda.circulation.loans.refusals import CopyOnLoan, GainsNothing, RenewedToday
from orda.circulation.loans.renewing import renew
from orda.circulation.loans.services import give_back, lend
from orda.circulation.offline import seal
from orda.circulation.offline.models import OfflineAct
from orda.circulation.offline.snapshot import PLACE
from orda.circulation.refusals import NotOnLoan, ReaderElsewhere, UnknownCopy, UnknownReader
from orda.circulation.visits.refusals import BadVisit
from orda.circulation.visits.services import MOST_AT_ONCE, count_visit
from orda.diary.models import BEGINNING
from orda.network import clock, codes
from orda.network.refusals import Refusal, printable
from orda.readers.queries import holder_of, reader_by_card
from orda.stock.models import Copy

log = logging.getLogger(__name__)
# A visit's kind tells why people came; a bare one is of those who came to borrow.
PURPOSES = {"visit": "borrow", "visit_event": "event", "visit_other": "other"}
LOANS = {"lend": Place.HOME, "lend_here": Place.READING_ROOM}
KINDS = (*LOANS, "give_back", "renew", "hold", *PURPOSES)


class TooOld(Refusal):
    """Nobody knows any more what has been done about it by hand since."""

    code = "too_old"
    message = _("This act is older than %(days)s days: say whether it is still to be written on its day.")


@dataclass(frozen=True)
class Act:
    """One scan of a desk without a connection. `at` by the library's clock; of a number of visits that can't be,
    `quantity` is 0."""

    key: uuid.UUID
    kind: str
    card_number: str
    barcode: str
    quantity: int
    at: datetime.datetime
    library_id: int
    staff_id: int


def read(key: str, sealed: str, *, sent_at: datetime.datetime) -> Act:
    """Opens what a desk sealed. `sent_at` is the moment of sending by the desk's clock: where that clock runs wrong,
    all its moments are put right by the same amount.

    Raises seal.NotSealed for anything that no desk of this installation sealed.
    """
    what = seal.opened(sealed)
    try:
        place = signing.loads(what["place"], salt=PLACE)
        act = Act(
            uuid.UUID(key),
            str(what["kind"]),
            codes.read(_scanned(what.get("card", ""), 32)),
            codes.read(_scanned(what.get("barcode", ""), 64)),
            _people(what.get("quantity", 1)),
            _hour(what["at"], sent_at),
            int(place["library"]),
            int(place["staff"]),
        )
    except (KeyError, TypeError, ValueError, signing.BadSignature) as error:
        raise seal.NotSealed from error
    if act.kind not in KINDS or str(what.get("key")) != key:
        raise seal.NotSealed
    return act


def _scanned(what: Any, longest: int) -> str:
    """What was scanned, without the signs that no database takes: so it is no number of ours, and is shown as such."""
    return "".join(sign if sign.isprintable() else "·" for sign in str(what)[:longest])


def _people(what: Any) -> int:
    return what if isinstance(what, int) and 1 <= what <= MOST_AT_ONCE else 0


def _hour(said: str, sent_at: datetime.datetime) -> datetime.datetime:
    """The act's hour by the library's clock, never ahead of it; of a day before the diary its first. Raises ValueError
    and TypeError."""
    at = parse_datetime(said)
    if at is None:
        raise ValueError(said)
    first = timezone.make_aware(datetime.datetime.combine(BEGINNING, datetime.time()))
    try:
        return max(clock.now() - max(sent_at - at, datetime.timedelta(0)), first)
    except OverflowError:  # the year 1, and the like of it
        return first


def receive(acts: Iterable[Act], *, sent_by_id: int) -> list[OfflineAct]:
    """Does each act in the order in which the desk did it; a refused one is kept to be looked at.

    Sent again (the answer was lost), an act is not done again: its key is kept with it. One that meets a fault of the
    house is not among the answers and stays at its desk, to come again; those beside it are done.
    """
    kept = []
    for act in sorted(acts, key=lambda act: act.at):
        try:
            kept.append(_received(act, sent_by_id))
        except Exception:
            log.exception("act %s of a desk without a connection", act.key)
    return kept


def _received(act: Act, sent_by_id: int) -> OfflineAct:
    try:
        with transaction.atomic():
            # First, so that the same act sent by two windows at once waits here and is done by one of them.
            kept = OfflineAct.objects.create(
                key=act.key,
                library_id=act.library_id,
                kind=act.kind,
                card_number=act.card_number,
                barcode=act.barcode,
                quantity=act.quantity,
                done_at=act.at,
                received_at=clock.now(),
                sent_by_id=sent_by_id,
                outcome=OfflineAct.Outcome.DONE,
            )
            _do(kept, act)
    except IntegrityError:
        before = OfflineAct.objects.filter(key=act.key).first()
        if before is None:
            raise
        return before
    return kept


def _do(kept: OfflineAct, act: Act) -> None:
    try:
        with transaction.atomic():
            _refuse_old(act)
            kept.act, kept.act_id = done(act)
    except Refusal as refusal:
        if not _is_so_already(act, refusal):
            kept.outcome = OfflineAct.Outcome.CONFLICT
            kept.code, kept.message = refusal.code, str(refusal)[:300]
    kept.save()


def _refuse_old(act: Act) -> None:
    """Raises TooOld."""
    days = settings.OFFLINE_DAYS
    if clock.now() - act.at > datetime.timedelta(days=days):
        raise TooOld(days=days)


def done(act: Act, despite: Collection[str] = SET_ASIDE) -> tuple[str, int]:
    """Does it; the diary's name for the act and its id. Raises what the desk's services raise.

    A hold stands in its queue by the hour at which it was asked for, before those who asked later with a connection.
    The desk could not know of a debt or an age mark, and the copy has left: these don't stop a loan here.
    """
    if act.quantity == 0:
        raise BadVisit
    where: dict[str, Any] = {"library_id": act.library_id, "by_id": act.staff_id, "at": act.at}
    if act.kind in PURPOSES:
        return "visit", count_visit(quantity=act.quantity, purpose=PURPOSES[act.kind], **where).pk
    if act.kind == "give_back":
        return "loan", give_back(act.barcode, **where).loan_id
    if act.kind == "renew":
        return "renewal", renew(act.barcode, channel=Channel.OFFLINE, **where).renewal_id or 0
    reader = reader_by_card(act.card_number, at=act.library_id)
    if reader is None:
        raise UnknownReader if holder_of(act.card_number) is None else ReaderElsewhere
    if act.kind == "hold":
        record_id = _title_of(act.barcode)
        return "hold", place_hold(record_id, reader.pk, channel=Channel.OFFLINE, **where).pk
    how: dict[str, Any] = {"channel": Channel.OFFLINE, "despite": despite, "place": LOANS[act.kind]}
    return "loan", lend(act.barcode, reader.pk, **where, **how).loan_id


def _came_through(act: Act) -> bool:
    """True where what the copy has gone on with since is this very act, written down when it was scanned."""
    of_copy = Loan.objects.filter(copy__barcode=act.barcode).exclude(state=Loan.VOIDED)
    soon = (act.at, act.at + CLOCKS_DIFFER)
    if act.kind == "give_back":
        return of_copy.filter(returned_at__range=soon, returned_library=act.library_id).exists()
    if act.kind == "renew":
        return Renewal.objects.filter(loan__in=of_copy, day=clock.day_of(act.at), voided=False).exists()
    lent = of_copy.filter(lent_at__range=soon, library=act.library_id)
    return lent.filter(reader__card_number=act.card_number).exists()


def _title_of(barcode: str) -> int:
    """A hold is on the title, whichever of its copies was shown. Raises UnknownCopy."""
    record_id = Copy.objects.filter(barcode=barcode).values_list("record_id", flat=True).first()
    if record_id is None:
        raise UnknownCopy(barcode=printable(barcode))
    return record_id


def _is_so_already(act: Act, refusal: Refusal) -> bool:
    """True where the house is as the act would leave it: the scan had come through, and only its answer was lost."""
    of_copy = Loan.objects.filter(copy__barcode=act.barcode)
    if isinstance(refusal, CopyOnLoan):
        return of_copy.filter(state=Loan.OPEN, reader__card_number=act.card_number).exists()
    if isinstance(refusal, GoneOnSince):
        return _came_through(act)
    if isinstance(refusal, RenewedToday | WaitsAlready | GainsNothing):
        return True
    if isinstance(refusal, NotOnLoan) and act.kind == "give_back":
        last = of_copy.exclude(state=Loan.VOIDED).order_by("-lent_at").first()
        return last is not None and last.returned_on == clock.day_of(act.at)
    return False
