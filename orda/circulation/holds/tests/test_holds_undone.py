"""What becomes of a promise when an act is taken back, or its copy is lost."""

import pytest

from orda.circulation import services as desk
from orda.circulation.copies.onward import HOLD_SHELF
from orda.circulation.holds.tests.conftest import State, now, wait
from orda.circulation.models import LossCase
from orda.circulation.refusals import (
    TooLateToUndo,
)
from orda.stock.services import CopyNotInStock, withdraw
from tests.house import TODAY, a_reader, diary_of


def test_placing_and_cancelling_are_undone_on_their_day(one, reader, second, library) -> None:
    hold = wait(one, reader, library, 0)
    behind = wait(one, second, library, 1)
    desk.cancel_hold(hold.pk)
    assert now(behind).state == State.PICKING
    desk.undo_cancel(hold.pk)
    assert now(hold).state == State.WAITING
    desk.undo_hold(behind.pk)
    assert now(hold).state == State.PICKING
    assert diary_of() == {"hold": 1}
    desk.found(hold.pk, library_id=library.pk)
    with pytest.raises(TooLateToUndo):
        desk.undo_hold(hold.pk)


def test_an_undone_loan_puts_the_copy_back_on_the_hold_shelf(one, reader, library) -> None:
    hold = wait(one, reader, library)
    desk.found(hold.pk, library_id=library.pk)
    lent = desk.lend(one.barcode, reader.pk, library_id=library.pk)
    desk.undo_loan(lent.loan_id)
    assert (now(hold).state, hold.closed_at, hold.copy) == (State.READY, None, one)


def test_an_undone_return_takes_the_promise_back(one, reader, library) -> None:
    desk.lend(one.barcode, a_reader(library).pk, library_id=library.pk)
    hold = wait(one, reader, library)
    back = desk.give_back(one.barcode, library_id=library.pk)
    desk.undo_return(back.loan_id)
    assert (now(hold).state, hold.copy) == (State.WAITING, None)
    assert desk.give_back(one.barcode, library_id=library.pk).next.what == HOLD_SHELF


def test_a_lost_copy_is_taken_from_its_hold(one, reader, library) -> None:
    hold = wait(one, reader, library)
    desk.found(hold.pk, library_id=library.pk)
    LossCase.objects.create(copy=one, library=library, kind="lost", opened_on=TODAY)
    desk.release_copy(one.pk, one.record_id)
    assert (now(hold).state, hold.copy) == (State.WAITING, None)


def test_a_promised_copy_is_not_written_off(one, reader, library) -> None:
    wait(one, reader, library)
    with pytest.raises(CopyNotInStock):
        withdraw([one], library=library, number="1", reason="WORN")
