"""Events of the plan that stand on shut days, said on the first page of those who hold them or keep the plan."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orda.events.models import PlannedEvent
from orda.events.queries import SHUT, on_shut_days
from orda.network import clock
from orda.network.duties import Duty, tells_duties
from orda.network.rights import APPROVE_PLAN, EDIT_PLAN, HOLD_EVENT, SEE_BOARD, StaffRequest, may

NAMED = 3  # each by its name; more of them are one line


@tells_duties
def events_on_shut_days(request: StaffRequest) -> Iterator[Duty]:
    """Of the library itself, and of all libraries below for those who keep or approve the plan."""
    unit, who = request.workplace, request.user
    if not may(who, SEE_BOARD, unit) or not any(
        may(who, right, unit) for right in (HOLD_EVENT, EDIT_PLAN, APPROVE_PLAN)
    ):
        return
    found = on_shut_days(unit, clock.today())
    for event, library in found[:NAMED]:
        told = {"library": library.name, "event": event.title, "days": _days(event)}
        words = _("%(library)s is shut on %(days)s, the plan has “%(event)s” then: find it another day")
        yield Duty(words % told, _page(event.year))
    more = len(found) - NAMED
    if more > 0:
        words = ngettext(
            "%(n)s more event of the plan falls on a day on which the doors are shut",
            "%(n)s more events of the plan fall on days on which the doors are shut",
            more,
        )
        yield Duty(words % {"n": more}, _page(found[NAMED][0].year))


def _days(event: PlannedEvent) -> str:
    assert event.first_day is not None
    assert event.last_day is not None
    if event.first_day == event.last_day:
        return f"{event.first_day:%d.%m.%Y}"
    return f"{event.first_day:%d.%m.%Y} – {event.last_day:%d.%m.%Y}"


def _page(year: int) -> str:
    return f"{reverse('events')}?{urlencode({'year': year, 'state': SHUT})}"
