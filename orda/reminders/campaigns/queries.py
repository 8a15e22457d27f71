"""What a campaign brings: what came back late while it lasted, counted once."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from orda.circulation.models import Loan
from orda.network import clock
from orda.network.models import Unit
from orda.reminders.campaigns.models import Campaign
from orda.reminders.messages.models import Message


@dataclass
class Brought:
    """Items that came back late; readers who owed something, and owe nothing after it."""

    items: int = 0
    readers: int = 0


@dataclass(frozen=True)
class LibraryResult:
    library: Unit
    brought: Brought


@dataclass(frozen=True)
class Result:
    """A campaign's result so far. `days`: day -> what it brought, each day of it up to today."""

    campaign: Campaign
    all: Brought
    libraries: Sequence[LibraryResult]
    days: dict[datetime.date, Brought] = field(default_factory=dict)
    invited: int = 0  # families whose invitation was sent


def campaigns(unit: Unit) -> QuerySet[Campaign]:
    """Campaigns at libraries of a unit's subtree, the latest first."""
    here = Campaign.objects.filter(libraries__path__startswith=unit.path)
    return here.distinct().order_by("-first", "-pk")


def counted(campaign: Campaign) -> dict[tuple[int, datetime.date], Brought]:
    """(library, day) -> what it brought, counted on the loans themselves: two queries.

    A book counts where and when it came back, if it was late by then. A reader counts once, at their last such
    return, if nothing of theirs is late any more.
    """
    until = min(campaign.last, clock.today())
    late = Loan.objects.filter(
        state=Loan.RETURNED,
        returned_on__range=(campaign.first, until),
        returned_on__gt=F("due_on"),
        returned_library__in=campaign.libraries.values("pk"),
    )
    found: dict[tuple[int, datetime.date], Brought] = defaultdict(Brought)
    freed_at: dict[int, tuple[int, datetime.date]] = {}
    rows = late.order_by("returned_at", "pk").values_list("returned_library_id", "returned_on", "reader_id")
    for library, day, reader in rows:
        assert library is not None
        assert day is not None
        found[library, day].items += 1
        if reader is not None:
            freed_at[reader] = (library, day)
    owing = Loan.objects.filter(state=Loan.OPEN, due_on__lt=until, reader__in=late.values("reader"))
    for reader in set(freed_at) - set(owing.values_list("reader_id", flat=True)):
        found[freed_at[reader]].readers += 1
    return dict(found)


def result(campaign: Campaign, unit: Unit) -> Result:
    """A campaign's result at the libraries of a unit's subtree; live until it is closed."""
    libraries = list(campaign.libraries.filter(path__startswith=unit.path))
    mine = {one.pk for one in libraries}
    if campaign.closed:
        kept = campaign.results.filter(library__in=mine)
        found = {(one.library_id, one.day): Brought(one.items, one.readers) for one in kept}
    else:
        found = {key: one for key, one in counted(campaign).items() if key[0] in mine}
    by_library = {pk: Brought() for pk in mine}
    days = {day: Brought() for day in _days(campaign)}
    every = Brought()
    for (library, day), one in found.items():
        for sum_of in (by_library[library], days.setdefault(day, Brought()), every):
            sum_of.items += one.items
            sum_of.readers += one.readers
    invited = campaign.messages.filter(state=Message.State.SENT, library__in=mine).count()
    rows = [LibraryResult(one, by_library[one.pk]) for one in libraries]
    return Result(campaign, every, rows, days, invited)


def _days(campaign: Campaign) -> list[datetime.date]:
    until = min(campaign.last, clock.today())
    return [
        campaign.first + datetime.timedelta(days=n) for n in range(max((until - campaign.first).days + 1, 0))
    ]


def with_numbers(found: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Campaigns with how many libraries they are at and how many families were invited."""
    return found.annotate(
        at=Count("libraries", distinct=True),
        invited=Count("messages", filter=Q(messages__state=Message.State.SENT), distinct=True),
    )
