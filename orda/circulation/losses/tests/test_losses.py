"""A book is lost or comes back damaged: the case, its four ends, what stock and diary say of each."""

import datetime
from decimal import Decimal

import pytest

from orda.circulation.forgetting import forget_losses
from orda.circulation.losses import services as losses
from orda.circulation.losses.queries import cases, notebook, numbers
from orda.circulation.losses.refusals import (
    BadSettlement,
    CaseOpenAlready,
    CaseSettledAlready,
    NothingToWriteOff,
)
from orda.circulation.losses.tests.conftest import DAMAGED, LOST
from orda.circulation.models import Loan, LossCase
from orda.circulation.refusals import LossCaseOpen, NotOnLoan, UnknownCopy
from orda.circulation.services import detach_history, lend
from orda.diary.proof import prove
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from orda.stock.services import NumberTaken
from tests.house import copies_in_stock, diary_of, new_copies


def test_a_lost_book_is_off_the_readers_loans_at_once(library: Unit, reader: Reader, lost: LossCase) -> None:
    assert (lost.reader, lost.loan.state, lost.remark) == (reader, Loan.LOST, "Left in a bus")
    assert diary_of() == {"loan": 1}
    assert not Loan.objects.filter(state=Loan.OPEN).exists()


def test_only_what_is_lent_is_lost_by_a_reader(library: Unit, copy: Copy) -> None:
    with pytest.raises(NotOnLoan):
        losses.open_case(copy.barcode, kind=LOST, library_id=library.pk)
    with pytest.raises(UnknownCopy):
        losses.open_case("nobody's", kind=LOST, library_id=library.pk)
    assert not LossCase.objects.exists()


def test_a_copy_has_one_case_at_a_time(library: Unit, lost: LossCase) -> None:
    with pytest.raises(CaseOpenAlready):
        losses.open_case(lost.copy.barcode, kind=DAMAGED, library_id=library.pk)


def test_a_damaged_book_is_taken_back_and_its_reader_known(library: Unit, reader: Reader, copy: Copy) -> None:
    lend(copy.barcode, reader.pk, library_id=library.pk)
    case = losses.open_case(copy.barcode, kind=DAMAGED, library_id=library.pk)
    assert case.reader == reader
    assert Loan.objects.get().state == Loan.RETURNED
    assert diary_of() == {"loan": 1, "return": 1}
    again = copies_in_stock(library)[0]
    assert losses.open_case(again.barcode, kind=DAMAGED, library_id=library.pk).reader is None


def test_a_copy_with_a_case_is_not_lent_before_it_is_found(
    library: Unit, reader: Reader, lost: LossCase
) -> None:
    with pytest.raises(LossCaseOpen):
        lend(lost.copy.barcode, reader.pk, library_id=library.pk)
    losses.pay(lost.pk, Decimal(100), receipt="1")  # settled, not written off yet
    with pytest.raises(LossCaseOpen):
        lend(lost.copy.barcode, reader.pk, library_id=library.pk)


def test_found_again_ends_the_loan_as_returned_and_the_copy_is_lent(
    library: Unit, reader: Reader, lost: LossCase
) -> None:
    case = losses.find_again(lost.pk, library_id=library.pk)
    assert (case.state, Loan.objects.get().state) == (LossCase.State.FOUND, Loan.RETURNED)
    assert diary_of() == {"loan": 1, "return": 1, "loss_settled": 1}
    lend(lost.copy.barcode, reader.pk, library_id=library.pk)
    assert prove().clean


def test_replaced_by_a_book_that_comes_into_the_stock_of_the_owner(library: Unit, lost: LossCase) -> None:
    [new] = new_copies(lost.copy.record)
    case = losses.replace(lost.pk, new)
    assert (case.replacement.barcode, case.replacement.library) == (new.barcode, library)
    assert case.intake.supply == "replacement"
    assert str(case.pk) in case.intake.document
    assert diary_of(by="supply")["intake", "replacement"] == 1
    assert diary_of(by="outcome")["loss_settled", "replaced"] == 1
    assert list(notebook(library, clock.today().year)) == [case]


def test_a_replacement_that_stock_refuses_settles_nothing(library: Unit, lost: LossCase) -> None:
    [new] = new_copies(lost.copy.record, barcodes=[lost.copy.barcode])
    with pytest.raises(NumberTaken):
        losses.replace(lost.pk, new)
    assert LossCase.objects.get().state == LossCase.State.OPEN
    assert diary_of() == {"loan": 1}


def test_paid_needs_a_sum_and_a_receipt(lost: LossCase) -> None:
    for paid, receipt, field in (
        (Decimal(0), "17", "paid"),
        (Decimal("-1"), "17", "paid"),
        (Decimal("NaN"), "17", "paid"),
        (Decimal("10.001"), "17", "paid"),
        (Decimal(10) ** 11, "17", "paid"),
        (Decimal(2500), "  ", "receipt"),
    ):
        with pytest.raises(BadSettlement) as refused:
            losses.pay(lost.pk, paid, receipt=receipt)
        assert refused.value.field == field
    case = losses.pay(lost.pk, Decimal("2500.50"), receipt=" 17 ")
    assert (case.paid, case.receipt) == (Decimal("2500.50"), "17")
    assert diary_of(by="outcome")["loss_settled", "paid"] == 1


def test_waived_needs_a_reason(lost: LossCase) -> None:
    with pytest.raises(BadSettlement):
        losses.waive(lost.pk, " \0 ")
    assert losses.waive(lost.pk, "A fire in the house").reason == "A fire in the house"
    assert diary_of(by="outcome")["loss_settled", "waived"] == 1


@pytest.mark.parametrize("way", ["replace", "pay", "waive", "find_again"])
def test_a_case_is_settled_once(lost: LossCase, way: str) -> None:
    losses.waive(lost.pk, "A fire")
    arguments: dict[str, tuple[object, ...]] = {
        "replace": (new_copies(lost.copy.record)[0],),
        "pay": (Decimal(100),),
        "waive": ("again",),
        "find_again": (),
    }
    more = {"receipt": "1"} if way == "pay" else {}
    with pytest.raises(CaseSettledAlready):
        getattr(losses, way)(lost.pk, *arguments[way], **more)
    assert diary_of()["loss_settled"] == 1


def test_one_act_writes_off_what_was_settled(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    settled = []
    for copy in copies[:3]:
        lend(copy.barcode, reader.pk, library_id=library.pk)
        settled.append(losses.open_case(copy.barcode, kind=LOST, library_id=library.pk))
    losses.replace(settled[0].pk, new_copies(copies[0].record)[0])
    losses.pay(settled[1].pk, Decimal(900), receipt="3")
    with pytest.raises(NothingToWriteOff):  # the third is open still
        losses.write_off([one.pk for one in settled], library=library, number="7")
    assert numbers(library) == type(numbers(library))(open=1, settled=2, done=0)
    act = losses.write_off([one.pk for one in settled[:2]], library=library, number="7")
    assert act.reason == "LOST_BY_READER"
    assert set(act.loss_cases.all()) == set(settled[:2])
    assert diary_of(by="reason")["withdrawal", "LOST_BY_READER"] == 2
    assert numbers(library) == type(numbers(library))(open=1, settled=0, done=2)
    with pytest.raises(NothingToWriteOff):
        losses.write_off([settled[0].pk], library=library, number="8")
    assert prove().clean


def test_a_damaged_book_that_was_waived_stays_in_use(library: Unit, reader: Reader, copy: Copy) -> None:
    case = losses.open_case(copy.barcode, kind=DAMAGED, library_id=library.pk)
    assert losses.is_kept_away(copy.pk)
    losses.waive(case.pk, "A torn page, mended")
    assert not losses.is_kept_away(copy.pk)
    assert not losses.to_write_off().exists()
    lend(copy.barcode, reader.pk, library_id=library.pk)


def test_the_reader_of_an_old_case_is_forgotten(library: Unit, lost: LossCase) -> None:
    tomorrow = clock.today() + datetime.timedelta(days=1)
    assert forget_losses(tomorrow) == 0  # open
    losses.waive(lost.pk, "A fire")
    assert forget_losses(clock.today()) == 0
    assert detach_history(tomorrow) == 0  # the case goes on with the loan
    assert forget_losses(tomorrow) == 1
    assert (LossCase.objects.get().reader, Loan.objects.get().reader) == (None, None)
    assert prove().clean


def test_cases_of_a_list_take_as_many_questions_however_many_they_are(
    library: Unit, reader: Reader, copies: list[Copy], django_assert_num_queries
) -> None:
    for copy in copies[:4]:
        lend(copy.barcode, reader.pk, library_id=library.pk)
        losses.open_case(copy.barcode, kind=LOST, library_id=library.pk)
    with django_assert_num_queries(1):
        assert {(one.copy.record.title, one.reader.full_name) for one in cases(library, "open")}
