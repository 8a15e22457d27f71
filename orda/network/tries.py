"""Tries at what may be guessed (a PIN, a pairing code, a password): counted by whom, by place and in the whole house.

A try is written down before it is judged, so that forty at once get no more of them than one after the other; a right
one is forgiven. A stranger's tries shut nobody out: the limits over all places hold for places that nobody knows, not
for the browser in which somebody signed in before, nor for a machine of the library. Whom and where are kept as keyed
hashes, for a quarter of an hour.
"""

import datetime
import ipaddress
import logging
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from orda.network import clock
from orda.network.models import Try

WINDOW = datetime.timedelta(minutes=15)
COOKIE = "orda_browser"
MOST_KNOWN = 20  # persons of one browser; the one who signed in longest ago is forgotten first
A_YEAR = 366 * 24 * 3600

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """From where a try comes. `known`: a machine of the library, or a browser in which this person signed in before."""

    name: str
    known: bool = False


@dataclass(frozen=True)
class Limits:
    """The most tries of a quarter of an hour: at one thing from one place, from one place at anything; then, from all
    places that nobody knows, at one thing and at anything."""

    one: int
    place: int
    whom: int
    house: int


class TooMany(Exception):
    """More than may be tried."""


def begin(what: str, whom: str, place: Place, limits: Limits) -> None:
    """Writes a try down. Call it outside a transaction, before the try is judged. Raises TooMany."""
    now = clock.now()
    mine = Try(what=what, whom=_hashed(whom), place=_hashed(place.name), known=place.known, at=now)
    mine.save(force_insert=True)
    lately = Try.objects.filter(what=what, at__gt=now - WINDOW)
    at_it, here, abroad = Q(whom=mine.whom), Q(place=mine.place), Q(known=False)
    tried = lately.aggregate(
        one=Count("pk", filter=at_it & here),
        place=Count("pk", filter=here),
        whom=Count("pk", filter=at_it & abroad),
        house=Count("pk", filter=abroad),
    )
    over = [name for name in ("one", "place") if tried[name] > getattr(limits, name)]
    if not place.known:
        over += [name for name in ("whom", "house") if tried[name] > getattr(limits, name)]
    if over:
        mine.delete()  # what was not judged prolongs nothing
        log.warning("too many tries of %s: %s", what, ", ".join(over))
        raise TooMany


def forgive(what: str, whom: str, place: Place | None = None) -> None:
    """Forgets the tries at one thing: from the place of a right one; from everywhere, where it is given anew."""
    tried = Try.objects.filter(what=what, whom=_hashed(whom))
    (tried if place is None else tried.filter(place=_hashed(place.name))).delete()


def forget() -> int:
    """Tries that count no more; how many were forgotten."""
    return Try.objects.filter(at__lte=clock.now() - WINDOW).delete()[0]


def place_of(request: HttpRequest, address: str, whom: str) -> Place:
    """The browser where this person signed in before, else the caller's address (of IPv6 its network of 64 bits)."""
    browser, known = _browser(request)
    if browser and _hashed(whom) in known:
        return Place(f"browser:{browser}", known=True)
    return Place(f"address:{_network(address)}")


def remember(response: HttpResponse, request: HttpRequest, whom: str) -> None:
    """From now on this browser is known to be this person's: strangers' tries elsewhere don't shut it."""
    browser, known = _browser(request)
    known = [one for one in known if one != _hashed(whom)][-MOST_KNOWN + 1 :] + [_hashed(whom)]
    response.set_cookie(
        COOKIE,
        signing.dumps([browser or secrets.token_hex(12), known], salt=COOKIE),
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _browser(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        browser, known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=A_YEAR)
    except (signing.BadSignature, ValueError):
        return "", []
    return browser, known


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def _hashed(text: str) -> str:
    return salted_hmac("orda.network.tries", text, algorithm="sha256").hexdigest()[:32]
