"""One line in, one line out: signs machines in, finds who answers, repeats what was lost on the way."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.utils import translation

from orda.interop import services
from orda.interop.models import Device
from orda.interop.sip2 import holds, items, loans, patrons
from orda.interop.sip2.session import LANGUAGES, NO, YES, Session, SignOff, now
from orda.interop.sip2.wire import Garbled, Reply, Request, compose, parse
from orda.network import known

log = logging.getLogger(__name__)
MOST_GARBLED = 5  # in a row: then it is no machine, or a broken one
MOST_WRONG_LOGINS = 3

Answer = Callable[[Request, Session], Reply]
ANSWERS: dict[str, Answer] = {
    "01": patrons.block,
    "09": loans.checkin,
    "11": loans.checkout,
    "15": holds.hold,
    "17": items.information,
    "19": items.status_update,
    "23": patrons.status,
    "25": patrons.enable,
    "29": loans.renew,
    "35": patrons.end,
    "37": patrons.fee,
    "63": patrons.information,
    "65": loans.renew_all,
}
# The sixteen kinds of messages in the standard's order (field BX); None: answered, but never granted here.
_IN_ORDER = (
    *("23", "11", "09", "01", "99", "97", "93", "63"),
    *("35", "37", "17", None, None, "15", "29", "65"),
)
_ASK_AGAIN = Reply("96")


def answer(line: bytes, session: Session) -> bytes:
    """The reply to one line, without its end. Raises SignOff where the connection is to be closed."""
    try:
        request = parse(line, session.encoding)
    except Garbled as why:
        log.info("%s: garbled: %s", session.device, why)
        session.garbled += 1
        if session.garbled >= MOST_GARBLED:
            raise SignOff from None
        return compose(_ASK_AGAIN, "ascii", "0" if b"AZ" in line else "")
    session.garbled = 0
    if request.code == "97":
        return session.last_reply or compose(_ASK_AGAIN, "ascii")
    if request.sequence and line == session.last_line:
        return session.last_reply  # our reply was lost on its way: the act must not be done twice
    with known.asked_once(), translation.override(_language(request, session)):
        found = compose(_replied(request, session), session.encoding, request.sequence)
    session.last_line, session.last_reply = line, found
    return found


def _replied(request: Request, session: Session) -> Reply:
    if request.code == "93":
        return _login(request, session)
    session.device = _still_in_use(session)
    if request.code == "99":
        return _status(request, session)
    return ANSWERS[request.code](request, session)


def _login(request: Request, session: Session) -> Reply:
    """93: a machine says who it is. Nothing else is answered before."""
    device = services.signed_in(request.get("CN"), request.get("CO"), Device.Kind.SELF_CHECK)
    if device is None:
        session.wrong_logins += 1
        log.warning("a wrong login for %r", request.get("CN")[:40])
        if session.wrong_logins >= MOST_WRONG_LOGINS:
            raise SignOff
        return Reply("94", "0")
    session.device, session.pin_mark, session.wrong_logins = device, "", 0
    services.seen(device)
    return Reply("94", "1")


def _still_in_use(session: Session) -> Device:
    """The machine as it is set now: one that was shut out is out with its next message."""
    found = Device.objects.select_related("library").filter(pk=session.machine.pk, active=True).first()
    if found is None:
        raise SignOff
    services.seen(found)
    return found


def _status(request: Request, session: Session) -> Reply:
    """99: what this library's server does. No work without a connection: it would answer for what it can't know."""
    understood = "".join(YES if code == "93" or code in _UNDERSTOOD else NO for code in _IN_ORDER)
    online = "Y" + "YYY" + "NN"  # checkin, checkout, renewal; neither status update nor off-line
    timeout, tries = "100", "003"  # tenths of a second
    fields = [("AO", session.library.code), ("AM", session.library.name), ("BX", understood)]
    return Reply("98", online + timeout + tries + now() + "2.00", [*fields, ("AN", session.machine.name)])


_UNDERSTOOD = {*ANSWERS, "97", "99"}


def _language(request: Request, session: Session) -> str:
    """The reader's, where the machine names one that is spoken here; else the machine's own."""
    asked = LANGUAGES.get(request.fixed.get("language", ""), "")
    if request.fixed.get("language"):
        session.language = asked
    return session.language or (session.device.language if session.device else settings.LANGUAGE_CODE)
