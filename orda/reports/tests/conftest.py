"""The city's network in January 2025, when the year's reports are owed, with the shipped plan of 2024."""

import datetime
from collections.abc import Callable

import pytest

from orda.diary import services as diary
from orda.events.services import load_planned_events
from orda.network import clock
from orda.network.models import Unit
from orda.planning.models import Plan
from orda.planning.services import load_plan

Count = Callable[..., None]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime.datetime(2025, 1, 10, 7, tzinfo=datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.fixture
def the_plan(city) -> Plan:
    load_planned_events()
    load_plan()
    return Plan.objects.get(year=2024)


@pytest.fixture
def branch(city) -> Unit:
    return Unit.objects.get(code="11б")


@pytest.fixture
def count(db) -> Count:
    """count(library, "loan", 3, "2024-05-06", document_kind="book") writes a line as an act does."""

    def write(library: Unit, measure: str, quantity: int, day: str, **values: str) -> None:
        diary.post(
            day=datetime.date.fromisoformat(day),
            library_id=library.pk,
            measure=measure,
            quantity=quantity,
            act="event" if measure.startswith("event") else "loan",
            act_id=1,
            values=values,
        )

    return write
