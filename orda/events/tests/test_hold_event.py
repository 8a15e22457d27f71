import datetime

import pytest

from orda.diary.models import Entry
from orda.diary.proof import prove
from orda.events.models import Direction, Form, HeldEvent
from orda.events.refusals import BadEventField
from orda.events.services import LARGEST_NUMBER, Held, hold_event, hold_events
from orda.events.tests.conftest import TODAY, counted
from orda.network.models import Staff, Unit

WHAT = {"day": TODAY, "title": "Байқау", "channel": "offline"}


def hold(library: Unit, form: Form, direction: Direction, **changed: object) -> HeldEvent:
    return hold_event(**{**WHAT, "library": library, "form": form, "direction": direction, **changed})


def test_an_offline_event_counts_once_with_its_people(library, form, direction, librarian: Staff):
    event = hold(library, form, direction, attendance=31, by_id=librarian.pk)

    lines = {line.measure: line for line in Entry.objects.select_related("dimensions")}
    assert {name: line.quantity for name, line in lines.items()} == {"event_held": 1, "event_attended": 31}
    assert lines["event_held"].dimensions.values == {
        "channel": "offline",
        "form": "quiz",
        "direction": "ecology",
        "audience": "all",
    }
    assert {(line.act, line.act_id, line.day, line.recorded_by_id) for line in lines.values()} == {
        ("event", event.pk, TODAY, librarian.pk)
    }
    assert prove().clean


def test_an_online_event_counts_its_views(library, form, direction):
    hold(library, form, direction, channel="online", views=140)

    assert counted("event_held") == 1
    assert counted("event_viewed") == 140
    assert counted("event_attended") == 0


def test_the_same_event_of_two_libraries_is_two_events(library, other_library, form, direction):
    hold(library, form, direction, attendance=10)
    hold(other_library, form, direction, attendance=12)

    assert counted("event_held") == 2
    assert counted("event_attended") == 22


def test_spaces_of_a_title_are_folded(library, form, direction):
    assert hold(library, form, direction, title="  Үлкен \n  оқу ").title == "Үлкен оқу"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"day": TODAY + datetime.timedelta(days=1)}, "day"),
        ({"day": datetime.date(1899, 12, 31)}, "day"),
        ({"title": " \t "}, "title"),
        ({"title": "ә" * 401}, "title"),
        ({"title": "с\x07аз"}, "title"),
        ({"channel": "by pigeon"}, "channel"),
        ({"audience": "cats"}, "audience"),
        ({"attendance": -1}, "attendance"),
        ({"attendance": LARGEST_NUMBER + 1}, "attendance"),
        ({"views": -5}, "views"),
        ({"channel": "online", "attendance": 3}, "attendance"),
    ],
)
def test_it_names_the_field_that_is_wrong_and_keeps_nothing(library, form, direction, changed, field):
    with pytest.raises(BadEventField) as refused:
        hold(library, form, direction, **changed)

    assert refused.value.field == field
    assert str(refused.value)
    assert not HeldEvent.objects.exists()
    assert not Entry.objects.exists()


def test_a_network_holds_no_events_itself(town, form, direction):
    with pytest.raises(BadEventField) as refused:
        hold(town, form, direction)

    assert refused.value.code == "no_events_here"
    assert not HeldEvent.objects.exists()


def test_many_are_held_as_one_by_one(library, form, direction):
    told = [
        {**WHAT, "library": library, "form": form, "direction": direction, "attendance": 31},
        {**WHAT, "library": library, "form": form, "direction": direction, "channel": "online", "views": 9},
    ]
    for one in told:
        hold_event(**one)
    assert hold_events([Held(**one) for one in told]) == 2
    lines = list(Entry.objects.order_by("pk").values_list("day", "measure", "dimensions", "quantity"))
    assert len(lines) == 8
    assert lines[:4] == lines[4:]
    with pytest.raises(BadEventField):
        hold_events([Held(**{**told[0], "attendance": LARGEST_NUMBER + 1})])
    assert prove().clean
