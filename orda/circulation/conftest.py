import pytest
from django.test import Client

from orda.diary.services import forget_known_sets
from orda.network import clock
from orda.network.models import Role, Staff, Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, YESTERDAY, a_library, a_reader, copies_in_stock


@pytest.fixture(autouse=True)
def _a_monday_at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still, and the process remembers no combination of dimensions of another database."""
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    forget_known_sets()


@pytest.fixture
def library(db: None) -> Unit:
    return a_library()


@pytest.fixture
def reader(library: Unit) -> Reader:
    """Registered earlier in the year, so that today's diary holds today's acts alone."""
    return a_reader(library, day=YESTERDAY)


@pytest.fixture
def copies(library: Unit) -> list[Copy]:
    return copies_in_stock(library, 8, day=YESTERDAY)


@pytest.fixture
def copy(copies: list[Copy]) -> Copy:
    return copies[0]


@pytest.fixture
def librarian(staff_of, library: Unit) -> Staff:
    person: Staff = staff_of(Role.LIBRARIAN, library)
    return person


@pytest.fixture
def desk(librarian: Staff) -> Client:
    client = Client()
    client.force_login(librarian, backend="django.contrib.auth.backends.ModelBackend")
    return client
