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
    choices = choices_of(request)
    chosen = request.session.get(SESSION_KEY)
    return next((unit for unit in choices if unit.pk == chosen), choices[0] if choices else None)


def choices_of(request: HttpRequest) -> list[Unit]:
    """The units the person may choose to work in: every appointment's unit and the libraries under it."""
    kept: list[Unit] | None = getattr(request, "_kept_workplaces", None)
    if kept is None:
        tops = [a.unit for a in rights.appointments(request.user)]  # type: ignore[arg-type]
        kept = queries.units_under(tops)
        request._kept_workplaces = kept  # type: ignore[attr-defined]
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
    """For templates: today, whether this is a demo, and what the person may open."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    workplace = request.workplace if known else None  # type: ignore[attr-defined]
    granted = rights.granted(user, workplace) if known and workplace else set()  # type: ignore[arg-type]
    return {
        "today": clock.today(),
        "demo_year": settings.DEMO_YEAR,
        "rights": granted,
        "workplaces": choices_of(request) if known else [],
        "navigation": navigation(granted, request.path),
        "room_pages": section(granted, request.path),
    }
