from collections.abc import Callable

import pytest

from orda.diary.services import forget_known_sets
from orda.interop import services
from orda.interop.models import Device
from orda.interop.sip2.answers import answer
from orda.interop.sip2.session import Session
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, YESTERDAY, a_library, a_reader, copies_in_stock

AT = "20240916    120000"  # the machine's clock; ours decides
Say = Callable[[str], str]


@pytest.fixture(autouse=True)
def _a_monday_at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    forget_known_sets()


@pytest.fixture
def library(db: None) -> Unit:
    return a_library()


@pytest.fixture
def reader(library: Unit) -> Reader:
    return a_reader(library, day=YESTERDAY)


@pytest.fixture
def copies(library: Unit) -> list[Copy]:
    return copies_in_stock(library, 7, day=YESTERDAY)


@pytest.fixture
def copy(copies: list[Copy]) -> Copy:
    return copies[0]


@pytest.fixture
def machine(library: Unit) -> Device:
    device, _secret = services.add_device(
        name="Door", kind=Device.Kind.SELF_CHECK, library=library, language="en"
    )
    return device


@pytest.fixture
def session(machine: Device) -> Session:
    """A machine's connection that has signed in."""
    return Session(device=machine)


@pytest.fixture
def say(session: Session) -> Say:
    """Sends a line on that connection and gives the reply as text."""
    return lambda line: answer(line.encode(session.encoding), session).decode(session.encoding)


def fields(reply: str, fixed: int) -> dict[str, list[str]]:
    """The fields of a reply behind its code and `fixed` signs: name -> values."""
    found: dict[str, list[str]] = {}
    for part in reply[2 + fixed :].split("|")[:-1]:
        found.setdefault(part[:2], []).append(part[2:])
    return found
