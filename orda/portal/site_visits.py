"""Counts visits of the public site (ISO 2789, virtual visit): a session of somebody from outside, machines left out.

The browser keeps a cookie without a name in it: "seen" after the first page, "counted" after the second. What keeps
no cookies and what opens one page alone (most machines) isn't counted; staff are not visitors.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from orda.diary import services as diary
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.portal.account import signed
from orda.portal.models import SiteVisit

COOKIE, SEEN, COUNTED = "visit", "seen", "counted"
PUBLIC = ("/catalogue/", "/open/", "/my/")


class SiteVisitMiddleware:
    """Notes the second page of a visitor; costs nothing on pages of staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known = request.COOKIES.get(COOKIE)
        if known == COUNTED or not _is_a_page(request, response):
            return response
        if known == SEEN:
            count_site_visit(signed.reader_id(request))
        now = COUNTED if known == SEEN else SEEN
        response.set_cookie(COOKIE, now, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return response


def _is_a_page(request: HttpRequest, response: HttpResponse) -> bool:
    """A whole page of the public site, shown to somebody who isn't staff."""
    public = request.path == "/" or request.path.startswith(PUBLIC)
    shown = request.method == "GET" and response.status_code == 200
    whole = response.get("Content-Type", "").startswith("text/html") and not request.headers.get("HX-Request")
    return public and shown and whole and not request.user.is_authenticated


@transaction.atomic
def count_site_visit(reader_id: int | None = None) -> SiteVisit | None:
    """Counts one visit of the site, at the reader's library or else at the central one; None in an empty house."""
    library_id = _library_id(reader_id)
    if library_id is None:
        return None
    at = clock.now()
    visit = SiteVisit.objects.create(library_id=library_id, day=clock.day_of(at), at=at)
    diary.post(day=visit.day, library_id=library_id, measure="site_visit", act="site", act_id=visit.pk, at=at)
    return visit


def _library_id(reader_id: int | None) -> int | None:
    if reader_id is not None:
        return signed.library_id_of(reader_id)
    central = network.libraries().filter(library_type=Unit.LibraryType.CENTRAL).first()
    first = central or network.libraries().first()
    return first.pk if first else None
