"""Events of the plan on days when the doors are shut: said before a closing, and to those who hold them."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.events.models import Direction, Form, PlannedEvent
from orda.events.queries import on_shut_days
from orda.events.services import hold_event
from orda.events.tests.conftest import TODAY, a_unit, staff_at
from orda.network.calendar import services as calendar
from orda.network.models import Role, Unit

DAY = datetime.timedelta(days=1)
FRIDAY = TODAY + 2 * DAY  # TODAY is a Wednesday


@pytest.fixture
def planned(form: Form, direction: Direction, library: Unit, other_library: Unit):
    """planned(first, last) -> a line of the plan that both libraries perform."""

    def make(first: datetime.date, last: datetime.date, title: str = "Ертегі күні") -> PlannedEvent:
        number = PlannedEvent.objects.count() + 1
        made = PlannedEvent.objects.create(
            year=first.year,
            number=number,
            direction=direction,
            form=form,
            title=title,
            first_day=first,
            last_day=last,
        )
        made.performers.set([library, other_library])
        return made

    return make


def _home(unit: Unit, role: str) -> str:
    client = Client()
    client.force_login(staff_at(unit, role), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("home")).content.decode()


def test_a_closing_says_which_events_stand_on_its_days(planned, library: Unit, other_library: Unit):
    planned(FRIDAY, FRIDAY)
    effects = calendar.close(library, FRIDAY, FRIDAY + DAY, "repair")
    [told] = [one for one in effects if "event" in one.text]
    assert told.number == 1
    assert told.text.startswith("1 event of the plan falls on a day on which the doors are shut")


@pytest.mark.parametrize(
    ("first", "last", "shut_from", "shut_to", "met"),
    [
        (FRIDAY, FRIDAY, FRIDAY, FRIDAY, True),
        (FRIDAY, FRIDAY, FRIDAY + DAY, FRIDAY + 5 * DAY, False),
        (FRIDAY, FRIDAY + DAY, FRIDAY, FRIDAY + 5 * DAY, True),  # all days of its term
        (FRIDAY, FRIDAY + 10 * DAY, FRIDAY, FRIDAY + 5 * DAY, False),  # open days are left behind the closing
        (TODAY - 20 * DAY, FRIDAY, TODAY, FRIDAY, True),  # begun, and no open day is left
        (TODAY - 20 * DAY, TODAY - DAY, TODAY - 20 * DAY, TODAY, False),  # over
    ],
)
def test_an_event_is_met_where_no_open_day_of_its_term_is_left(
    planned, library: Unit, town: Unit, first, last, shut_from, shut_to, met
):
    event = planned(first, last)
    calendar.close(library, shut_from, shut_to, "repair")
    assert on_shut_days(town, TODAY) == ([(event, library)] if met else [])


def test_what_was_held_and_what_names_no_day_is_not_met(
    planned, library: Unit, town: Unit, form: Form, direction: Direction
):
    event = planned(FRIDAY, FRIDAY)
    calendar.close(library, FRIDAY, FRIDAY, "repair")
    told = {"form": form, "direction": direction, "channel": "offline", "attendance": 5}
    hold_event(library=library, day=TODAY, title=event.title, planned=event, **told)
    assert on_shut_days(town, TODAY) == []


def test_it_is_told_to_the_library_to_the_methodologist_and_to_the_director_alone(
    planned, library: Unit, other_library: Unit, town: Unit
):
    planned(FRIDAY, FRIDAY)
    calendar.close(library, FRIDAY, FRIDAY, "repair")
    said = f"1б is shut on {FRIDAY:%d.%m.%Y}, the plan has “Ертегі күні” then"
    assert said in _home(library, Role.LIBRARIAN)
    assert said in _home(town, Role.METHODOLOGIST)
    assert said in _home(town, Role.DIRECTOR)
    assert said not in _home(other_library, Role.LIBRARIAN)
    assert said not in _home(library, Role.CATALOGUER)
    abroad = a_unit("library", "a1", a_unit("network", "abroad"))
    assert "Ертегі күні" not in _home(abroad, Role.LIBRARIAN)


def test_many_are_a_few_and_a_number_and_the_page_lists_them(planned, library: Unit, town: Unit):
    for number in range(5):
        planned(FRIDAY, FRIDAY, f"Іс-шара {number}")
    planned(FRIDAY + DAY, FRIDAY + DAY, "Басқа күні")
    calendar.close(library, FRIDAY, FRIDAY, "repair")
    told = _home(library, Role.LIBRARIAN)
    assert told.count("1б is shut on") == 3
    assert "2 more events of the plan" in told
    client = Client()
    client.force_login(
        staff_at(town, Role.METHODOLOGIST), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = client.get(reverse("events"), {"year": TODAY.year, "state": "shut"}).content.decode()
    assert page.count("shut then") == 5
    assert "Басқа күні" not in page


def test_taken_back_it_is_told_no_more(planned, library: Unit, town: Unit):
    planned(FRIDAY, FRIDAY)
    calendar.close(library, FRIDAY, FRIDAY, "repair")
    [closing] = library.closings.all()
    calendar.take_back_closing(closing.pk)
    assert on_shut_days(town, TODAY) == []
