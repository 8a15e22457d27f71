"""What a closing moves: due days, hold shelves, pick lists. In whatever order closings come and go."""

import datetime
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.circulation import services as desk
from orda.circulation.holds.shelf import expire_holds
from orda.circulation.loans.undo import undo_renewal, undo_return
from orda.circulation.models import Hold, Loan, MovedDueDay, Renewal
from orda.diary.proof import prove
from orda.network import clock, queries
from orda.network.calendar import services as calendar
from orda.network.calendar.days import Hours
from orda.network.calendar.models import Closing, Holiday, Timetable
from orda.network.calendar.moves import preview
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import MOMENT, a_copy, a_library, a_reader, copies_in_stock

DAY = datetime.timedelta(days=1)
CLOCK = clock.now  # the house's own: this room's tests stop it for good


@pytest.fixture(autouse=True)
def _a_clock_that_goes_on(_a_monday_at_noon: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", CLOCK)
    with clock.stopped_at(MOMENT):
        yield


def _loan(copy: Copy, reader: Reader, library: Unit) -> Loan:
    return Loan.objects.get(pk=desk.lend(copy.barcode, reader.pk, library_id=library.pk).loan_id)


def test_a_closing_entered_later_moves_the_due_day_and_taken_back_brings_it_back(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    loan = _loan(copies[0], reader, library)
    due = loan.due_on
    calendar.close(library, due - DAY, due + DAY, "repair")
    loan.refresh_from_db()
    assert loan.due_on == queries.open_day_from(library.path, due + 2 * DAY) > due
    calendar.take_back_closing(Closing.objects.get().pk)
    loan.refresh_from_db()
    assert loan.due_on == due
    assert not MovedDueDay.objects.exists()


def test_two_closings_that_meet_are_taken_back_in_either_order(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    loan = _loan(copies[0], reader, library)
    due = loan.due_on
    for backwards in (False, True):
        calendar.close(library, due, due + 3 * DAY, "repair")
        calendar.close(library.parent or library, due + 4 * DAY, due + 8 * DAY, "weather")
        order = Closing.objects.filter(state="in_force").order_by("-pk" if backwards else "pk")
        for one in list(order):
            loan.refresh_from_db()
            assert queries.is_open(library, loan.due_on)
            calendar.take_back_closing(one.pk)
        loan.refresh_from_db()
        assert loan.due_on == due


def test_who_is_late_stays_late(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    loan = _loan(copies[0], reader, library)
    with clock.stopped_at(clock.now() + 30 * DAY):
        calendar.close(library, clock.today(), clock.today() + DAY, "repair")
    assert Loan.objects.get(pk=loan.pk).due_on == loan.due_on


def test_taken_back_late_nobody_is_late_by_it(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    loan = _loan(copies[0], reader, library)
    due = loan.due_on
    calendar.close(library, due, due + 20 * DAY, "repair")
    with clock.stopped_at(clock.now() + (due - clock.today() + 5 * DAY)):
        calendar.take_back_closing(Closing.objects.get().pk)
        now_due = Loan.objects.get(pk=loan.pk).due_on
        assert now_due == queries.open_day_from(library.path, clock.today())


def test_a_renewal_taken_back_and_a_return_taken_back_meet_the_calendar_of_now(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    loan, other = (_loan(copy, reader, library) for copy in copies[:2])
    due = loan.due_on
    with clock.stopped_at(clock.now() + 3 * DAY):
        desk.renew(copies[0].barcode, library_id=library.pk)
        desk.give_back(copies[1].barcode, library_id=library.pk)
        calendar.close(library, due, due, "repair")
        undo_renewal(Renewal.objects.get().pk)
        undo_return(other.pk)
    for one in (loan, other):
        one.refresh_from_db()
        assert one.due_on > due
        assert queries.is_open(library, one.due_on)


def _ready(library: Unit, reader: Reader, copy: Copy) -> Hold:
    """A copy that stands on the hold shelf."""
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    desk.found(hold.pk, library_id=library.pk)
    hold.refresh_from_db()
    return hold


def test_a_book_on_the_hold_shelf_waits_as_many_open_days(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    hold = _ready(library, reader, copies[0])
    until = hold.ready_until
    assert until is not None
    today = clock.today()
    calendar.close(library, today, until, "accident")
    moved = Hold.objects.get(pk=hold.pk).ready_until
    assert moved is not None
    reopens = queries.open_day_from(library.path, until + DAY)
    assert moved > reopens
    with clock.stopped_at(datetime.datetime.combine(reopens, datetime.time(1), datetime.UTC)):
        assert expire_holds() == 0  # the morning of the reopening
    calendar.take_back_closing(Closing.objects.get().pk)
    assert Hold.objects.get(pk=hold.pk).ready_until == until


def test_what_is_to_be_picked_at_a_closed_library_is_asked_of_another(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    other = a_library("b77")
    Unit.objects.filter(pk=other.pk).update(parent=library.parent)
    elsewhere = copies_in_stock(other, record=copies[0].record)[0]
    hold = desk.place_hold(copies[0].record_id, reader.pk, library_id=library.pk)
    assert hold.asked_library_id == library.pk
    calendar.close(library, clock.today(), clock.today(), "accident")
    hold.refresh_from_db()
    assert (hold.asked_library_id, hold.copy_id) == (other.pk, elsewhere.pk)


def test_a_preview_says_what_would_be_moved_and_moves_nothing(
    library: Unit, reader: Reader, copies: list[Copy], staff_of
) -> None:
    loan = _loan(copies[0], reader, library)
    due = loan.due_on
    librarian, director = staff_of("librarian", library), staff_of("director", library)

    def asked(staff):
        return preview(lambda: calendar.close(library, due, due, "repair"), staff)

    [(text, names)] = asked(librarian)
    assert text == "1 loan becomes due later"
    assert str(reader) in names[0]
    assert reader.looks.filter(staff=librarian).exists()
    [(text, names)] = asked(director)  # who lends nothing sees no names
    assert (text, names) == ("1 loan becomes due later", [])
    loan.refresh_from_db()
    assert loan.due_on == due
    assert not Closing.objects.exists()
    assert queries.is_open(library, due)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("close"), st.integers(0, 40), st.integers(0, 12)),
        st.tuples(st.just("day"), st.integers(0, 40), st.booleans()),
        st.tuples(st.just("week"), st.integers(0, 20), st.sets(st.integers(1, 7), min_size=1)),
        st.tuples(st.just("back"), st.integers(0, 9), st.none()),
        st.tuples(st.just("end"), st.integers(0, 9), st.none()),
        st.tuples(st.just("forget"), st.integers(0, 9), st.none()),
        st.tuples(st.just("lend"), st.none(), st.none()),
        st.tuples(st.just("wait"), st.integers(1, 6), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
@pytest.mark.django_db(transaction=False)
def test_no_due_day_and_no_shelfs_end_falls_on_a_shut_day_whatever_comes_and_goes(
    library: Unit, steps: list[tuple]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        _live_through(library, steps)
        transaction.set_rollback(True)


def _live_through(library: Unit, steps: list[tuple]) -> None:
    now = clock.now()
    top = library.parent or library
    reader = a_reader(library)
    copy = a_copy(library)
    with clock.stopped_at(now):
        _ready(library, reader, copy)
    for number, (what, one, two) in enumerate(steps):
        with clock.stopped_at(now):
            today = clock.today()
            unit = top if number % 3 == 0 else library
            if what == "close":
                calendar.close(unit, today + one * DAY, today + (one + two) * DAY, "repair")
            elif what == "day":
                calendar.keep_single_day(unit, today + one * DAY, "x", works=two)
            elif what == "week":
                calendar.set_hours(unit, dict.fromkeys(two, Hours()), since=today + one * DAY)
            elif what in ("back", "end", "forget"):
                _undo(what, one)
            elif what == "lend":
                desk.lend(a_copy(library).barcode, a_reader(library).pk, library_id=library.pk)
            else:
                now += one * DAY
            _nothing_falls_on_a_shut_day(library)


def _undo(what: str, which: int) -> None:
    rows, act = {
        "back": (Closing.objects.filter(state="in_force"), calendar.take_back_closing),
        "end": (Timetable.objects.filter(state="in_force"), calendar.end_hours),
        "forget": (Holiday.objects.all(), calendar.forget_single_day),
    }[what]
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    if found and not (what == "end" and len(found) == 1):
        act(found[which % len(found)])


def _nothing_falls_on_a_shut_day(library: Unit) -> None:
    days = queries.calendar_of(library)
    today = clock.today()
    due = Loan.objects.filter(state="open", due_on__gte=today).values_list("due_on", flat=True)
    ends = Hold.objects.filter(state="ready", ready_until__gte=today).values_list("ready_until", flat=True)
    assert not [day for day in (*due, *ends) if not days.is_open(day)]


def test_a_planted_shut_day_is_found_and_mended_by_night(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    loan, hold = _loan(copies[0], reader, library), _ready(library, a_reader(library), copies[1])
    assert prove().clean
    sunday = clock.today() + 6 * DAY
    assert not queries.is_open(library, sunday)
    Loan.objects.filter(pk=loan.pk).update(due_on=sunday)
    Hold.objects.filter(pk=hold.pk).update(ready_until=sunday)
    found = prove()
    assert sum(found.counts.values()) == 2
    assert {line.split()[0] for lines in found.named.values() for line in lines} == {"loan", "hold"}
    call_command("nightly", stdout=StringIO())
    assert not [kind for kind in prove().counts if "doors are shut" in kind]
