"""A copy comes back, whoever brings it."""

import datetime

import pytest

from orda.circulation.models import Loan
from orda.circulation.refusals import NotOnLoan, UnknownCopy
from orda.circulation.services import give_back, lend
from orda.diary.models import Entry
from orda.network import clock
from orda.network.models import Unit
from orda.readers import services as readers
from orda.readers.models import Reader
from orda.stock.models import Copy
from orda.stock.services import CopyNotInStock, withdraw
from tests.house import a_library, diary_of


def test_it_closes_the_loan_and_counts_one_return(library: Unit, reader: Reader, copy: Copy) -> None:
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    returned = give_back(copy.barcode, library_id=library.pk)
    assert (returned.loan_id, returned.reader_id, returned.days_late) == (lent.loan_id, reader.pk, 0)
    loan = Loan.objects.get()
    assert (loan.state, loan.returned_on, loan.returned_library) == (Loan.RETURNED, clock.today(), library)
    assert diary_of() == {"loan": 1, "return": 1}


def test_it_counts_the_days_of_delay(library: Unit, reader: Reader, copy: Copy) -> None:
    lent = lend(copy.barcode, reader.pk, library_id=library.pk)
    back_at = clock.now() + datetime.timedelta(days=18)
    assert give_back(copy.barcode, library_id=library.pk, at=back_at).days_late == 3
    assert diary_of(clock.day_of(back_at)) == {"return": 1}
    assert lent.due_on < clock.day_of(back_at)


def test_another_library_may_take_it_back_and_counts_the_return(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    other = a_library("b11")
    lend(copy.barcode, reader.pk, library_id=library.pk)
    give_back(copy.barcode, library_id=other.pk)
    assert Entry.objects.get(measure="loan").library == library
    assert Entry.objects.get(measure="return").library == other


def test_a_blocked_reader_may_bring_books_back(library: Unit, reader: Reader, copy: Copy) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    readers.block(reader, "кешіктірді")
    give_back(copy.barcode, library_id=library.pk)
    assert diary_of() == {"loan": 1, "return": 1}


def test_a_returned_copy_may_be_lent_again(library: Unit, reader: Reader, copy: Copy) -> None:
    for _time in range(3):
        lend(copy.barcode, reader.pk, library_id=library.pk)
        give_back(copy.barcode, library_id=library.pk)
    assert diary_of() == {"loan": 3, "return": 3}


def test_it_refuses_a_copy_that_is_not_on_loan(library: Unit, reader: Reader, copy: Copy) -> None:
    with pytest.raises(NotOnLoan):
        give_back(copy.barcode, library_id=library.pk)
    lend(copy.barcode, reader.pk, library_id=library.pk)
    give_back(copy.barcode, library_id=library.pk)
    with pytest.raises(NotOnLoan):
        give_back(copy.barcode, library_id=library.pk)
    assert diary_of() == {"loan": 1, "return": 1}


@pytest.mark.parametrize("barcode", ["no such", "7\x00001", "\x1b[2J"])
def test_it_refuses_a_barcode_that_no_copy_has(library: Unit, barcode: str) -> None:
    with pytest.raises(UnknownCopy):
        give_back(barcode, library_id=library.pk)
    assert diary_of() == {}


def test_a_copy_on_loan_can_not_be_withdrawn_until_it_is_back(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(CopyNotInStock, match=copy.barcode):
        withdraw([copy], library=library, number="1", reason="WORN")
    give_back(copy.barcode, library_id=library.pk)
    withdraw([copy], library=library, number="1", reason="WORN")
    assert diary_of() == {"loan": 1, "return": 1, "withdrawal": 1}
