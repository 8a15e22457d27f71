"""Hold shelves and pick lists move with the calendar: a book waits as many open days as before."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from orda.circulation.holds.allotment import allot, lock_title
from orda.circulation.holds.models import Hold
from orda.circulation.holds.services import back_to_the_queue
from orda.network import clock
from orda.network import queries as network
from orda.network.calendar.days import Calendar
from orda.network.models import Unit


@dataclass(frozen=True)
class OnShelf:
    """A book on the hold shelf and how many open days it waits there, by the calendar as it was."""

    hold_id: int
    path: str
    since: datetime.date
    until: datetime.date
    days: int


def on_shelves(unit: Unit | None) -> list[OnShelf]:
    """What stands on the hold shelves of a unit's subtree (None: everywhere), and for how many open days."""
    ready = Hold.objects.filter(state=Hold.State.READY).order_by("pk")
    if unit is not None:
        ready = ready.filter(library__path__startswith=unit.path)
    rows = ready.values_list("pk", "library__path", "copy_at", "ready_until")
    return [_on_shelf(pk, path, at, until) for pk, path, at, until in rows if at and until]


def _on_shelf(pk: int, path: str, at: datetime.datetime, until: datetime.date) -> OnShelf:
    since = clock.day_of(at)
    return OnShelf(pk, path, since, until, _days(network.calendar_at(path), since, until))


def _days(calendar: Calendar, since: datetime.date, until: datetime.date) -> int:
    """Open days after `since` up to `until`; one that ends on a shut day has the next open day too."""
    whole = len(calendar.open_between(since + datetime.timedelta(days=1), until))
    return max(whole + (not calendar.is_open(until)), 1)


def settle_shelves(shelves: list[OnShelf]) -> list[tuple[OnShelf, datetime.date]]:
    """Moves the last day of what stands on the shelf to as many open days by the calendar as it is now.

    What comes back stands at least until today, or the next open day.
    """
    today, moved = clock.today(), []
    by_day: dict[datetime.date, list[int]] = defaultdict(list)
    for one in shelves:
        calendar = network.calendar_at(one.path)
        until = calendar.open_after(one.since, one.days)
        if until < today and until != one.until:
            until = calendar.open_from(today)
        if until != one.until:
            by_day[until].append(one.hold_id)
            moved.append((one, until))
    for until, ids in by_day.items():
        Hold.objects.filter(pk__in=ids, state=Hold.State.READY).update(ready_until=until)
    return moved


def settle_shut_shelves() -> int:
    """Holds whose last day is a day on which the doors are shut wait until the next open one; how many."""
    return len(settle_shelves([one for one in on_shelves(None) if not _is_open(one.path, one.until)]))


def _is_open(path: str, day: datetime.date) -> bool:
    return network.calendar_at(path).is_open(day)


def ask_elsewhere(unit: Unit | None, at: datetime.datetime) -> int:
    """What is to be picked at libraries of a subtree that are closed today is asked of others that have the title.

    How many others were asked. Where none has it, it stays on the list. A title in the caller's transaction each.
    """
    day = clock.day_of(at)
    asked = Hold.objects.filter(state=Hold.State.PICKING).order_by("record_id", "pk")
    if unit is not None:
        asked = asked.filter(asked_library__path__startswith=unit.path)
    shut: dict[int, set[int]] = defaultdict(set)
    for pk, record, path in asked.values_list("pk", "record_id", "asked_library__path"):
        if network.calendar_at(path).closing_on(day):
            shut[record].add(pk)
    return sum(_ask(record, holds, at) for record, holds in shut.items())


def _ask(record_id: int, holds: set[int], at: datetime.datetime) -> int:
    lock_title(record_id)
    there = Hold.objects.filter(pk__in=holds, state=Hold.State.PICKING, copy__isnull=False)
    before = dict(there.values_list("pk", "asked_library_id"))
    for hold in there.filter(Q(pk__in=before)):
        back_to_the_queue(hold)
    allot(record_id, at)
    after = Hold.objects.filter(pk__in=before, state=Hold.State.PICKING)
    return sum(before[pk] != library for pk, library in after.values_list("pk", "asked_library_id"))
