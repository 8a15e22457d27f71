import pytest

from orda.diary.models import Entry
from orda.diary.proof import prove
from orda.events.models import HeldEvent
from orda.events.refusals import BadEventField, EventCancelled
from orda.events.services import cancel_event, correct_event
from orda.events.tests.conftest import TODAY, counted


def test_a_correction_reverses_the_old_number_and_posts_the_new_one(event: HeldEvent):
    correct_event(event, attendance=40, views=0)

    lines = Entry.objects.filter(measure="event_attended").order_by("pk")
    assert [line.quantity for line in lines] == [25, -25, 40]
    assert {line.day for line in lines} == {TODAY}
    assert lines[1].reverses == lines[0]
    assert counted("event_held") == 1
    assert HeldEvent.objects.get().attendance == 40
    assert prove().clean


def test_a_second_correction_starts_from_the_first(event: HeldEvent):
    correct_event(event, attendance=40, views=7)
    correct_event(event, attendance=0, views=9)

    assert counted("event_attended") == 0
    assert counted("event_viewed") == 9
    assert prove().clean


def test_a_correction_that_changes_nothing_leaves_no_line(event: HeldEvent):
    before = Entry.objects.count()

    correct_event(event, attendance=25, views=0)

    assert Entry.objects.count() == before


def test_a_wrong_correction_changes_nothing(event: HeldEvent):
    with pytest.raises(BadEventField):
        correct_event(event, attendance=-1, views=0)

    assert counted("event_attended") == 25
    assert HeldEvent.objects.get().attendance == 25


def test_a_cancelled_event_counts_nowhere_and_stays_in_the_list(event: HeldEvent):
    cancel_event(event)

    assert counted("event_held") == 0
    assert counted("event_attended") == 0
    assert HeldEvent.objects.get().cancelled
    assert prove().clean


def test_an_event_is_cancelled_once(event: HeldEvent):
    cancel_event(event)

    with pytest.raises(EventCancelled):
        cancel_event(event)
    with pytest.raises(EventCancelled):
        correct_event(event, attendance=1, views=0)
    assert counted("event_held") == 0
