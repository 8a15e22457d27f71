"""A copy is lent to a reader."""

import datetime

import pytest
from django.db import IntegrityError

from orda.circulation.loans.refusals import CopyOnLoan, LimitReached, NotRegisteredThisYear
from orda.circulation.models import Loan, LoanRule
from orda.circulation.refusals import CopyWithdrawn, ReaderBlocked, UnknownCopy, UnknownReader
from orda.circulation.services import give_back, lend
from orda.diary.models import Entry
from orda.network import clock
from orda.network.models import Unit
from orda.readers import services as readers
from orda.readers.models import Reader
from orda.stock.models import Copy
from orda.stock.services import withdraw
from tests.house import a_copy, a_library, a_reader, diary_of

DAY = datetime.timedelta(days=1)


def test_it_counts_one_loan_with_what_the_report_asks(library: Unit, reader: Reader, copy: Copy) -> None:
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    line = Entry.objects.get(act="loan")
    assert (line.measure, line.quantity, line.act_id) == ("loan", 1, lent.loan_id)
    assert line.dimensions.values == {
        "subject_field": "fiction_philology",
        "language": "kk",
        "document_kind": "book",
        "age_group": "0-10",
    }


def test_the_loan_is_open_for_fifteen_days(library: Unit, reader: Reader, copy: Copy) -> None:
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    loan = Loan.objects.get(pk=lent.loan_id)
    assert (loan.state, loan.reader, loan.copy) == (Loan.OPEN, reader, copy)
    assert loan.due_on == lent.due_on == clock.today() + 15 * DAY


def test_the_librarys_own_number_of_days_counts(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    rule = LoanRule.objects.create(unit=library, days=30)
    assert lend(copies[0].barcode, reader.pk, library_id=library.pk).due_on == clock.today() + 30 * DAY
    LoanRule.objects.filter(pk=rule.pk).update(days=0)  # for the reading room only
    assert lend(copies[1].barcode, reader.pk, library_id=library.pk).due_on == clock.today()


def test_the_loan_counts_where_it_is_lent_and_not_where_the_copy_belongs(reader: Reader, copy: Copy) -> None:
    other = a_library("b11")
    readers.register_for_year(reader, library=other)
    lend(copy.barcode, reader.pk, library_id=other.pk)
    assert Entry.objects.get(measure="loan").library == other


def test_it_refuses_a_copy_on_loan(library: Unit, reader: Reader, copy: Copy) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(CopyOnLoan):
        lend(copy.barcode, a_reader(library, day=None).pk, library_id=library.pk)
    assert Loan.objects.count() == diary_of()["loan"] == 1


def test_it_refuses_a_withdrawn_copy(library: Unit, reader: Reader, copy: Copy) -> None:
    withdraw([copy], library=library, number="1", reason="WORN")
    with pytest.raises(CopyWithdrawn):
        lend(copy.barcode, reader.pk, library_id=library.pk)
    _nothing_lent()


@pytest.mark.parametrize(
    "barcode",
    ["", "no such", "7\x00001", "\x1b[2J", "770\n", "\udc80", "9" * 10_000, "'; DROP TABLE x --", "%s"],
    ids=["empty", "unknown", "nul", "escape", "line break", "surrogate", "very long", "quote", "percent"],
)
def test_it_refuses_a_barcode_that_no_copy_has(library: Unit, reader: Reader, barcode: str) -> None:
    with pytest.raises(UnknownCopy) as refusal:
        lend(barcode, reader.pk, library_id=library.pk)
    said = str(refusal.value)
    assert said.isprintable()
    assert len(said) < 120
    _nothing_lent()


def test_it_refuses_an_unknown_reader(library: Unit, copy: Copy) -> None:
    with pytest.raises(UnknownReader):
        lend(copy.barcode, 987_654, library_id=library.pk)
    _nothing_lent()


def test_it_refuses_a_blocked_reader_and_says_why(library: Unit, reader: Reader, copy: Copy) -> None:
    readers.block(reader, "100 % жоғалтты")
    with pytest.raises(ReaderBlocked, match="100 % жоғалтты"):
        lend(copy.barcode, reader.pk, library_id=library.pk)
    _nothing_lent()
    readers.unblock(reader)
    lend(copy.barcode, reader.pk, library_id=library.pk)
    assert diary_of() == {"loan": 1}


def test_it_refuses_a_reader_who_is_not_registered_this_year(library: Unit, copy: Copy) -> None:
    last_year = clock.today().replace(month=1, day=1) - DAY
    reader = a_reader(library, day=last_year)
    with pytest.raises(NotRegisteredThisYear, match=str(clock.today().year)):
        lend(copy.barcode, reader.pk, library_id=library.pk)
    _nothing_lent()
    readers.register_for_year(reader, library=library)
    lend(copy.barcode, reader.pk, library_id=library.pk)
    assert diary_of() == {"reader_registered": 1, "loan": 1}


def test_it_refuses_a_reader_of_another_library(reader: Reader, copy: Copy) -> None:
    with pytest.raises(NotRegisteredThisYear):
        lend(copy.barcode, reader.pk, library_id=a_library("b11").pk)
    _nothing_lent()


def test_it_refuses_a_sixth_item(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    for copy in copies[:5]:
        lend(copy.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(LimitReached, match="5"):
        lend(copies[5].barcode, reader.pk, library_id=library.pk)
    assert diary_of() == {"loan": 5}
    give_back(copies[0].barcode, library_id=library.pk)
    lend(copies[5].barcode, reader.pk, library_id=library.pk)
    assert diary_of() == {"loan": 6, "return": 1}


@pytest.mark.parametrize("limit", [0, 2])
def test_the_librarys_own_limit_counts(library: Unit, reader: Reader, copies: list[Copy], limit: int) -> None:
    LoanRule.objects.create(unit=library, limit=limit)
    for copy in copies[:limit]:
        lend(copy.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(LimitReached):
        lend(copies[limit].barcode, reader.pk, library_id=library.pk)
    assert Loan.objects.count() == limit


def test_an_error_of_the_program_is_not_called_a_refusal(
    library: Unit, reader: Reader, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**line: object) -> None:
        raise IntegrityError("NOT NULL constraint failed: diary_entry.day")

    monkeypatch.setattr("orda.diary.services.post", fail)
    with pytest.raises(IntegrityError):
        lend(copy.barcode, reader.pk, library_id=library.pk)
    _nothing_lent()


def test_a_loan_takes_few_statements(
    library: Unit, reader: Reader, copies: list[Copy], django_assert_max_num_queries: object
) -> None:
    lend(copies[0].barcode, reader.pk, library_id=library.pk)
    # On PostgreSQL one holds the copy. One asks for a set of dimensions again: the first loan was not committed.
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        lend(copies[1].barcode, reader.pk, library_id=library.pk)


def test_an_electronic_document_is_delivered_and_free_for_the_next_reader(
    library: Unit, reader: Reader
) -> None:
    document, today = a_copy(library, kind="electronic_document"), clock.today()
    lend(document.barcode, reader.pk, library_id=library.pk)
    lend(document.barcode, reader.pk, library_id=library.pk)
    assert {loan.state for loan in Loan.objects.all()} == {Loan.RETURNED}
    assert {loan.returned_on for loan in Loan.objects.all()} == {today}
    assert diary_of() == {"electronic_intake": 1, "loan": 2, "return": 2, "electronic_user": 1}


def test_an_electronic_document_takes_none_of_the_readers_places(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    for copy in copies[:5]:
        lend(copy.barcode, reader.pk, library_id=library.pk)
    lend(a_copy(library, kind="electronic_document").barcode, reader.pk, library_id=library.pk)
    assert diary_of(by="document_kind")["loan", "electronic_document"] == 1


def test_an_electronic_publication_counts_its_reader_as_a_user_once(library: Unit, reader: Reader) -> None:
    discs = [a_copy(library, kind="electronic_publication") for _ in range(2)]
    for disc in discs:
        lend(disc.barcode, reader.pk, library_id=library.pk)
    assert diary_of() == {"intake": 2, "loan": 2, "electronic_user": 1}
    assert Loan.objects.filter(state=Loan.OPEN).count() == 2


def _nothing_lent() -> None:
    assert not Loan.objects.exists()
    assert "loan" not in diary_of()
