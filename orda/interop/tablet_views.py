"""Self-service at the door: pair the screen, then a child borrows, returns and renews alone."""

import time
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orda.interop import services, tablet
from orda.interop.models import Device
from orda.interop.tablet import Visit
from orda.network.refusals import Refusal
from orda.network.sign_in import address_of
from orda.network.tries import Place

COOKIE, PATH = "orda_screen", "/machines/self-service/"
A_YEAR = 366 * 24 * 3600
_VISIT = "self_service"
SECONDS_ALONE = 60  # after which the screen takes it that the child has gone
LANGUAGES = ("kk", "ru")


class TabletRequest(HttpRequest):
    """What a view behind `at_a_screen` is given. A name for the types alone."""

    device: Device
    visit: Visit


def at_a_screen(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An act on a paired screen; the child's language, and whoever walked away is forgotten."""

    @wraps(view)
    @never_cache
    def guarded(request: TabletRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        device = _device(request)
        if device is None:
            raise PermissionDenied
        services.seen(device)
        request.device, request.visit = device, _visit(request)
        with translation.override(request.visit.language or device.language):
            response = view(request, *args, **kwargs)
        request.session[_VISIT] = request.visit.as_kept()
        return response

    return guarded


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The screen as it stands; one that is not paired asks for its code."""
    if _device(request) is None:
        return render(request, "interop/pair.html")
    return _show(request)


@at_a_screen
def _show(request: TabletRequest) -> HttpResponse:
    return _answer(request)


@never_cache
@require_POST
def pair(request: HttpRequest) -> HttpResponse:
    try:
        device, secret = services.pair(request.POST.get("code", "")[:40], Place(address_of(request)))
    except Refusal as refusal:
        return render(request, "interop/pair.html", {"refusal": refusal}, status=422)
    response = redirect("self_service")
    response.set_cookie(
        COOKIE,
        f"{device.login}:{secret}",
        max_age=A_YEAR,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


@require_POST
@at_a_screen
def choose(request: TabletRequest) -> HttpResponse:
    """One of the three big buttons."""
    mode = request.POST.get("mode", "")
    request.visit.mode = mode if mode in tablet.MODES else tablet.HOME
    return _answer(request)


@require_POST
@at_a_screen
def scan(request: TabletRequest) -> HttpResponse:
    tablet.take(request.visit, request.device, request.POST.get("scan", "")[:100])
    return _answer(request)


@require_POST
@at_a_screen
def pin(request: TabletRequest) -> HttpResponse:
    tablet.show_pin(request.visit, request.device, request.POST.get("pin", "")[:20])
    return _answer(request)


@require_POST
@at_a_screen
def renew(request: TabletRequest) -> HttpResponse:
    tablet.renew(request.visit, request.device, request.POST.get("barcode", "")[:64])
    return _answer(request)


@require_POST
@at_a_screen
def speak(request: TabletRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    request.visit.language = language if language in LANGUAGES else ""
    with translation.override(request.visit.language or request.device.language):
        return _answer(request)


@require_POST
@at_a_screen
def finish(request: TabletRequest) -> HttpResponse:
    """The child goes: the slip of what was borrowed, once, then the first screen for the next."""
    slip, name = request.visit.lent, tablet.first_name(request.visit)
    request.visit = Visit(language=request.visit.language if slip else "")
    with translation.override(request.visit.language or request.device.language):
        return _answer(request, slip=slip, name=name)


def _answer(request: TabletRequest, **more: Any) -> HttpResponse:
    visit = request.visit
    visit.last = time.time()
    context = {
        "device": request.device,
        "visit": visit,
        "name": tablet.first_name(visit),
        "loans": tablet.loans_of(visit, request.device),
        "seconds": SECONDS_ALONE,
        "language": translation.get_language(),
        **more,
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "interop/_tablet.html" if part else "interop/tablet.html", context)


def _device(request: HttpRequest) -> Device | None:
    login, _colon, secret = request.COOKIES.get(COOKIE, "").partition(":")
    return services.signed_in(login, secret, Device.Kind.TABLET) if secret else None


def _visit(request: HttpRequest) -> Visit:
    """The child's visit; a new one where nothing has been done for a while."""
    known = {one.name for one in fields(Visit)}  # a session may be older than this release
    kept = request.session.get(_VISIT, {})
    visit = Visit(**{name: value for name, value in kept.items() if name in known})
    return visit if time.time() - visit.last < SECONDS_ALONE + 30 else Visit()
