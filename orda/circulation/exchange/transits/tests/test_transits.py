"""Ways between libraries: where a copy stands, what it is counted as, and what the desk does when it comes."""

import datetime

import pytest

from orda.circulation import services as desk
from orda.circulation.copies.onward import HOLD_SHELF, STAYS, TRANSIT
from orda.circulation.exchange.sets import services as sets
from orda.circulation.holds.queries import missing
from orda.circulation.models import Hold, Transit
from orda.circulation.refusals import CopyUnderWay, CopyWithdrawn, HoldHasMoved, TooLateToUndo, WrongLibrary
from orda.diary.proof import prove
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from orda.stock.services import withdraw
from tests.house import MOMENT, YESTERDAY, a_library, a_reader, copies_in_stock, diary_of


@pytest.fixture
def other(library: Unit) -> Unit:
    return a_library("b6")


@pytest.fixture
def one(other: Unit) -> Copy:
    """The only copy of its title, at the other library."""
    return copies_in_stock(other, day=YESTERDAY)[0]


@pytest.fixture
def hold(one: Copy, reader: Reader, library: Unit, other: Unit) -> Hold:
    """Taken off the other library's shelf for a reader of this one."""
    placed = desk.place_hold(one.record_id, reader.pk, library_id=library.pk)
    desk.found(placed.pk, library_id=other.pk)
    return placed


def stands_at(copy: Copy) -> Unit:
    copy.refresh_from_db()
    return copy.stands_at or copy.library


def proved() -> None:
    found = prove()
    assert found.clean, found.named


def test_from_the_shelf_of_one_library_to_the_reader_of_another_and_home_again(
    one, hold, reader, library, other
):
    transit = Transit.objects.get()
    desk.send(transit.pk, library_id=other.pk)
    came = desk.receive(transit.pk, library_id=library.pk)
    assert (came.next.what, came.next.reader_id) == (HOLD_SHELF, reader.pk)
    assert stands_at(one) == library
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    back = desk.give_back(one.barcode, library_id=library.pk)
    assert (back.next.what, back.next.library_id) == (TRANSIT, other.pk)
    home = Transit.objects.get(state="waiting")
    desk.send(home.pk, library_id=library.pk)
    assert desk.receive(home.pk, library_id=other.pk).next.what == STAYS
    assert stands_at(one) == other
    # Once a loan, once in the exchange table; the way home is no exchange.
    said = {"hold": 1, "exchange_issue": 1, "loan": 1, "exchange_loan": 1, "exchange_reader": 1, "return": 1}
    assert diary_of() == said
    assert one.library == other
    proved()


@pytest.mark.parametrize(("library_type", "giver"), [("central", "stock_department"), ("children", "unit")])
def test_the_giver_is_the_stock_department_or_another_library(reader, library, library_type, giver) -> None:
    giving = a_library("b9", library_type=library_type)
    copy = copies_in_stock(giving, day=YESTERDAY)[0]
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    desk.found(hold.pk, library_id=giving.pk)
    desk.send(Transit.objects.get().pk, library_id=giving.pk)
    assert diary_of(by="giver")["exchange_issue", giver] == 1


def test_a_reader_counts_once_a_year_in_exchange_and_an_undone_loan_not_at_all(
    reader, library, other
) -> None:
    first, second = copies_in_stock(other, 2, day=YESTERDAY)
    desk.lend(first.barcode, reader.pk, library_id=library.pk)
    undone = desk.lend(second.barcode, reader.pk, library_id=library.pk)
    desk.undo_loan(undone.loan_id)
    assert diary_of() == {"loan": 1, "exchange_loan": 1, "exchange_reader": 1}
    proved()


def test_a_networked_document_is_no_exchange(reader, library, other) -> None:
    document = copies_in_stock(other, kind="electronic_document", day=YESTERDAY)[0]
    desk.lend(document.barcode, reader.pk, library_id=library.pk)
    assert "exchange_loan" not in diary_of()
    assert stands_at(document) == other
    proved()


def test_a_copy_that_goes_home_for_a_hold_there_is_no_exchange(one, reader, library, other) -> None:
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    desk.place_hold(one.record_id, a_reader(other).pk, library_id=other.pk)
    desk.give_back(one.barcode, library_id=library.pk)
    transit = Transit.objects.get(purpose="hold")
    desk.send(transit.pk, library_id=library.pk)
    assert "exchange_issue" not in diary_of()
    proved()


def test_a_copy_that_nobody_scanned_into_the_van_is_received_and_counted_all_the_same(hold, library) -> None:
    desk.receive(Transit.objects.get().pk, library_id=library.pk)
    assert diary_of()["exchange_issue"] == 1
    proved()


def test_only_its_own_libraries_send_and_receive(hold, library, other) -> None:
    transit = Transit.objects.get()
    with pytest.raises(WrongLibrary):
        desk.send(transit.pk, library_id=library.pk)
    with pytest.raises(WrongLibrary):
        desk.receive(transit.pk, library_id=other.pk)
    desk.send(transit.pk, library_id=other.pk)
    with pytest.raises(HoldHasMoved):
        desk.send(transit.pk, library_id=other.pk)
    desk.receive(transit.pk, library_id=library.pk)
    with pytest.raises(HoldHasMoved):
        desk.receive(transit.pk, library_id=library.pk)


def test_a_copy_under_way_is_not_lent_before_it_is_received(one, hold, reader, library, other) -> None:
    desk.send(Transit.objects.get().pk, library_id=other.pk)
    with pytest.raises(CopyUnderWay):
        desk.lend(one.barcode, reader.pk, library_id=library.pk)


def test_the_reader_may_fetch_it_before_the_van_leaves(one, hold, reader, library, other) -> None:
    reader.registrations.update(library=other)
    desk.lend(one.barcode, reader.pk, library_id=other.pk)
    assert Transit.objects.get().state == "cancelled"
    hold.refresh_from_db()
    assert hold.state == Hold.State.LENT


def test_cancelled_before_the_van_the_copy_serves_the_next_or_stays(one, hold, library, other) -> None:
    behind = desk.place_hold(one.record_id, a_reader(other).pk, library_id=other.pk)
    assert desk.cancel_hold(hold.pk).what == HOLD_SHELF
    behind.refresh_from_db()
    assert (behind.state, Transit.objects.get().state) == (Hold.State.READY, "cancelled")
    assert desk.cancel_hold(behind.pk).what == STAYS


def test_cancelled_on_its_way_it_serves_the_next_or_goes_home(one, hold, library, other) -> None:
    transit = Transit.objects.get()
    desk.send(transit.pk, library_id=other.pk)
    desk.cancel_hold(hold.pk)
    came = desk.receive(transit.pk, library_id=library.pk)
    assert (came.next.what, came.next.library_id) == (TRANSIT, other.pk)


def test_a_copy_brought_elsewhere_stays_where_the_network_says_so(one, reader, library, settings) -> None:
    settings.COPIES_GO_HOME = False
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    assert desk.give_back(one.barcode, library_id=library.pk).next.what == STAYS
    assert stands_at(one) == library


def test_a_copy_that_waits_to_go_home_may_be_kept_or_lent(one, reader, library, other) -> None:
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    desk.give_back(one.barcode, library_id=library.pk)
    desk.keep_here(Transit.objects.get().pk, library_id=library.pk)
    assert Transit.objects.get().state == "cancelled"
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    desk.give_back(one.barcode, library_id=library.pk)
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    assert not Transit.objects.filter(state="waiting").exists()


def test_a_return_is_not_undone_once_the_van_has_the_copy(one, reader, library) -> None:
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    back = desk.give_back(one.barcode, library_id=library.pk)
    desk.send(Transit.objects.get().pk, library_id=library.pk)
    with pytest.raises(TooLateToUndo):
        desk.undo_return(back.loan_id)


def test_a_copy_lost_in_the_van_ends_its_way(one, hold, library, other) -> None:
    desk.send(Transit.objects.get().pk, library_id=other.pk)
    desk.release_copy(one.pk, one.record_id, at=MOMENT + datetime.timedelta(days=9))
    hold.refresh_from_db()
    assert Transit.objects.get().state == "cancelled"
    assert diary_of()["exchange_issue"] == 1
    proved()


@pytest.fixture
def lost(one: Copy, hold: Hold, library: Unit, other: Unit) -> Copy:
    """The van took it for the reader's hold, and never brought it."""
    transit = Transit.objects.get()
    desk.send(transit.pk, library_id=other.pk)
    desk.lost_on_the_way(transit.pk, library_id=library.pk)
    return one


def test_a_copy_lost_on_the_way_is_missing_at_its_owner_and_the_reader_waits_again(
    lost, hold, library, other
) -> None:
    hold.refresh_from_db()
    assert (hold.state, hold.copy) == (Hold.State.WAITING, None)
    assert Transit.objects.get().state == "cancelled"
    assert [miss.copy for miss in missing(other)] == [lost]
    assert stands_at(lost) == other
    assert diary_of()["exchange_issue"] == 1  # it did leave its giver
    with pytest.raises(HoldHasMoved):
        desk.lost_on_the_way(Transit.objects.get().pk, library_id=library.pk)
    proved()


def test_the_next_copy_is_asked_for_in_place_of_the_lost_one(one, hold, library, other) -> None:
    transit = Transit.objects.get()
    desk.send(transit.pk, library_id=other.pk)
    second = copies_in_stock(other, record=one.record, day=YESTERDAY)[0]
    desk.lost_on_the_way(transit.pk, library_id=other.pk)
    hold.refresh_from_db()
    assert (hold.state, hold.copy) == (Hold.State.PICKING, second)


def test_a_lost_copy_that_is_scanned_serves_the_reader_who_waits(lost, hold, reader, library) -> None:
    after = desk.turn_up(lost.pk, library_id=library.pk)
    assert (after.what, after.reader_id) == (HOLD_SHELF, reader.pk)
    hold.refresh_from_db()
    assert (hold.state, hold.copy) == (Hold.State.READY, lost)
    assert stands_at(lost) == library
    assert desk.turn_up(lost.pk, library_id=library.pk).what == STAYS  # a second scan changes nothing
    proved()


def test_a_lost_copy_that_nobody_waits_for_goes_home_from_where_it_is_scanned(
    lost, hold, library, other
) -> None:
    desk.cancel_hold(hold.pk)
    after = desk.turn_up(lost.pk, library_id=library.pk)
    assert (after.what, after.library_id) == (TRANSIT, other.pk)
    assert not missing(other).exists()


def test_a_lost_copy_that_is_lent_is_missing_no_more(lost, reader, library, other) -> None:
    desk.lend(lost.barcode, reader.pk, library_id=library.pk)
    assert not missing(other).exists()
    proved()


def test_a_lost_copy_is_written_off_by_an_act_and_turns_up_no_more(lost, library, other) -> None:
    withdraw([lost], library=other, number="7", reason="SHORTAGE")
    assert not missing(other).exists()
    with pytest.raises(CopyWithdrawn):
        desk.turn_up(lost.pk, library_id=library.pk)
    proved()


def test_only_what_is_under_way_is_lost_and_only_its_own_libraries_say_so(hold, other) -> None:
    transit = Transit.objects.get()
    with pytest.raises(HoldHasMoved):
        desk.lost_on_the_way(transit.pk, library_id=other.pk)
    desk.send(transit.pk, library_id=other.pk)
    with pytest.raises(WrongLibrary):
        desk.lost_on_the_way(transit.pk, library_id=a_library("b8").pk)


def test_a_set_stands_though_the_last_of_its_copies_was_lost_on_the_way(library, other) -> None:
    books = copies_in_stock(other, 2, day=YESTERDAY)
    a_set = sets.make_set("Жаз кітаптары", giver=other, taker=library)
    for book in books:
        sets.put_in(a_set.pk, book.barcode)
    sets.send_set(a_set.pk)
    first, last = Transit.objects.filter(deposit=a_set.pk).order_by("pk")
    desk.receive(first.pk, library_id=library.pk)
    desk.lost_on_the_way(last.pk, library_id=library.pk)
    a_set.refresh_from_db()
    assert a_set.state == "standing"
    assert desk.turn_up(last.copy_id, library_id=library.pk).what == STAYS  # with its set
    proved()
