"""A loan is made longer; it counts as a loan of its own."""

import datetime

import pytest

from orda.circulation.loans.refusals import GainsNothing, NotRegisteredThisYear, RenewalsUsedUp, RenewedToday
from orda.circulation.models import Loan, LoanRule, Renewal
from orda.circulation.refusals import NotOnLoan, ReaderBlocked, UnknownCopy
from orda.circulation.services import give_back, lend, renew, undo_renewal
from orda.network import clock
from orda.network.models import Unit
from orda.readers import services as readers
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import a_library, diary_of

DAY = datetime.timedelta(days=1)


@pytest.fixture
def lent(library: Unit, reader: Reader, copy: Copy) -> Copy:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    return copy


def test_it_counts_one_renewal_and_the_days_run_from_today(lent: Copy, library: Unit) -> None:
    at = clock.now() + 4 * DAY
    renewed = renew(lent.barcode, library_id=library.pk, at=at)
    loan = Loan.objects.get()
    assert loan.due_on == renewed.due_on == clock.day_of(at) + 15 * DAY
    assert loan.renewals == 1
    assert Renewal.objects.get().due_before == clock.today() + 15 * DAY
    assert diary_of(clock.day_of(at)) == {"renewal": 1}
    assert diary_of(clock.day_of(at), by="age_group") == {("renewal", "0-10"): 1}


def test_it_refuses_a_third_renewal(lent: Copy, library: Unit) -> None:
    for day in (1, 2):
        renew(lent.barcode, library_id=library.pk, at=clock.now() + day * DAY)
    with pytest.raises(RenewalsUsedUp, match="2"):
        renew(lent.barcode, library_id=library.pk, at=clock.now() + 3 * DAY)
    assert Loan.objects.get().renewals == Renewal.objects.count() == 2


@pytest.mark.parametrize("allowed", [0, 3])
def test_the_librarys_own_number_of_renewals_counts(lent: Copy, library: Unit, allowed: int) -> None:
    LoanRule.objects.create(unit=library, renewals=allowed)
    for day in range(1, allowed + 1):
        renew(lent.barcode, library_id=library.pk, at=clock.now() + day * DAY)
    with pytest.raises(RenewalsUsedUp):
        renew(lent.barcode, library_id=library.pk, at=clock.now() + (allowed + 1) * DAY)
    assert Renewal.objects.count() == allowed


def test_a_key_pressed_twice_renews_once(library: Unit, reader: Reader, copy: Copy) -> None:
    lent = copy
    lend(lent.barcode, reader.pk, library_id=library.pk, at=clock.now() - DAY)
    first = renew(lent.barcode, library_id=library.pk)
    with pytest.raises(RenewedToday):
        renew(lent.barcode, library_id=library.pk)
    assert diary_of() == {"renewal": 1}
    undo_renewal(first.renewal_id or 0)
    assert renew(lent.barcode, library_id=library.pk).renewal_id


@pytest.mark.parametrize("later", [0, 1])
def test_one_that_gains_no_day_is_refused_and_costs_nothing(
    lent: Copy, library: Unit, reader: Reader, later: int
) -> None:
    Loan.objects.update(due_on=clock.today() + 15 * DAY + later * DAY)
    with pytest.raises(GainsNothing, match="2024"):
        renew(lent.barcode, library_id=library.pk)
    assert not Renewal.objects.exists()
    assert Loan.objects.get().renewals == 0
    assert diary_of() == {"loan": 1}


def test_it_never_makes_a_loan_shorter(lent: Copy, library: Unit, reader: Reader) -> None:
    hurried = a_library("b11")
    LoanRule.objects.create(unit=hurried, days=3)
    readers.register_for_year(reader, library=hurried)
    with pytest.raises(GainsNothing):
        renew(lent.barcode, library_id=hurried.pk)
    assert Loan.objects.get().due_on == clock.today() + 15 * DAY


def test_a_reader_at_the_limit_may_renew(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    for copy in copies[:5]:
        lend(copy.barcode, reader.pk, library_id=library.pk, at=clock.now() - DAY)
    renew(copies[0].barcode, library_id=library.pk)
    assert diary_of() == {"renewal": 1}


def test_it_refuses_a_blocked_reader(lent: Copy, library: Unit, reader: Reader) -> None:
    readers.block(reader, "кешіктірді")
    with pytest.raises(ReaderBlocked):
        renew(lent.barcode, library_id=library.pk)
    assert diary_of() == {"loan": 1}


def test_it_refuses_a_reader_who_is_not_registered_in_the_new_year(lent: Copy, library: Unit) -> None:
    next_year = clock.now().replace(year=clock.today().year + 1, month=1, day=15)
    with pytest.raises(NotRegisteredThisYear):
        renew(lent.barcode, library_id=library.pk, at=next_year)
    assert not Renewal.objects.exists()


def test_it_refuses_a_copy_that_is_not_on_loan(lent: Copy, library: Unit) -> None:
    give_back(lent.barcode, library_id=library.pk)
    with pytest.raises(NotOnLoan):
        renew(lent.barcode, library_id=library.pk)
    assert diary_of() == {"loan": 1, "return": 1}


@pytest.mark.parametrize("barcode", ["no such", "7\x00001"])
def test_it_refuses_a_barcode_that_no_copy_has(library: Unit, barcode: str) -> None:
    with pytest.raises(UnknownCopy):
        renew(barcode, library_id=library.pk)
    assert diary_of() == {}
