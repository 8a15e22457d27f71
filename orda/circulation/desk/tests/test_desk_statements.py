"""How often one scan asks the database: a queue of children waits for each question.

Statements that begin and end transactions are not counted. The second scan of a kind counts, as at a desk that has
been open for a while: nor is the look for the number of a set of dimensions, which a process asks once, and a test that
is rolled back each time. `python -m benchmarks desk_race` prints the same of the demo's data, and the times.
"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import YESTERDAY, a_reader

# The most that a scan may ask, by database; the aims are 8, 10 and 8.
CARD = {"sqlite": 8, "postgresql": 8}
LOAN = {"sqlite": 10, "postgresql": 10}
RETURN = {"sqlite": 8, "postgresql": 8}
_NOT_COUNTED = re.compile(
    r'\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)|SELECT "diary_dimensionset"', re.IGNORECASE
)


@pytest.fixture
def readers(library: Unit, reader: Reader) -> list[Reader]:
    return [reader, *(a_reader(library, day=YESTERDAY) for _ in range(2))]


@pytest.fixture
def open_desk(desk: Client, readers: list[Reader], copies: list[Copy]) -> Client:
    """A desk where each kind of scan was done once."""
    for scanned in (readers[0].card_number, copies[0].barcode, copies[1].barcode, copies[0].barcode):
        _asked(desk, scanned)
    return desk


def test_a_card_asks_few_questions(open_desk: Client, readers: list[Reader]) -> None:
    """A reader who holds nothing; one who holds a book asks no more."""
    for reader in (readers[1], readers[0]):
        assert _asked(open_desk, reader.card_number) <= CARD[connection.vendor]


def test_a_loan_asks_few_questions(open_desk: Client, readers: list[Reader], copies: list[Copy]) -> None:
    _asked(open_desk, readers[1].card_number)
    for copy in copies[2:5]:
        assert _asked(open_desk, copy.barcode) <= LOAN[connection.vendor]
        assert copy.loans.filter(state="open", reader=readers[1]).exists()


def test_a_return_asks_few_questions(open_desk: Client, copies: list[Copy]) -> None:
    for copy in copies[2:5]:
        _asked(open_desk, copy.barcode)
    for copy in copies[2:5]:
        assert _asked(open_desk, copy.barcode) <= RETURN[connection.vendor]
        assert not copy.loans.filter(state="open").exists()


def test_a_return_without_a_reader_asks_few_questions(open_desk: Client, copies: list[Copy]) -> None:
    open_desk.post(reverse("desk_close"))
    assert _asked(open_desk, copies[1].barcode) <= RETURN[connection.vendor]
    assert not copies[1].loans.filter(state="open").exists()


def _asked(desk: Client, scanned: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = desk.post(reverse("desk_scan"), {"scan": scanned}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    return sum(not _NOT_COUNTED.match(one["sql"]) for one in asked.captured_queries)
