"""What may be asked of the van's routes."""

import datetime
from dataclasses import dataclass, field

from django.db.models import QuerySet

from orda.circulation.exchange.routes.models import Route, Stop
from orda.circulation.exchange.transits.models import Transit
from orda.network import reach
from orda.network.models import Unit

_SHOWN = ("copy__record", "source", "target", "hold__reader", "deposit")


def routes(unit: Unit) -> QuerySet[Route]:
    """The van's routes that stop within a unit's network, with their stops in order: two queries."""
    stops = Stop.objects.filter(reach.within(unit.pk))
    found = Route.objects.filter(pk__in=stops.values("route")) if reach.is_parted() else Route.objects
    return found.order_by("name_kk").prefetch_related("stops__library")


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
