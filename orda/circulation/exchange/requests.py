"""What a reader asked for by exchange: books chosen to order, documents of other networks."""

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch

from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.circulation.exchange.selections.models import Selection, SelectionCopy
from orda.circulation.exchange.sets.models import Deposit

SHOWN = datetime.timedelta(days=14)  # so long an answered request is still told


@dataclass(frozen=True)
class RequestOfReader:
    """`here`: it lies at the library for the reader. `until`: the day it goes back to its library."""

    what: str
    state_label: str
    library: str
    here: bool
    until: datetime.date | None = None
    answer: str = ""
    titles: tuple[str, ...] = ()  # that were chosen


def requests_of_reader(reader_id: int, day: datetime.date) -> list[RequestOfReader]:
    """Requests that are open or were answered a short while ago, the oldest first: three queries."""
    loans = InterlibraryLoan.objects.filter(reader=reader_id).exclude(state=InterlibraryLoan.State.RETURNED)
    selections = (
        Selection.objects.filter(reader=reader_id)
        .select_related("library", "deposit")
        .prefetch_related(
            Prefetch("chosen", SelectionCopy.objects.select_related("copy__record").order_by("pk"))
        )
        .order_by("asked_on", "pk")
    )
    found = [
        RequestOfReader(
            one.document,
            str(one.get_state_display()),
            one.library.name,
            one.state == InterlibraryLoan.State.RECEIVED,
            one.due_on,
            one.answer,
        )
        for one in loans.select_related("library").order_by("asked_on", "pk")
        if one.state != InterlibraryLoan.State.REFUSED or _lately(one.moved_on, day)
    ]
    return found + [
        RequestOfReader(
            one.topic,
            str(one.get_state_display()),
            one.library.name,
            _lies_here(one),
            answer=one.answer,
            titles=tuple(chosen.copy.record.title for chosen in one.chosen.all()),
        )
        for one in selections
        if one.state == Selection.State.ASKED or _lately(one.done_on, day)
    ]


def _lies_here(selection: Selection) -> bool:
    """Answered, and what was scanned is not still at the library that chose it: a hold says itself when it is ready."""
    if selection.state != Selection.State.DONE:
        return False
    came = selection.deposit is not None and selection.deposit.state == Deposit.State.STANDING
    return not selection.chosen.all() or selection.giver_id == selection.library_id or came


def _lately(when: datetime.date | None, day: datetime.date) -> bool:
    return when is not None and when >= day - SHOWN
