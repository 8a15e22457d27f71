"""The city's network on a day of November 2024, with the shipped plan and a way to write lines of the diary."""

import datetime
from collections.abc import Callable

import pytest

from orda.diary import services as diary
from orda.network import clock
from orda.network.models import Unit
from orda.planning.loading.services import load_plan

TODAY = datetime.date(2024, 11, 23)
Count = Callable[..., None]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime.datetime.combine(TODAY, datetime.time(7), datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.fixture
def plan(db) -> None:
    load_plan()


@pytest.fixture
def count(db) -> Count:
    """count(library, "loan", 3, "2024-05-06", document_kind="book") writes a line as an act does."""

    def write(
        library: Unit,
        measure: str,
        quantity: int = 1,
        day: str = "2024-05-06",
        act_id: int = 1,
        **values: str,
    ) -> None:
        diary.post(
            day=datetime.date.fromisoformat(day),
            library_id=library.pk,
            measure=measure,
            quantity=quantity,
            act="event" if measure.startswith("event") else "loan",
            act_id=act_id,
            values=values,
        )

    return write
