"""What may be asked of ways between libraries and of the van's routes."""

import datetime
from dataclasses import dataclass, field

from django.db.models import QuerySet

from orda.circulation.models import Route, Transit
from orda.network.models import Unit

_SHOWN = ("copy__record", "source", "target", "hold__reader", "deposit")


def to_send(library: Unit) -> QuerySet[Transit]:
    """Copies that wait for the van at a library, by where they go."""
    waiting = Transit.objects.filter(source=library, state=Transit.State.WAITING).select_related(*_SHOWN)
    return waiting.order_by("target__path", "made_at", "pk")


def coming(library: Unit) -> QuerySet[Transit]:
    """Copies that are to come to a library: under way, or waiting for the van elsewhere."""
    found = Transit.objects.filter(target=library, state__in=Transit.UNFINISHED).select_related(*_SHOWN)
    return found.order_by("state", "source__path", "made_at", "pk")


def gone(library: Unit) -> QuerySet[Transit]:
    """Copies that left a library with the van and have not been received: the longest under way first."""
    found = Transit.objects.filter(source=library, state=Transit.State.SENT).select_related(*_SHOWN)
    return found.order_by("sent_at", "pk")


def routes() -> QuerySet[Route]:
    """The van's routes with their stops in order: two queries."""
    return Route.objects.order_by("name_kk").prefetch_related("stops__library")


@dataclass(frozen=True)
class StopList:
    """What the van does at a stop: lays down and takes up."""

    library: Unit
    takes: list[Transit] = field(default_factory=list)
    lays_down: list[Transit] = field(default_factory=list)


def list_of_route(route: Route) -> list[StopList]:
    """The van's list for a round: at each stop what it takes along and what it leaves; three queries.

    Carried: what waits at a stop of the route, or is under way, to another stop of it.
    """
    stops = [StopList(stop.library) for stop in route.stops.select_related("library").order_by("position")]
    at = {stop.library.pk: stop for stop in stops}
    carried = Transit.objects.filter(source__in=at, target__in=at, state__in=Transit.UNFINISHED)
    for transit in carried.select_related(*_SHOWN).order_by("target__path", "pk"):
        if transit.state == Transit.State.WAITING:
            at[transit.source_id].takes.append(transit)
        at[transit.target_id].lays_down.append(transit)
    return stops


def goes_on(route: Route, day: datetime.date) -> bool:
    """True where the van makes this round on a day of the week."""
    return str(day.isoweekday()) in route.weekdays
