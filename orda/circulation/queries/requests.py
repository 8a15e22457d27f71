"""What a reader asked for by exchange: books chosen to order, documents of other networks."""

import datetime
from dataclasses import dataclass

from orda.circulation.models import InterlibraryLoan, Selection

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


def requests_of_reader(reader_id: int, day: datetime.date) -> list[RequestOfReader]:
    """Requests that are open or were answered a short while ago, the oldest first: two queries."""
    loans = InterlibraryLoan.objects.filter(reader=reader_id).exclude(state=InterlibraryLoan.State.RETURNED)
    selections = (
        Selection.objects.filter(reader=reader_id).select_related("library").order_by("asked_on", "pk")
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
            one.state == Selection.State.DONE,
            answer=one.answer,
        )
        for one in selections
        if one.state == Selection.State.ASKED or _lately(one.done_on, day)
    ]


def _lately(when: datetime.date | None, day: datetime.date) -> bool:
    return when is not None and when >= day - SHOWN
