"""What one connection knows between two messages."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from orda.interop.models import Device
from orda.interop.sip2.wire import Reply, Request
from orda.network import clock
from orda.network.models import Unit

DAY_OR_MOMENT = "%Y%m%d    %H%M%S"  # four blanks: local time
YES, NO = "Y", "N"
# The standard numbers 27 languages; Kazakh has no number of its own, so a machine that asks for none gets its own.
LANGUAGES = {"001": "en", "015": "ru"}
LANGUAGE_NUMBERS = {language: number for number, language in LANGUAGES.items()}


class SignOff(Exception):
    """The connection has no business here any more."""


@dataclass
class Session:
    """A machine's connection: who it is, and whose card lies on it."""

    device: Device | None = None
    pin_mark: str = ""  # of the PIN that fitted last
    language: str = ""  # asked for by the last message that named one
    last_line: bytes = b""
    last_reply: bytes = b""
    garbled: int = 0  # messages in a row that were none
    wrong_logins: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def machine(self) -> Device:
        """The machine that signed in. Raises SignOff where none did."""
        if self.device is None:
            raise SignOff
        return self.device

    @property
    def library(self) -> Unit:
        return self.machine.library

    @property
    def encoding(self) -> str:
        return self.device.encoding if self.device else "utf-8"


def now() -> str:
    """The library's moment as the standard writes it."""
    return timezone.localtime(clock.now()).strftime(DAY_OR_MOMENT)


def yes(so: object) -> str:
    return YES if so else NO


def bit(so: object) -> str:
    return "1" if so else "0"


def reply(
    code: str, fixed: str, request: Request, session: Session, fields: Iterable[tuple[str, str | None]]
) -> Reply:
    """A reply with the institution as the machine calls it (else the library's code) and a word for its screen."""
    institution = request.get("AO") or session.library.code
    screen = [("AF", text) for text in session.said]
    session.said = []
    return Reply(code, fixed, [("AO", institution), *fields, *screen])
