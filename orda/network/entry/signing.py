"""The way from a right password to a session: through the second factor where there is one or must be one.

Between the two steps nobody is signed in: the session holds who was let through the first, for ten minutes and under
the password that was typed.
"""

import time

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from orda.network.entry import second_factor
from orda.network.models import Staff

HALF, SURE = "half_signed_in", "sure_at"
HALF_LASTS = SURE_LASTS = 600  # seconds
_BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"


def begin(request: HttpRequest, staff: Staff, back: str) -> HttpResponse:
    """After the first step: on to the second, or in."""
    has_one = second_factor.has_one(staff)
    if not has_one and not second_factor.is_demanded(staff):
        return finish(request, staff, back)
    request.session.cycle_key()
    request.session[HALF] = {
        "staff": staff.pk,
        "under": staff.get_session_auth_hash(),
        "by": getattr(staff, "backend", _BY_PASSWORD),
        "back": back,
        "at": time.time(),
        "has_one": has_one,
    }
    return redirect("sign_in_second" if has_one else "my_factors")


def half_signed_in(request: HttpRequest) -> Staff | None:
    """Who came through the first step and waits before the second."""
    half = request.session.get(HALF)
    if not half or time.time() - half["at"] > HALF_LASTS:
        return None
    staff = Staff.objects.filter(pk=half["staff"], is_active=True).first()
    return staff if staff and staff.get_session_auth_hash() == half["under"] else None


def sets_up(request: HttpRequest) -> Staff | None:
    """Who came through the first step, must have a second factor and has none: they set it up before they are in."""
    staff = half_signed_in(request)
    if staff is None or request.session[HALF]["has_one"] or second_factor.has_one(staff):
        return None
    return staff


def finish_half(request: HttpRequest, staff: Staff) -> HttpResponse:
    half = request.session.pop(HALF)
    staff.backend = half["by"]  # type: ignore[attr-defined]
    return finish(request, staff, half["back"])


def finish(request: HttpRequest, staff: Staff, back: str) -> HttpResponse:
    """Signs in and goes on; the page speaks the person's language from here on."""
    auth.login(request, staff, backend=getattr(staff, "backend", _BY_PASSWORD))
    request.session[SURE] = time.time()
    allowed = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return in_language_of(staff, redirect(back if back and allowed else reverse(settings.LOGIN_REDIRECT_URL)))


def in_language_of(staff: Staff, answer: HttpResponse) -> HttpResponse:
    if staff.language:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            staff.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    return answer


def is_sure(request: HttpRequest) -> bool:
    """True for a while after the password was typed: what guards the door is changed then alone."""
    return time.time() - float(request.session.get(SURE, 0)) < SURE_LASTS


def make_sure(request: HttpRequest) -> None:
    request.session[SURE] = time.time()
