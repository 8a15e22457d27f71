import pytest
from django.test import Client
from django.urls import reverse

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


@pytest.fixture
def here(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


@pytest.fixture
def other(library: Unit) -> Unit:
    return a_library("b6")


@pytest.fixture
def there(client_as, other: Unit) -> Client:
    return client_as(Role.LIBRARIAN, other)


def text(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, page: str, /, *args: object, **fields: object) -> str:
    answer = client.post(reverse(page, args=args), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def scan(client: Client, barcode: str) -> str:
    return client.post(
        reverse("desk_scan"), {"scan": barcode}, headers={"hx-request": "true"}
    ).content.decode()


@pytest.fixture
def english(settings) -> None:
    settings.LANGUAGE_CODE = "en"
