"""The library in which the signed-in person works today, and what every page shows of it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from orda.network import clock, queries, rights
from orda.network.models import Unit
from orda.network.navigation import navigation, section

SESSION_KEY = "workplace"
MOST_OFFERED = 100  # units to choose from; of a larger tree what lies around the place one is at


class WorkplaceMiddleware:
    """Sets request.workplace: the chosen unit, else the first of the person's appointments, else None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.workplace = SimpleLazyObject(lambda: of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def of(request: HttpRequest) -> Unit | None:
    if not request.user.is_authenticated:
        return None
    tops, chosen = _tops(request), request.session.get(SESSION_KEY, 0)
    own = min(tops, key=lambda top: top.path, default=None)
    # The units to choose from are read by a page that offers them; the desk's answers do not.
    known = next((top for top in tops if top.pk == chosen), None) if chosen else own
    return known or (queries.unit_under(tops, chosen) if chosen else None) or own


def choices_of(request: HttpRequest) -> list[Unit]:
    """The units the person may choose: every appointment's unit and the libraries under it.

    In a tree too large for a list: those around the unit that the page is asked for, else the workplace.
    """
    kept: list[Unit] | None = getattr(request, "_kept_choices", None)
    if kept is None:
        kept = _all_units(request)
        if len(kept) > MOST_OFFERED:
            asked = (
                queries.units_under(_tops(request)).filter(code=request.GET.get("library", "")[:32]).first()
            )
            kept = list(queries.units_near(asked or request.workplace, _tops(request)))  # type: ignore[attr-defined]
        request._kept_choices = kept  # type: ignore[attr-defined]
    return kept


def may_choose(request: HttpRequest, unit_id: str) -> bool:
    """True for a unit under the person's own appointments."""
    known = unit_id.isascii() and unit_id.isdigit() and len(unit_id) < 19
    return known and queries.units_under(_tops(request)).filter(pk=unit_id).exists()


def _tops(request: HttpRequest) -> list[Unit]:
    return [a.unit for a in rights.appointments(request.user)]  # type: ignore[arg-type]


def _all_units(request: HttpRequest) -> list[Unit]:
    """Every unit of the person, or one more than are offered."""
    kept: list[Unit] | None = getattr(request, "_kept_units", None)
    if kept is None:
        kept = queries.first_units_under(_tops(request), MOST_OFFERED + 1)
        request._kept_units = kept  # type: ignore[attr-defined]
    return kept


def asked_unit(request: rights.StaffRequest, right: str) -> Unit:
    """The unit that `library=` names, else the one the person works in.

    Raises Http404 for an unknown code and PermissionDenied where they have no such right.
    """
    code = (request.POST if request.method == "POST" else request.GET).get("library", "")
    if not code:
        return request.workplace
    try:
        unit = queries.unit_by_code(code)
    except Unit.DoesNotExist:
        raise Http404 from None
    if not rights.may(request.user, right, unit):
        raise PermissionDenied
    return unit


def page_context(request: HttpRequest) -> dict[str, Any]:
    """For templates: today, whether this is a demo, and what the person may open; the header's parts only when a
    page has a header (the desk's answers have none)."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    workplace = request.workplace if known else None  # type: ignore[attr-defined]
    granted = rights.granted(user, workplace) if known and workplace else set()  # type: ignore[arg-type]
    return {
        "today": clock.today(),
        "demo_year": settings.DEMO_YEAR,
        "rights": granted,
        "workplaces": SimpleLazyObject(lambda: choices_of(request) if known else []),
        "navigation": SimpleLazyObject(lambda: navigation(granted, request.path)),
        "room_pages": SimpleLazyObject(lambda: section(granted, request.path)),
    }
