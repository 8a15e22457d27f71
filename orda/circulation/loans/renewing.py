"""Make a loan longer."""

import datetime
from dataclasses import replace

from django.db import transaction
from django.db.models import F, Q

from orda.circulation.copies.at_hand import CopyAtDesk, copy_at_desk
from orda.circulation.copies.gate import pass_the_gate
from orda.circulation.copies.hours import hour_of
from orda.circulation.holds.models import Hold
from orda.circulation.loans.acts import Lent
from orda.circulation.loans.checks import may_use, refuse_renewal
from orda.circulation.loans.counting import of_reader, post
from orda.circulation.loans.models import Channel, Loan, Place, Renewal
from orda.circulation.loans.reader_at_hand import reader_at_desk
from orda.circulation.loans.refusals import AwaitedByAnother, GainsNothing, ReadInRoom
from orda.circulation.refusals import NotOnLoan, UnknownCopy
from orda.circulation.rules.rule import due_at, rule_at
from orda.network import clock
from orda.network.refusals import printable


@transaction.atomic
def renew(
    barcode: str,
    *,
    library_id: int,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
    channel: str = Channel.DESK,
) -> Lent:
    """Makes an open loan longer, counted from today; counts as a loan of its own (GOST R 7.0.20-2014).

    Once a day: a key that is pressed twice counts once and costs the reader one renewal.
    Raises UnknownCopy, CopyElsewhere, ReaderElsewhere, NotOnLoan, ReadInRoom, ReaderBlocked, NotRegisteredThisYear,
    RenewedToday, RenewalsUsedUp, GainsNothing (it would be due on the same day), AwaitedByAnother (a loan is renewed
    where nobody waits for it: rules of use), GoneOnSince, ClockSetBack.
    """
    pass_the_gate()
    copy = copy_at_desk(barcode, at=library_id)
    if copy is None:
        raise UnknownCopy(barcode=printable(barcode))
    loan = Loan.objects.select_for_update().filter(copy=copy.copy_id, state=Loan.OPEN).first()
    if loan is None or loan.reader_id is None:
        raise NotOnLoan
    at = hour_of(at, replace(copy, since=loan.lent_at))
    day = clock.day_of(at)
    if loan.place == Place.READING_ROOM:
        raise ReadInRoom
    reader = may_use(reader_at_desk(loan.reader_id, library_id, day, copy.document_kind), day)
    rule = rule_at(reader.path, reader.category, copy.document_kind)
    today = loan.renewals and Renewal.objects.filter(loan=loan, day=day, voided=False).exists()
    refuse_renewal(rule, loan.renewals, bool(today))
    if _awaited(copy, loan.reader_id, at):
        raise AwaitedByAnother
    due_on = due_at(reader.path, rule, day)
    if due_on <= loan.due_on:
        raise GainsNothing(day=f"{loan.due_on:%d.%m.%Y}")
    renewal = Renewal.objects.create(
        loan=loan,
        library_id=library_id,
        day=day,
        at=at,
        due_before=loan.due_on,
        channel=channel,
        by_id=by_id,
    )
    Loan.objects.filter(pk=loan.pk).update(due_on=due_on, renewals=F("renewals") + 1, rule=rule.row)
    post(copy, "renewal", "renewal", renewal.pk, library_id, day, at, by_id, of_reader(reader))
    return Lent(loan.pk, due_on, renewal.pk, copy.title)


def _awaited(copy: CopyAtDesk, reader_id: int, at: datetime.datetime) -> bool:
    """True where another reader waited for the title by that hour, or for this very copy, and isn't away."""
    day = clock.day_of(at)
    waiting = Hold.objects.filter(
        record=copy.where.record_id, state=Hold.State.WAITING, placed_at__lte=at
    ).exclude(reader=reader_id)
    waiting = waiting.filter(Q(wanted_copy=None) | Q(wanted_copy=copy.copy_id))
    return waiting.filter(Q(suspended_until=None) | Q(suspended_until__lt=day)).exists()
