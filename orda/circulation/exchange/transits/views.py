"""Pages of the van: what it takes from here, what comes."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.circulation.exchange.routes.queries import goes_on, routes
from orda.circulation.exchange.transits import queries, services
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.models import NotOnShelf
from orda.circulation.told import told
from orda.network import clock, reach
from orda.network.codes import read
from orda.network.refusals import Refusal
from orda.network.rights import EXCHANGE, StaffRequest, needs, owned

MOST_AT_ONCE = 500
_OURS = owned(Transit, "source", "target")


@require_safe
@needs(EXCHANGE)
def show(request: StaffRequest) -> HttpResponse:
    library = request.workplace
    context = {
        "out": queries.to_send(library),
        "coming": queries.coming(library),
        "gone": queries.gone(library),
        "routes": [(route, goes_on(route, clock.today())) for route in routes(request.workplace)],
    }
    return render(request, "transits/transits.html", context)


@require_POST
@needs(EXCHANGE)
def send(request: StaffRequest) -> HttpResponse:
    """The van takes the ticked copies; each is an act of its own, so that one refused keeps none of the others."""
    sent = 0
    for asked in request.POST.getlist("transit")[:MOST_AT_ONCE]:
        ours = Transit.objects.filter(*_within(request))
        transit = get_object_or_404(ours, pk=asked if asked.isdecimal() and len(asked) < 16 else 0)
        try:
            services.send(transit.pk, library_id=request.workplace.pk, by_id=request.user.pk)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            sent += 1
    if sent:
        messages.success(request, _("Gone with the van: %(n)s") % {"n": sent})
    return redirect("transits")


@require_POST
@needs(EXCHANGE)
def receive(request: StaffRequest) -> HttpResponse:
    """Receives what is scanned or pressed; says where the copy goes now."""
    ways = Transit.objects.filter(*_within(request), state__in=Transit.UNFINISHED).select_related(
        "copy__record"
    )
    barcode = read(request.POST.get("barcode", "")[:64])
    asked = request.POST.get("transit", "")
    if barcode and barcode.isprintable():
        transit = ways.filter(copy__barcode=barcode).first()
    else:
        transit = ways.filter(pk=asked if asked.isdecimal() and len(asked) < 16 else 0).first()
    if transit is None:
        _turn_up(request, barcode if barcode.isprintable() else "")
        return redirect("transits")
    here, by, way = request.workplace.pk, request.user.pk, transit.pk
    said = _("Received: %(title)s") % {"title": transit.copy.record.title}
    told(request, lambda: services.receive(way, library_id=here, by_id=by).next, said)
    return redirect("transits")


@require_POST
@needs(EXCHANGE, transit_id=_OURS)
def keep(request: StaffRequest, transit_id: int) -> HttpResponse:
    transit = get_object_or_404(Transit.objects.select_related("copy__record"), pk=transit_id)
    here, by = request.workplace.pk, request.user.pk
    said = _("It stays here: %(title)s") % {"title": transit.copy.record.title}
    told(request, lambda: services.keep_here(transit.pk, library_id=here, by_id=by), said)
    return redirect("transits")


def _within(request: StaffRequest) -> tuple[Q, Q]:
    here = request.workplace.pk
    return reach.within(here, "source"), reach.within(here, "target")


def _turn_up(request: StaffRequest, barcode: str) -> None:
    """What was scanned is not on its way: a missing copy has turned up here."""
    missed = NotOnShelf.objects.filter(
        reach.within(request.workplace.pk), found_at=None, copy__barcode=barcode
    ).select_related("copy__record")
    miss = missed.first()
    if miss is None:
        messages.error(request, _("This copy is not on its way."))
        return
    said = _("Found again: %(title)s") % {"title": miss.copy.record.title}
    told(request, lambda: services.turn_up(miss.copy_id, library_id=request.workplace.pk), said)


@require_POST
@needs(EXCHANGE, transit_id=_OURS)
def lose(request: StaffRequest, transit_id: int) -> HttpResponse:
    transit = get_object_or_404(Transit.objects.select_related("copy__record"), pk=transit_id)
    here, by = request.workplace.pk, request.user.pk
    said = _(
        "Lost on the way: %(title)s. Its library lists it as not on the shelf until it is scanned again."
    )
    said %= {"title": transit.copy.record.title}
    told(request, lambda: services.lost_on_the_way(transit.pk, library_id=here, by_id=by), said)
    return redirect("transits")
