"""The stock book of a closed quarter: sealed once, read off its seal for ever, and no document is dated into it."""

import datetime
import itertools
import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from orda.network.models import Role
from orda.planning.document.services import seal_of
from orda.reports.ledgers.book_numbers import as_data, counted_now, from_data
from orda.reports.ledgers.sealing import (
    LaterSealed,
    NotAQuarter,
    QuarterNotOver,
    SealedAlready,
    seal_book,
    sealed,
)
from orda.reports.ledgers.stock_book import stock_book, stock_book_paper
from orda.reports.ledgers.times import Kind, time_of
from orda.reports.models import Submission
from orda.stock.models import Copy
from orda.stock.services import NewCopy, PeriodSealed, take_in, withdraw
from tests.house import a_record

FIRST = time_of(Kind.QUARTER, datetime.date(2024, 2, 5))
SECOND = time_of(Kind.QUARTER, datetime.date(2024, 5, 5))
PAGE = "/reports/stock-book/"
_numbers = itertools.count(1)


def buy(library, record, copies, day):
    coming = [
        NewCopy(record, f"Z{n}", f"ZI{n}", Decimal("900.50")) for n in itertools.islice(_numbers, copies)
    ]
    batch = take_in(coming, library=library, supply="budget", day=datetime.date.fromisoformat(day))
    return list(batch.copies.all())


def write_off(copies, library, day):
    number = f"Z-{next(_numbers)}"
    return withdraw(
        copies, library=library, number=number, reason="WORN", day=datetime.date.fromisoformat(day)
    )


@pytest.fixture
def worked(city):
    """Branch 11б: 4 copies from 2023; in the first quarter 3 come and 1 goes, in the second 2 come."""
    library, record = city.branch11, a_record(city.branch11)
    old = buy(library, record, 4, "2023-05-02")
    buy(library, a_record(library, language="rus", subject_field="science"), 3, "2024-02-05")
    write_off(old[:1], library, "2024-03-01")
    buy(library, record, 2, "2024-04-02")
    return library


@pytest.fixture
def methodologist(staff_of, city):
    return staff_of(Role.METHODOLOGIST, city.network)


def shown(time, library):
    return [(one.table, one.addresses) for one in stock_book(time, library)]


@pytest.mark.parametrize("place", ["branch11", "network"])
def test_what_is_read_off_the_seal_is_what_was_counted(worked, city, methodologist, place):
    library = getattr(city, place)
    before = shown(FIRST, library)
    done = seal_book(FIRST, library, methodologist)
    assert done.content["opening"]["copies"] == 4
    assert done.content["closing"]["copies"] == 6
    assert done.content["closing"]["price"] == "5403.00"
    assert seal_of(Submission.objects.get().content) == done.seal
    assert shown(FIRST, library) == before
    numbers = counted_now(FIRST, library)
    assert as_data(from_data(json.loads(json.dumps(as_data(numbers))))) == as_data(numbers)


def test_a_sealed_book_stays_whatever_becomes_of_the_copies(worked, methodologist, client):
    seal_book(FIRST, worked, methodologist, "салыстырылды")
    before = shown(FIRST, worked)
    client.force_login(methodologist, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    asked = {"kind": "quarter", "day": "2024-02-05", "library": worked.code}
    page = client.get(PAGE, asked).content.decode()
    assert "The book is locked" in page
    assert "салыстырылды" in page
    assert "The stock says otherwise by now" not in page
    assert "Seal the book of the quarter" not in page
    Copy.objects.filter(library=worked).update(language="kk", price=Decimal("1"))
    assert shown(FIRST, worked) == before
    assert "The stock says otherwise by now" in client.get(PAGE, asked).content.decode()
    said = [getattr(one, "text", "") for one in stock_book_paper(FIRST, worked, "en").blocks]
    assert any(Submission.objects.get().seal in text for text in said)


def test_no_document_is_dated_into_a_sealed_quarter(worked, city, methodologist):
    standing = list(Copy.objects.filter(library=worked, withdrawal=None))
    seal_book(FIRST, worked, methodologist)
    with pytest.raises(PeriodSealed):
        buy(worked, standing[0].record, 1, "2024-03-31")
    with pytest.raises(PeriodSealed):
        write_off(standing[:1], worked, "2024-01-01")
    write_off(standing[:1], worked, "2024-04-01")  # the correction is a new document of a later day
    buy(city.branch5, standing[0].record, 1, "2024-03-31")
    assert sealed(FIRST, worked).content["closing"]["copies"] == counted_now(SECOND, worked).standing
    seal_book(FIRST, city.network, methodologist)  # the network's book holds every library's
    with pytest.raises(PeriodSealed):
        buy(city.branch5, standing[0].record, 1, "2024-03-31")


def test_what_cannot_be_sealed(worked, city, methodologist, monkeypatch):
    with pytest.raises(NotAQuarter):
        seal_book(time_of(Kind.MONTH, FIRST.first), worked, methodologist)
    running = time_of(Kind.QUARTER, datetime.date(2025, 1, 10))  # the tests' today
    with pytest.raises(QuarterNotOver):
        seal_book(running, worked, methodologist)
    seal_book(SECOND, worked, methodologist)
    with pytest.raises(SealedAlready):
        seal_book(SECOND, worked, methodologist)
    with pytest.raises(LaterSealed):
        seal_book(FIRST, worked, methodologist)
    seal_book(FIRST, city.branch5, methodologist)
    assert Submission.objects.count() == 2


def test_the_database_keeps_the_seal(worked, methodologist):
    done = seal_book(FIRST, worked, methodologist)
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=done.pk).update(note="another")
    with pytest.raises(DatabaseError), transaction.atomic():
        done.delete()


def test_a_methodologist_seals_on_the_page_and_a_librarian_does_not(worked, city, client_as):
    asked = {"day": "2024-02-05", "library": worked.code, "note": "тексерілді"}
    client = client_as(Role.METHODOLOGIST, city.network)
    client.cookies["django_language"] = "en"
    page = client.get(PAGE, {"kind": "quarter", "day": "2024-02-05", "library": worked.code})
    assert "Seal the book of the quarter" in page.content.decode()
    running = client.get(PAGE, {"kind": "quarter", "library": worked.code}).content.decode()
    assert "Seal the book of the quarter" not in running
    assert client_as(Role.LIBRARIAN, worked).post(f"{PAGE}seal/", asked).status_code == 403
    assert client.post(f"{PAGE}seal/", {**asked, "day": "x"}).status_code == 404
    answer = client.post(f"{PAGE}seal/", asked, follow=True)
    assert "The book of the quarter is sealed and locked." in answer.content.decode()
    again = client.post(f"{PAGE}seal/", asked, follow=True)
    assert "is sealed already" in again.content.decode()
    assert Submission.objects.get().note == "тексерілді"
