"""Ready-made sets: sent, lent from, given back as one."""

import pytest

from orda.circulation import services as desk
from orda.circulation.copies.onward import STAYS, TRANSIT
from orda.circulation.exchange.conftest import proved
from orda.circulation.exchange.interlibrary import services as interlibrary
from orda.circulation.exchange.sets import services as sets
from orda.circulation.exchange.sets.refusals import NothingInTheSet
from orda.circulation.losses import services as losses
from orda.circulation.models import Deposit, Transit
from orda.circulation.refusals import (
    BadHoldDay,
    CopyInASet,
    CopyNotFree,
    HoldHasMoved,
    NotALibraryOfTheNetwork,
    SaysNothing,
    UnknownCopy,
    WrongLibrary,
)
from orda.network.models import Unit
from orda.stock.models import Copy
from orda.stock.services import CopyNotInStock, withdraw
from tests.house import YESTERDAY, a_library, a_reader, copies_in_stock, diary_of


@pytest.fixture
def books(giver: Unit) -> list[Copy]:
    return copies_in_stock(giver, 3, day=YESTERDAY)


@pytest.fixture
def a_set(giver: Unit, library: Unit, books: list[Copy]) -> Deposit:
    made = sets.make_set("Жаз кітаптары", giver=giver, taker=library)
    for copy in books:
        sets.put_in(made.pk, copy.barcode)
    return made


def test_a_set_is_sent_as_one_lent_from_and_given_back_as_one(a_set, books, reader, library, giver) -> None:
    sets.send_set(a_set.pk)
    assert sets.receive_set(a_set.pk, library_id=library.pk) == 3
    desk.lend(books[0].barcode, reader.pk, library_id=library.pk)
    # Brought back it stays: for as long as the set stands there, that is where it belongs.
    assert desk.give_back(books[0].barcode, library_id=library.pk).next.what == STAYS
    desk.lend(books[0].barcode, reader.pk, library_id=library.pk)
    over = sets.give_set_back(a_set.pk, [copy.barcode for copy in books[1:]], library_id=library.pk)
    assert (over.back, [item.copy for item in over.missing]) == (2, [books[0]])
    assert Transit.objects.filter(state="waiting", target=giver).count() == 2
    # The missing copy leaves the set and goes home when its reader brings it.
    back = desk.give_back(books[0].barcode, library_id=library.pk)
    assert (back.next.what, back.next.library_id) == (TRANSIT, giver.pk)
    assert sets.missing_of(a_set) == []
    said = diary_of()
    assert (said["set_lent"], said["exchange_issue"], said["loan"], said["exchange_loan"]) == (1, 3, 2, 2)
    assert diary_of(by="giver")["exchange_issue", "stock_department"] == 3
    proved()


def test_a_damaged_copy_leaves_the_set_that_is_being_put_together(a_set, books, library) -> None:
    case = losses.open_case(books[0].barcode, kind="damaged", library_id=library.pk)
    assert [item.copy for item in a_set.items.order_by("copy")] == books[1:]
    # It is seen at another library, and goes home while its set goes elsewhere.
    losses.find_again(case.pk, library_id=library.pk)
    sets.send_set(a_set.pk)
    ways = Transit.objects.order_by("copy").values_list("copy", "purpose")
    assert list(ways) == [
        (books[0].pk, "home"),
        *((copy.pk, "deposit") for copy in books[1:]),
    ]
    proved()


def test_a_missed_copy_of_a_set_that_was_lent_meanwhile_goes_nowhere_until_it_is_back(
    a_set, books, library, reader
) -> None:
    sets.send_set(a_set.pk)
    sets.receive_set(a_set.pk, library_id=library.pk)
    hold = desk.place_hold(books[0].record_id, a_reader(library).pk, library_id=library.pk)
    desk.not_on_shelf(hold.pk, library_id=library.pk)
    desk.cancel_hold(hold.pk)
    sets.give_set_back(a_set.pk, [copy.barcode for copy in books[1:]], library_id=library.pk)
    desk.lend(books[0].barcode, reader.pk, library_id=library.pk)
    desk.found_after_all(books[0].pk)
    assert not Transit.objects.filter(copy=books[0], state__in=Transit.UNFINISHED).exists()
    assert desk.give_back(books[0].barcode, library_id=library.pk).next.what == TRANSIT
    proved()


def test_a_set_stands_once_its_last_copy_was_scanned(a_set, library) -> None:
    sets.send_set(a_set.pk)
    for way in Transit.objects.order_by("pk"):
        assert Deposit.objects.get().state == Deposit.State.SENT
        assert desk.receive(way.pk, library_id=library.pk).next.what == STAYS
    assert Deposit.objects.get().state == Deposit.State.STANDING


def test_what_lies_in_a_set_is_not_lent_nor_promised_nor_put_in_another(
    a_set, books, reader, library, giver
) -> None:
    reader.registrations.update(library=giver)
    with pytest.raises(CopyInASet):
        desk.lend(books[0].barcode, reader.pk, library_id=giver.pk)
    assert desk.place_hold(books[0].record_id, reader.pk, library_id=library.pk).state == "waiting"
    other = sets.make_set("Екінші", giver=giver, taker=library)
    with pytest.raises(CopyNotFree):
        sets.put_in(other.pk, books[0].barcode)
    with pytest.raises(NothingInTheSet):
        sets.send_set(other.pk)


def test_a_set_serves_its_branch_alone(a_set, books, reader, library, giver) -> None:
    sets.send_set(a_set.pk)
    sets.receive_set(a_set.pk, library_id=library.pk)
    elsewhere = desk.place_hold(books[0].record_id, a_reader(giver).pk, library_id=giver.pk)
    here = desk.place_hold(books[0].record_id, reader.pk, library_id=library.pk)
    assert (elsewhere.state, here.state) == ("waiting", "picking")


def test_a_set_given_up_frees_its_copies(a_set, books, reader, giver) -> None:
    sets.take_out(a_set.pk, books[0].pk)
    assert a_set.items.count() == 2
    sets.give_up(a_set.pk)
    reader.registrations.update(library=giver)
    desk.lend(books[1].barcode, reader.pk, library_id=giver.pk)
    with pytest.raises(HoldHasMoved):
        sets.send_set(a_set.pk)
    assert "set_lent" not in diary_of()


def test_a_set_goes_from_a_library_to_another_of_its_network(library, giver) -> None:
    with pytest.raises(NotALibraryOfTheNetwork):
        sets.make_set("Жаз", giver=giver, taker=giver)
    with pytest.raises(SaysNothing):
        sets.make_set("  ", giver=giver, taker=library)
    with pytest.raises(BadHoldDay):
        sets.make_set("Жаз", giver=giver, taker=library, due_on=YESTERDAY)


def test_only_its_branch_receives_and_gives_back_a_set(a_set, giver, library) -> None:
    sets.send_set(a_set.pk)
    with pytest.raises(WrongLibrary):
        sets.receive_set(a_set.pk, library_id=giver.pk)
    sets.receive_set(a_set.pk, library_id=library.pk)
    with pytest.raises(WrongLibrary):
        sets.give_set_back(a_set.pk, [], library_id=giver.pk)
    with pytest.raises(UnknownCopy):
        sets.give_set_back(a_set.pk, ["нет"], library_id=library.pk)
    assert Deposit.objects.get().state == Deposit.State.STANDING


def test_a_copy_that_the_van_lost_follows_its_set_once_it_is_found_at_home(
    a_set, books, library, giver
) -> None:
    sets.send_set(a_set.pk)
    way = Transit.objects.get(copy=books[0])
    desk.lost_on_the_way(way.pk, library_id=library.pk)
    sets.receive_set(a_set.pk, library_id=library.pk)
    desk.found_after_all(books[0].pk)
    follows = Transit.objects.get(copy=books[0], state=Transit.State.WAITING)
    assert (follows.source, follows.target) == (giver, library)


def test_a_missed_copy_that_is_put_into_a_set_is_missed_no_more_and_stays_in_it(
    giver, library, reader
) -> None:
    copy = copies_in_stock(giver, day=YESTERDAY)[0]
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    desk.found(hold.pk, library_id=giver.pk)
    way = Transit.objects.get()
    desk.send(way.pk, library_id=giver.pk)
    desk.lost_on_the_way(way.pk, library_id=library.pk)
    made = sets.make_set("Жаз", giver=giver, taker=library)
    sets.put_in(made.pk, copy.barcode)
    desk.turn_up(copy.pk, library_id=library.pk)
    copy.refresh_from_db()
    assert copy.stands_at is None
    sets.send_set(made.pk)
    assert Transit.objects.get(state=Transit.State.SENT).source == giver


def test_a_missing_copy_that_comes_home_by_the_van_is_missing_no_more(
    a_set, books, reader, library, giver
) -> None:
    sets.send_set(a_set.pk)
    sets.receive_set(a_set.pk, library_id=library.pk)
    third = a_library("b7")
    desk.lend(books[0].barcode, reader.pk, library_id=library.pk)
    way = desk.give_back(books[0].barcode, library_id=third.pk)  # on its way back to the branch of the set
    assert (way.next.what, way.next.library_id) == (TRANSIT, library.pk)
    sets.give_set_back(a_set.pk, [copy.barcode for copy in books[1:]], library_id=library.pk)
    came = desk.receive(Transit.objects.get(source=third).pk, library_id=library.pk)
    assert (came.next.what, came.next.library_id) == (TRANSIT, giver.pk)
    assert sets.missing_of(a_set) == []
    desk.receive(Transit.objects.get(copy=books[0], state="waiting").pk, library_id=giver.pk)
    sets.put_in(sets.make_set("Күз", giver=giver, taker=library).pk, books[0].barcode)
    proved()


def test_a_missing_copy_that_turns_up_on_the_shelf_goes_home(a_set, books, library, giver) -> None:
    sets.send_set(a_set.pk)
    sets.receive_set(a_set.pk, library_id=library.pk)
    sets.give_set_back(a_set.pk, [], library_id=library.pk)
    after = sets.turned_up(a_set.pk, books[0].pk, library_id=library.pk)
    assert (after.what, after.library_id) == (TRANSIT, giver.pk)
    with pytest.raises(HoldHasMoved):
        sets.turned_up(a_set.pk, books[0].pk, library_id=library.pk)
    with pytest.raises(CopyNotFree):
        sets.turned_up(a_set.pk, books[1].pk, library_id=giver.pk)
    assert {item.copy for item in sets.missing_of(a_set)} == set(books[1:])


def test_a_set_of_which_the_last_copy_was_damaged_on_its_way_stands_all_the_same(
    a_set, books, library
) -> None:
    sets.send_set(a_set.pk)
    for copy in books[1:]:
        desk.receive(Transit.objects.get(copy=copy).pk, library_id=library.pk)
    losses.open_case(books[0].barcode, kind="damaged", library_id=library.pk)
    assert sets.receive_set(a_set.pk, library_id=library.pk) == 0
    assert Deposit.objects.get().state == Deposit.State.STANDING


def test_a_damaged_copy_that_went_home_with_its_set_is_found_again(a_set, books, library, giver) -> None:
    sets.send_set(a_set.pk)
    sets.receive_set(a_set.pk, library_id=library.pk)
    case = losses.open_case(books[0].barcode, kind="damaged", library_id=library.pk)
    sets.give_set_back(a_set.pk, [books[0].barcode], library_id=library.pk)
    losses.find_again(case.pk, library_id=library.pk)
    assert Transit.objects.get(copy=books[0], state="waiting").target == giver


def test_what_is_packed_or_with_another_network_is_not_written_off(a_set, books, library, giver) -> None:
    away = copies_in_stock(giver, day=YESTERDAY)[0]
    loan = interlibrary.ask_out(away.barcode, "Облыстық кітапхана", library=giver)
    interlibrary.move_on(loan.pk, "sent")
    for copy in (books[0], away):
        with pytest.raises(CopyNotInStock):
            withdraw([copy], library=giver, number="1", reason="WORN")
