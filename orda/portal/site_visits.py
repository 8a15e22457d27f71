"""Counts visits of the public site (ISO 2789, virtual visit): a session of somebody from outside, machines left out.

A visit counts at its second page; what keeps no cookies and what opens one page alone (most machines) isn't counted;
staff are not visitors. The browser keeps a number that we drew and signed: sent again and again it counts once, a
made-up one never, and one address makes no more than MOST_A_DAY visits.

No page waits for it: a visit is put into a line, and a thread of its own writes what stands there. A process that is
killed takes the last seconds of its line with it.
"""

import atexit
import hmac
import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse

from orda.diary import services as diary
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.network.sign_in import address_of
from orda.portal.account import signed
from orda.portal.models import SiteVisit

log = logging.getLogger(__name__)
COOKIE, COUNTED = "visit", "counted"
PUBLIC = ("/catalogue/", "/open/", "/my/")
LONGEST = 12 * 3600  # seconds from the first page to the second
MOST_A_DAY = 50  # visits from one address: a school's whole class behind one, and no more
LONGEST_LINE = 10_000  # visits that wait to be written; more are not counted
PAUSE = 2.0  # seconds between two looks at the line

_signer = TimestampSigner(salt="orda.portal.visit")


class SiteVisitMiddleware:
    """Notes the second page of a visitor; costs nothing on pages of staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known = request.COOKIES.get(COOKIE, "")
        if known == COUNTED or not _is_a_page(request, response):
            return response
        number = _number(known)
        if number:
            note(Seen(number, _known_again(address_of(request)), signed.reader_id(request)))
        now = COUNTED if number else _signer.sign(secrets.token_hex(8))
        response.set_cookie(COOKIE, now, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        return response


def _is_a_page(request: HttpRequest, response: HttpResponse) -> bool:
    """A whole page of the public site, shown to somebody who isn't staff."""
    public = request.path == "/" or request.path.startswith(PUBLIC)
    shown = request.method == "GET" and response.status_code == 200
    whole = response.get("Content-Type", "").startswith("text/html") and not request.headers.get("HX-Request")
    return public and shown and whole and not request.user.is_authenticated


def _number(cookie: str) -> str:
    """The number that we gave this browser with its first page; "" where it is not ours, or too old."""
    try:
        return _signer.unsign(cookie, max_age=LONGEST)
    except BadSignature:
        return ""


def _known_again(address: str) -> str:
    """By which an address is known again today, and by nobody else, and not tomorrow."""
    said = f"{clock.today()} {address}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, "sha256").hexdigest()[:16]


@dataclass(frozen=True)
class Seen:
    """A visit that is to be counted."""

    number: str
    origin: str
    reader_id: int | None = None


_line: deque[Seen] = deque()
_guard = threading.Lock()
_writer: threading.Thread | None = None


def note(seen: Seen) -> None:
    """Puts a visit into the line; it is written soon, by another thread."""
    if len(_line) < LONGEST_LINE:
        _line.append(seen)
        write_soon()


def write_soon() -> None:
    """Sees to it that this process has a thread that writes the line."""
    global _writer
    with _guard:
        if _writer is None or not _writer.is_alive():
            _writer = threading.Thread(target=_write_for_ever, name="site-visits", daemon=True)
            _writer.start()


def _write_for_ever() -> None:
    while True:
        time.sleep(PAUSE)
        if _line:
            try:
                write_down()
            finally:
                connection.close()


def write_down() -> None:
    """Counts what stands in the line. While the database can't be written, it stays there."""
    while _line:
        seen = _line[0]
        try:
            count_site_visit(seen)
        except DatabaseError:
            log.warning("%s visits of the site wait: the database is busy", len(_line), exc_info=True)
            return
        _line.popleft()


atexit.register(write_down)


def count_site_visit(seen: Seen) -> SiteVisit | None:
    """Counts one visit of the site, at the reader's library or else at the central one.

    None where it is counted already, where its address has made enough of them today, and in an empty house.
    """
    library_id = _library_id(seen.reader_id)
    if library_id is None:
        return None
    at = clock.now()
    day = clock.day_of(at)
    if SiteVisit.objects.filter(day=day, origin=seen.origin).count() >= MOST_A_DAY:
        return None
    try:
        with transaction.atomic():
            visit = SiteVisit.objects.create(
                library_id=library_id, day=day, at=at, number=seen.number, origin=seen.origin
            )
            diary.post(
                day=day, library_id=library_id, measure="site_visit", act="site", act_id=visit.pk, at=at
            )
    except IntegrityError:
        return None
    return visit


def forget_visitors() -> int:
    """Of visits before today nothing stays but that they were (the nightly job); how many."""
    past = SiteVisit.objects.filter(day__lt=clock.today()).exclude(number=None, origin="")
    return past.update(number=None, origin="")


def _library_id(reader_id: int | None) -> int | None:
    if reader_id is not None:
        return signed.library_id_of(reader_id)
    central = network.libraries().filter(library_type=Unit.LibraryType.CENTRAL).first()
    first = central or network.libraries().first()
    return first.pk if first else None
