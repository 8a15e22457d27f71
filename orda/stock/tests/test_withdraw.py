"""Copies leave the stock by an act."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.diary import queries as diary
from orda.diary.services import close_day, forget_known_sets
from orda.network import clock
from orda.network.models import Unit
from orda.stock import services as stock
from orda.stock.models import Copy, WithdrawalAct
from orda.stock.queries import stock_from_scratch, taken_in_between
from tests.house import a_copy, a_library, a_record, copies_in_stock, diary_of


def test_it_counts_each_copy_once_in_the_diary_with_its_reason(library: Unit) -> None:
    going, _staying = copies_in_stock(library, 2)
    act = stock.withdraw([going], library=library, number="1", reason="WORN")
    going.refresh_from_db()
    assert (going.status, going.withdrawal) == (Copy.Status.WITHDRAWN, act)
    assert diary_of() == {"intake": 2, "withdrawal": 1}
    assert diary_of(by="reason")["withdrawal", "WORN"] == 1
    assert stock_from_scratch() == {library.pk: 1}


def test_one_act_over_two_libraries_takes_from_each_its_own(library: Unit) -> None:
    other = a_library("b11")
    going = [*copies_in_stock(library, 2), *copies_in_stock(other, 3)]
    stock.withdraw(going, library=library, number="1", reason="OUTDATED")
    today = clock.today()
    assert diary.level("stock", today, [library.pk]) == diary.level("stock", today, [other.pk]) == 0
    by_library = {
        one.library_id: one.quantity
        for one in diary.totals(today, today, measures=["withdrawal"], by=["library"])
    }
    assert by_library == {library.pk: 2, other.pk: 3}


def test_a_networked_document_leaves_without_touching_the_stock(library: Unit) -> None:
    stock.withdraw(
        [a_copy(library, kind="electronic_document")], library=library, number="1", reason="OUTDATED"
    )
    assert diary_of() == {"electronic_intake": 1, "electronic_withdrawal": 1}
    assert diary.level("stock", clock.today()) == 0


def test_it_refuses_the_whole_act_when_one_copy_is_gone_already(library: Unit) -> None:
    first, second = copies_in_stock(library, 2)
    stock.withdraw([first], library=library, number="1", reason="WORN")
    with pytest.raises(stock.CopyNotInStock, match=first.barcode):
        stock.withdraw([second, first], library=library, number="2", reason="WORN")
    second.refresh_from_db()
    assert second.status == Copy.Status.IN_STOCK
    assert WithdrawalAct.objects.count() == diary_of()["withdrawal"] == 1


def test_it_refuses_an_act_number_used_before(library: Unit) -> None:
    first, second = copies_in_stock(library, 2)
    stock.withdraw([first], library=library, number="1", reason="WORN")
    with pytest.raises(stock.NumberTaken):
        stock.withdraw([second], library=library, number="1", reason="WORN")
    assert diary_of()["withdrawal"] == 1


@pytest.mark.parametrize("number", ["", "1\x00", "9" * 33], ids=["empty", "nul", "too long"])
def test_it_refuses_a_number_that_is_none(library: Unit, number: str) -> None:
    with pytest.raises(stock.BadNumber):
        stock.withdraw(copies_in_stock(library), library=library, number=number, reason="WORN")
    assert "withdrawal" not in diary_of()


def test_it_refuses_a_reason_that_the_report_does_not_know(library: Unit) -> None:
    with pytest.raises(stock.UnknownSupply):
        stock.withdraw(copies_in_stock(library), library=library, number="1", reason="BORING")
    assert "withdrawal" not in diary_of()


def test_it_refuses_an_act_without_copies(library: Unit) -> None:
    with pytest.raises(stock.NothingToDo):
        stock.withdraw([], library=library, number="1", reason="WORN")


def test_a_copy_named_twice_leaves_once(library: Unit) -> None:
    copy = a_copy(library)
    stock.withdraw([copy, copy], library=library, number="1", reason="WORN")
    assert diary_of()["withdrawal"] == 1


def test_a_long_act_is_written_whole(library: Unit) -> None:
    going = copies_in_stock(library, 1100)
    stock.withdraw(going, library=library, number="1", reason="WORN")
    assert diary_of()["withdrawal"] == 1100
    assert stock_from_scratch() == {}


DAYS = st.integers(0, 59)
MOVES = st.lists(
    st.tuples(DAYS, st.integers(1, 6), st.integers(0, 9), st.sampled_from(["book", "electronic_document"])),
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES, closed=st.sets(DAYS, max_size=4), cut=DAYS)
def test_opening_and_intake_less_withdrawal_is_the_stock_counted_one_by_one(
    library: Unit, moves: list[tuple[int, int, int, str]], closed: set[int], cut: int
) -> None:
    """Summary stock book part 3, over any division of the period and with any days closed."""
    forget_known_sets()
    first = clock.today() - datetime.timedelta(days=60)
    before = diary.level("stock", clock.today(), [library.pk])
    came_before, record = taken_in_between(first, clock.today()), a_record(library)
    came = 0
    for number, (offset, coming, going, kind) in enumerate(moves):
        day = first + datetime.timedelta(days=offset)
        copies = copies_in_stock(library, coming, kind=kind, day=day, record=record)
        came += coming if kind == "book" else 0
        if copies[:going]:
            act = f"{record.pk}-{number}"
            stock.withdraw(copies[:going], library=library, number=act, reason="WORN", day=day)
    for offset in closed:
        close_day(library, first + datetime.timedelta(days=offset))
    today, middle = clock.today(), first + datetime.timedelta(days=cut)
    after_middle = middle + datetime.timedelta(days=1)
    flows = {
        one.measure: one.quantity
        for one in diary.totals(
            after_middle, today, measures=["intake", "withdrawal"], library_ids=[library.pk]
        )
    }
    opening = diary.level("stock", middle, [library.pk])
    closing = diary.level("stock", today, [library.pk])
    assert opening + flows.get("intake", 0) - flows.get("withdrawal", 0) == closing
    assert closing == stock_from_scratch().get(library.pk, 0)
    assert closing >= before
    assert taken_in_between(first, today) - came_before == came
