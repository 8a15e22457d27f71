"""The address to which gate counters send their readings: no browser, no cookies, a login and a secret each time."""

import base64
import binascii
import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from orda.interop import refusals, services
from orda.interop.models import Device
from orda.network.refusals import Refusal


@csrf_exempt  # carries its own secret and no cookie
@never_cache
@require_POST
def gate(request: HttpRequest) -> HttpResponse:
    """`counter` (a whole number) and, where the gate keeps readings back, `at` (ISO 8601); by HTTP Basic."""
    device = services.signed_in(*_login(request), Device.Kind.GATE)
    if device is None:
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="gate"'})
    services.seen(device)
    try:
        visits = services.count_reading(device, _counter(request), _moment(request))
    except Refusal as refusal:
        return JsonResponse({"refused": refusal.code, "message": str(refusal)}, status=400)
    return JsonResponse({"visits": visits})


def _login(request: HttpRequest) -> tuple[str, str]:
    scheme, _blank, coded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        login, _colon, secret = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return login, secret


def _counter(request: HttpRequest) -> int:
    typed = request.POST.get("counter", "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 13):
        raise refusals.BadReading
    return int(typed)


def _moment(request: HttpRequest) -> datetime.datetime | None:
    typed = request.POST.get("at", "").strip()
    if not typed:
        return None
    try:
        found = parse_datetime(typed)
    except ValueError:
        found = None
    if found is None:
        raise refusals.BadReading
    return found if timezone.is_aware(found) else timezone.make_aware(found)
