"""The pick list: what is found there, and what is not."""

import pytest

from orda.circulation import services as desk
from orda.circulation.copies.onward import HOLD_SHELF, TRANSIT
from orda.circulation.holds.tests.conftest import State, now, wait
from orda.circulation.models import Transit
from orda.circulation.refusals import (
    HoldHasMoved,
    WrongLibrary,
)
from tests.house import YESTERDAY, copies_in_stock


def test_not_on_the_shelf_asks_for_the_next_copy_and_never_again_for_the_missed(
    library, other, reader
) -> None:
    near = copies_in_stock(library, day=YESTERDAY)[0]
    far = copies_in_stock(other, record=near.record, day=YESTERDAY)[0]
    hold = wait(near, reader, library)
    desk.not_on_shelf(hold.pk, library_id=library.pk)
    assert (now(hold).copy, hold.asked_library) == (far, other)
    desk.not_on_shelf(hold.pk, library_id=other.pk)
    assert now(hold).state == State.WAITING
    desk.found_after_all(near.pk)
    assert now(hold).copy == near


def test_a_missed_copy_that_is_lent_and_comes_back_serves_again(one, reader, second, library) -> None:
    hold = wait(one, reader, library)
    desk.not_on_shelf(hold.pk, library_id=library.pk)
    desk.lend(one.barcode, second.pk, library_id=library.pk)
    assert desk.give_back(one.barcode, library_id=library.pk).next.what == HOLD_SHELF
    assert not one.misses.filter(found_at=None).exists()


def test_found_for_another_library_waits_for_the_van(one, reader, library, other) -> None:
    hold = wait(one, reader, other)
    found = desk.found(hold.pk, library_id=library.pk)
    assert (found.what, found.library_id, now(hold).state) == (TRANSIT, other.pk, State.TRANSIT)
    assert Transit.objects.get().target == other
    with pytest.raises(HoldHasMoved):
        desk.found(hold.pk, library_id=library.pk)


def test_another_librarys_pick_list_is_not_ours(one, reader, library, other) -> None:
    hold = wait(one, reader, library)
    with pytest.raises(WrongLibrary):
        desk.found(hold.pk, library_id=other.pk)
