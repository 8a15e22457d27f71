"""Holds: who waits for what, in which order, and which copy goes to whom."""

import datetime

import pytest

from orda.circulation import services as desk
from orda.circulation.copies.onward import HOLD_SHELF, STAYS, TRANSIT
from orda.circulation.holds.refusals import (
    HasItAtHome,
    HoldLimitReached,
    NothingToWaitFor,
    NotRegisteredAnywhere,
    WaitsAlready,
)
from orda.circulation.holds.tests.conftest import State, now, wait
from orda.circulation.loans.refusals import AwaitedByAnother
from orda.circulation.models import Hold, LoanRule, LossCase, Route, Stop, Transit
from orda.circulation.refusals import (
    BadHoldDay,
    HoldHasMoved,
    PromisedToAnother,
    ReaderBlocked,
)
from orda.diary.proof import prove
from orda.network import clock
from orda.network.models import Holiday
from orda.readers.services import block
from orda.stock.services import withdraw
from tests.house import MOMENT, TODAY, YESTERDAY, a_library, a_reader, copies_in_stock, diary_of

LATER = MOMENT + datetime.timedelta(minutes=1)


def test_a_free_copy_at_the_readers_library_is_asked_for_at_once(one, reader, library) -> None:
    hold = wait(one, reader, library)
    assert (hold.state, hold.copy, hold.asked_library) == (State.PICKING, one, library)
    assert diary_of(by="age_group") == {("hold", "0-10"): 1}


def test_the_copy_at_the_readers_library_goes_before_others(library, other, reader) -> None:
    far = copies_in_stock(other, day=YESTERDAY)[0]
    near = copies_in_stock(library, record=far.record, day=YESTERDAY)[0]
    assert wait(far, reader, library).copy == near


def test_the_next_stop_on_the_route_goes_before_a_library_far_off(library, other, reader) -> None:
    third = a_library("b7")
    far, near = (copies_in_stock(third, day=YESTERDAY)[0], None)
    near = copies_in_stock(other, record=far.record, day=YESTERDAY)[0]
    route = Route.objects.create(name_kk="Солтүстік", name_ru="Северный")
    for position, unit in enumerate((library, other, third)):
        Stop.objects.create(route=route, library=unit, position=position)
    assert wait(far, reader, library).copy == near


def test_without_a_route_the_library_with_most_copies_is_asked(library, other, reader) -> None:
    few = copies_in_stock(other, day=YESTERDAY)[0]
    many = copies_in_stock(a_library("b7"), 2, record=few.record, day=YESTERDAY)
    assert wait(few, reader, library).copy in many


def test_copies_that_serve_nobody_are_not_asked_for(library, reader, second) -> None:
    lent, lost, under_way, promised, gone = copies_in_stock(library, 5, day=YESTERDAY)
    other = a_library("b6")
    Hold.objects.create(
        **{"reader": second, "record": lent.record, "library": library, "placed_at": MOMENT},
        **{"state": State.PICKING, "copy": promised, "asked_library": library},
    )
    Transit.objects.create(copy=under_way, source=library, target=other, purpose="home", made_at=MOMENT)
    LossCase.objects.create(copy=lost, library=library, kind="lost", opened_on=TODAY)
    withdraw([gone], library=library, number="1", reason="WORN")
    desk.lend(lent.barcode, a_reader(library).pk, library_id=library.pk)
    assert wait(lent, reader, library).state == State.WAITING


def test_a_networked_document_needs_no_hold(library, reader) -> None:
    document = copies_in_stock(library, kind="electronic_document", day=YESTERDAY)[0]
    with pytest.raises(NothingToWaitFor):
        wait(document, reader, library)


def test_one_hold_a_title_and_none_for_what_is_at_home(one, reader, library) -> None:
    wait(one, reader, library)
    with pytest.raises(WaitsAlready):
        wait(one, reader, library, 1)
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(HasItAtHome):
        wait(one, reader, library, 2)


def test_the_rule_limits_open_holds(library, reader) -> None:
    LoanRule.objects.create(unit=library, holds=1)
    wait(copies_in_stock(library)[0], reader, library)
    with pytest.raises(HoldLimitReached):
        wait(copies_in_stock(library)[0], reader, library)


def test_who_is_blocked_or_not_registered_does_not_wait(one, reader, library) -> None:
    reader.registrations.update(year=2023)
    with pytest.raises(NotRegisteredAnywhere):
        wait(one, reader, library)
    block(reader, "қарызы бар")
    with pytest.raises(ReaderBlocked):
        wait(one, reader, library)
    assert not Hold.objects.exists()


def test_the_queue_is_served_by_the_hour_of_asking_whoever_asks_where(
    one, reader, second, library, other
) -> None:
    desk.lend(one.barcode, a_reader(library).pk, library_id=library.pk)
    late, early = wait(one, reader, library, 5), wait(one, second, other, 3)
    back = desk.give_back(one.barcode, library_id=library.pk)
    assert (back.next.what, back.next.library_id) == (TRANSIT, other.pk)
    assert (now(early).state, now(late).state) == (State.TRANSIT, State.WAITING)


def test_a_returned_copy_goes_to_the_hold_shelf_until_an_open_day(one, reader, library) -> None:
    Holiday.objects.create(unit=library.parent, day=TODAY + datetime.timedelta(days=1), name="мереке")
    desk.lend(one.barcode, a_reader(library).pk, library_id=library.pk)
    hold = wait(one, reader, library)
    back = desk.give_back(one.barcode, library_id=library.pk)
    assert (back.next.what, back.next.reader_id) == (HOLD_SHELF, reader.pk)
    # Monday 16th; the 17th is a holiday, the 22nd a Sunday: five open days end on the 23rd.
    assert (now(hold).state, hold.ready_until) == (State.READY, datetime.date(2024, 9, 23))


def test_the_promised_copy_is_lent_to_its_reader_and_to_nobody_else(one, reader, second, library) -> None:
    hold = wait(one, reader, library)
    with pytest.raises(PromisedToAnother):
        desk.lend(one.barcode, second.pk, library_id=library.pk)
    assert desk.promised_to_other(one.pk, second.pk)
    assert not desk.promised_to_other(one.pk, reader.pk)
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    assert now(hold).state == State.LENT


def test_any_copy_of_the_title_fulfils_and_the_found_one_serves_the_next(reader, second, library) -> None:
    first, spare = copies_in_stock(library, 2, day=YESTERDAY)
    desk.lend(spare.barcode, a_reader(library).pk, library_id=library.pk)
    mine, theirs = wait(first, reader, library, 0), wait(first, second, library, 1)
    assert (mine.copy, theirs.state) == (first, State.WAITING)
    Hold.objects.filter(pk=theirs.pk).update(suspended_until=TODAY)
    desk.give_back(spare.barcode, library_id=library.pk)
    Hold.objects.filter(pk=theirs.pk).update(suspended_until=None)
    desk.lend(spare.barcode, reader.pk, library_id=library.pk)
    assert (now(mine).state, mine.copy) == (State.LENT, spare)
    assert (now(theirs).state, theirs.copy) == (State.PICKING, first)


def test_what_others_wait_for_is_not_renewed(one, reader, second, library) -> None:
    desk.lend(one.barcode, reader.pk, library_id=library.pk)
    wait(one, second, library)
    with pytest.raises(AwaitedByAnother):
        desk.renew(one.barcode, library_id=library.pk)


def test_who_is_away_is_passed_over_and_keeps_the_place(one, reader, second, library) -> None:
    desk.lend(one.barcode, a_reader(library).pk, library_id=library.pk)
    away, next_one = wait(one, reader, library, 0), wait(one, second, library, 1)
    desk.suspend_hold(away.pk, until=TODAY + datetime.timedelta(days=2))
    desk.give_back(one.barcode, library_id=library.pk)
    assert (now(away).state, now(next_one).state) == (State.WAITING, State.READY)
    desk.resume_hold(away.pk)
    desk.cancel_hold(next_one.pk)
    assert now(away).state == State.READY


def test_a_suspended_hold_gives_its_asked_copy_to_the_next(one, reader, second, library) -> None:
    away, next_one = wait(one, reader, library, 0), wait(one, second, library, 1)
    desk.suspend_hold(away.pk, until=TODAY)
    assert (now(away).state, now(next_one).state) == (State.WAITING, State.PICKING)
    with pytest.raises(BadHoldDay):
        desk.suspend_hold(away.pk, until=YESTERDAY)


def test_a_ready_hold_is_not_suspended(one, reader, library) -> None:
    hold = wait(one, reader, library)
    desk.found(hold.pk, library_id=library.pk)
    with pytest.raises(HoldHasMoved):
        desk.suspend_hold(hold.pk, until=TODAY)


def test_what_is_not_fetched_in_time_goes_to_the_next(one, reader, second, library) -> None:
    first, next_one = wait(one, reader, library, 0), wait(one, second, library, 1)
    desk.found(first.pk, library_id=library.pk)
    late = MOMENT + datetime.timedelta(days=8)
    assert desk.expire_holds(at=MOMENT) == 0
    assert desk.expire_holds(at=late) == 1
    assert (now(first).state, now(next_one).state) == (State.EXPIRED, State.READY)
    assert desk.expire_holds(at=late + datetime.timedelta(days=30)) == 1
    assert (now(next_one).state, next_one.to_shelve) == (State.EXPIRED, True)
    desk.shelved(next_one.pk)
    assert not now(next_one).to_shelve


def test_a_hold_past_its_own_day_ends(one, reader, library) -> None:
    hold = wait(one, reader, library, needed_until=TODAY)
    assert desk.expire_holds(at=MOMENT + datetime.timedelta(days=1)) == 1
    assert now(hold).state == State.EXPIRED


def test_a_hold_for_one_copy_is_served_by_it_alone(reader, library) -> None:
    wanted, twin = copies_in_stock(library, 2, day=YESTERDAY)
    desk.lend(wanted.barcode, a_reader(library).pk, library_id=library.pk)
    hold = wait(wanted, reader, library, copy_id=wanted.pk)
    assert hold.state == State.WAITING
    desk.lend(twin.barcode, a_reader(library).pk, library_id=library.pk)
    assert desk.give_back(twin.barcode, library_id=library.pk).next.what == STAYS
    assert desk.give_back(wanted.barcode, library_id=library.pk).next.what == HOLD_SHELF


def test_copies_of_another_network_are_not_asked_for(one, reader) -> None:
    from orda.network.services import add_unit

    town = add_unit(kind="network", code="town", name_kk="қ", name_ru="г", name_en="t")
    abroad = add_unit(kind="library", code="t1", name_kk="к", name_ru="б", name_en="l", parent=town)
    with pytest.raises(NothingToWaitFor):
        wait(one, reader, abroad)


def test_the_diary_equals_the_holds(one, reader, second, library) -> None:
    desk.cancel_hold(wait(one, reader, library).pk)
    wait(one, second, library)
    found = prove()
    assert found.clean, found.named
    assert clock.today() == TODAY
