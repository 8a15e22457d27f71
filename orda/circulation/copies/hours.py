"""The hour of an act on a copy. An act that comes late (a desk without a connection, a machine that kept it, a
settlement) is done as of its own hour, and touches nothing that began after it."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orda.circulation.copies.at_hand import CopyAtDesk
from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.models import Hold, NotOnShelf
from orda.circulation.loans.models import Renewal
from orda.circulation.losses.models import LossCase
from orda.network import clock
from orda.network.refusals import Refusal
from orda.stock.services import ELECTRONIC_DOCUMENT

# By so much the clocks of two machines of one house may differ; more is a clock that was set wrong.
CLOCKS_DIFFER = datetime.timedelta(minutes=2)


class GoneOnSince(Refusal):
    """The copy was in other hands after the hour of this act: only a person can say what happened."""

    code = "gone_on_since"
    message = _(
        "This copy has gone on since: something was written down about it at %(hour)s, after this act."
    )


class ClockSetBack(Refusal):
    code = "clock_set_back"
    message = _(
        "The computer's clock is wrong: it shows %(now)s, but this copy was lent or came back at %(hour)s."
    )


def hour_of(at: datetime.datetime | None, copy: CopyAtDesk) -> datetime.datetime:
    """The hour at which an act on a held copy is written down; without one it is done now.

    Raises GoneOnSince and ClockSetBack.
    """
    now = clock.now()
    if copy.document_kind == ELECTRONIC_DOCUMENT:  # many have it at once, and nobody has it in hand
        return at or now
    if at is None:
        return _now(now, copy.since)
    if copy.since is not None and at < copy.since:
        raise GoneOnSince(hour=_said(copy.since))
    if at < now:
        _refuse_gone_on(copy.copy_id, at)
    return at


def not_before(at: datetime.datetime, *hours: datetime.datetime | None) -> datetime.datetime:
    """The hour of what follows from an act (a promise, a way): now, and never before what it follows from."""
    return max([at, *(hour for hour in hours if hour is not None)])


def _now(now: datetime.datetime, since: datetime.datetime | None) -> datetime.datetime:
    if since is None or now >= since:
        return now
    if since - now > CLOCKS_DIFFER:
        raise ClockSetBack(now=_said(now), hour=_said(since))
    return since


def _refuse_gone_on(copy_id: int, at: datetime.datetime) -> None:
    """Raises GoneOnSince where somebody had the copy in hand after the hour, or made its loan longer."""
    day = clock.day_of(at)
    of_copy = Q(copy=copy_id)
    came = {
        "at": Renewal.objects.filter(loan__copy=copy_id, voided=False, at__gt=at),
        "sent_at": Transit.objects.filter(of_copy, sent_at__gt=at),
        "received_at": Transit.objects.filter(of_copy, received_at__gt=at),
        "found_at": NotOnShelf.objects.filter(of_copy, found_at__gt=at),
        # What is only asked of a shelf (picking) nobody has had in hand yet.
        "copy_at": Hold.objects.filter(of_copy, copy_at__gt=at).exclude(state=Hold.State.PICKING),
        "opened_on": LossCase.objects.filter(of_copy, opened_on__gt=day),
        "counted_on": InterlibraryLoan.objects.filter(of_copy, counted_on__gt=day),
    }
    for name, rows in came.items():
        hour = rows.order_by().values_list(name, flat=True).first()
        if hour is not None:
            raise GoneOnSince(hour=_said(hour))


def _said(hour: datetime.datetime | datetime.date) -> str:
    if isinstance(hour, datetime.datetime):
        return f"{timezone.localtime(hour):%d.%m.%Y %H:%M}"
    return f"{hour:%d.%m.%Y}"
