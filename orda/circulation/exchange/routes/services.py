"""Routes of the van."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from orda.circulation.exchange.routes.models import Route, Stop
from orda.circulation.exchange.routes.refusals import NameTaken, TooFewStops
from orda.circulation.refusals import SaysNothing


@transaction.atomic
def keep_route(
    route_id: int | None, *, name_kk: str, name_ru: str, weekdays: str, library_ids: Sequence[int]
) -> Route:
    """Writes a route with its stops in order. Raises SaysNothing, TooFewStops and NameTaken."""
    name_kk, name_ru = name_kk.strip()[:80], name_ru.strip()[:80]
    if not name_kk or not name_ru or not weekdays:
        raise SaysNothing
    if len(set(library_ids)) < 2:
        raise TooFewStops
    route = (Route.objects.filter(pk=route_id).first() if route_id else None) or Route()
    route.name_kk, route.name_ru, route.weekdays = name_kk, name_ru, weekdays
    try:
        with transaction.atomic():
            route.save()
    except IntegrityError:
        raise NameTaken(name=name_kk) from None
    route.stops.all().delete()
    stops = (Stop(route=route, library_id=one, position=place) for place, one in enumerate(library_ids, 1))
    Stop.objects.bulk_create(stops)
    return route


@transaction.atomic
def remove_route(route_id: int) -> None:
    """The van goes this round no more; copies that wait are not touched."""
    Route.objects.filter(pk=route_id).delete()
