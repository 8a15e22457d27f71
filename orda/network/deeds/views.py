"""The page of who did what."""

import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orda.network.deeds import queries
from orda.network.models import Staff
from orda.network.rights import SEE_DEEDS, StaffRequest, needs, over_the_whole_house, units_where

PER_PAGE = 50


@require_safe
@needs(SEE_DEEDS)
def deeds(request: StaffRequest) -> HttpResponse:
    """By person, object and days. A name that nobody has finds nothing."""
    name, about = (request.GET.get(key, "").strip()[:150] for key in ("by", "about"))
    first, last = _day(request, "first"), _day(request, "last")
    by = Staff.objects.filter(username__iexact=name).first() if name and name.isprintable() else None
    found = queries.deeds(
        units_where(request.user, SEE_DEEDS),
        whole_house=over_the_whole_house(request.user, SEE_DEEDS),
        by=by,
        about=about if about.isprintable() else "",
        first=first,
        last=last,
    )
    page = Paginator(found.none() if name and by is None else found, PER_PAGE).get_page(
        request.GET.get("page")
    )
    told = [queries.told(one) for one in page]
    return render(request, "deeds/deeds.html", {"page": page, "told": told, "first": first, "last": last})


def _day(request: StaffRequest, name: str) -> datetime.date | None:
    """The day that was asked for; what is none asks for nothing."""
    try:
        day = datetime.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 9000 else None
