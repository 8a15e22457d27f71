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
from orda.reports.expert.running import ask

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


# Questions run on a connection of their own, which sees only what is committed.
committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lent(city, count):
    count(city.branch11, "loan", 5, "2024-02-05", language="kk", document_kind="book")
    count(city.branch11, "loan", 2, "2024-02-06", language="ru", document_kind="electronic_document")
    count(city.branch12, "renewal", 3, "2024-03-01", language="kk")
    count(city.public2, "visit", 9, "2023-12-31")
    diary.close_days_before(datetime.date(2024, 3, 1))
    return city


def ids(city):
    return [one.pk for one in city.libraries]


def rows(text, city):
    return ask(text, ids(city)).rows


@pytest.fixture
def network(city) -> Unit:
    return city.network


def day(text):
    return datetime.date.fromisoformat(text)
