import datetime

import pytest

from orda.circulation import services as desk
from orda.circulation.models import Hold
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, YESTERDAY, a_reader, copies_in_stock

State = Hold.State


@pytest.fixture
def second(library: Unit) -> Reader:
    return a_reader(library, day=YESTERDAY)


@pytest.fixture
def one(library: Unit) -> Copy:
    """The only copy of its title."""
    return copies_in_stock(library, day=YESTERDAY)[0]


def wait(copy: Copy, reader: Reader, library: Unit, minutes: int = 0, **more: object) -> Hold:
    at = MOMENT + datetime.timedelta(minutes=minutes)
    return desk.place_hold(copy.record_id, reader.pk, library_id=library.pk, at=at, **more)  # type: ignore[arg-type]


def now(hold: Hold) -> Hold:
    hold.refresh_from_db()
    return hold
