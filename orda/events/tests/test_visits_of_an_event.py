"""Those who came to an event are visits too where somebody ticked it, and never twice."""

import pytest
from django.test import Client
from django.urls import reverse

from orda.diary.proof import prove
from orda.events.models import Direction, Form, HeldEvent
from orda.events.services import cancel_event, correct_event
from orda.events.tests.conftest import counted
from orda.events.tests.test_pages import desk as desk
from orda.events.tests.test_pages import filled
from orda.network.models import Unit


@pytest.fixture
def note(desk: Client, library: Unit, form: Form, direction: Direction):
    def post(**more: object) -> HeldEvent:
        desk.post(reverse("event_hold"), filled(library, form, direction, attendance=24, **more))
        return HeldEvent.objects.get()

    return post


def test_ticked_it_counts_them_once_and_follows_the_event(note) -> None:
    event = note(counts_visits="on")
    assert counted("visit") == 24
    correct_event(event, attendance=30, views=0)
    assert (counted("visit"), counted("event_attended")) == (30, 30)
    assert prove().clean
    cancel_event(HeldEvent.objects.get())
    assert (counted("visit"), counted("event_attended")) == (0, 0)
    assert prove().clean


def test_unticked_it_counts_none(note) -> None:
    note()
    assert (counted("visit"), counted("event_attended")) == (0, 24)


def test_where_a_gate_counts_nobody_is_asked(note, desk: Client, settings) -> None:
    settings.VISITS_WITH_EVENT = "off"
    assert b"counts_visits" not in desk.get(reverse("event_hold")).content
    note(counts_visits="on")
    assert counted("visit") == 0
