"""Pages of the van's routes, and the list of a round to take along."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.circulation.exchange.routes import queries, services
from orda.circulation.exchange.routes.forms import RouteForm
from orda.circulation.exchange.routes.models import Route
from orda.network import clock, reach
from orda.network.refusals import Refusal
from orda.network.rights import EXCHANGE, SET_RULES, StaffRequest, needs, owned

_OURS = owned(Route, "stops__library")


@require_safe
@needs(SET_RULES)
def show_all(request: StaffRequest) -> HttpResponse:
    return render(request, "routes/routes.html", {"routes": queries.routes(request.workplace)})


@require_http_methods(["GET", "POST"])
@needs(SET_RULES)
def new(request: StaffRequest) -> HttpResponse:
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@needs(SET_RULES, route_id=_OURS)
def change(request: StaffRequest, route_id: int) -> HttpResponse:
    return _form(request, get_object_or_404(Route, pk=route_id))


@require_POST
@needs(SET_RULES, route_id=_OURS)
def remove(request: StaffRequest, route_id: int) -> HttpResponse:
    route = get_object_or_404(Route, pk=route_id)
    services.remove_route(route.pk)
    messages.success(request, _("Removed: %(name)s") % {"name": route})
    return redirect("routes")


@require_safe
@needs(EXCHANGE, route_id=_OURS)
def round_list(request: StaffRequest, route_id: int) -> HttpResponse:
    route = get_object_or_404(Route, pk=route_id)
    day = _day(request.GET.get("day", ""))
    context = {
        "route": route,
        "day": day,
        "goes": queries.goes_on(route, day),
        "stops": queries.list_of_route(route),
    }
    return render(request, "routes/round.html", context)


def _form(request: StaffRequest, route: Route | None) -> HttpResponse:
    initial: dict[str, Any] = {"weekdays": list("12345")}
    stops: list[int] = []
    if route is not None:
        initial = {"name_kk": route.name_kk, "name_ru": route.name_ru, "weekdays": list(route.weekdays)}
        stops = list(route.stops.order_by("position").values_list("library_id", flat=True))
    form = RouteForm(
        request.POST or None,
        libraries=list(reach.open_libraries_near(request.workplace)),
        stops=stops,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_route(
                route.pk if route else None,
                name_kk=form.cleaned_data["name_kk"],
                name_ru=form.cleaned_data["name_ru"],
                weekdays="".join(sorted(form.cleaned_data["weekdays"])),
                library_ids=form.stops,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("routes")
    context = {"form": form, "route": route}
    return render(request, "routes/route.html", context, status=422 if form.errors else 200)


def _day(asked: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(asked)
    except ValueError:
        return clock.today()
