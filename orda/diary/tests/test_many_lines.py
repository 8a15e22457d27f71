"""Many lines at once: the same checks and the same rows as one by one."""

import datetime
from typing import Any

import pytest

from orda.diary import services as diary
from orda.diary.models import Entry
from orda.network import clock
from orda.network.models import Unit
from tests.house import a_library

COLUMNS = (
    "day",
    "library",
    "measure",
    "dimensions__key",
    "quantity",
    "act",
    "act_id",
    "open",
    "recorded_at",
    "reason",
)


@pytest.fixture
def library(db: None) -> Unit:
    return a_library()


@pytest.fixture(autouse=True)
def _clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    diary.forget_known_sets()


def rows() -> list[tuple[Any, ...]]:
    return list(Entry.objects.order_by("pk").values_list(*COLUMNS))


def test_lines_of_acts_are_posted_at_once_as_one_by_one(library: Unit) -> None:
    at = clock.now() - datetime.timedelta(hours=3)
    told: list[dict[str, Any]] = [
        {"measure": "visit", "act": "visit", "act_id": 1, "quantity": 7, "values": {"purpose": "event"}},
        {"measure": "visit", "act": "visit", "act_id": 2, "quantity": 0},
        {"measure": "loan", "act": "loan", "act_id": 3, "values": {"age_group": "0-10"}, "at": at},
    ]
    day = clock.today()
    for one in told:
        diary.post(day=day, library_id=library.pk, **one)
    diary.post_many(diary.Line(day=day, library_id=library.pk, **one) for one in told)
    found = rows()
    assert len(found) == 4
    assert found[:2] == found[2:]


def test_lines_by_hand_are_entered_at_once_as_one_by_one(library: Unit) -> None:
    told = (clock.today(), library, "visit", 3, " by   hand ", {"purpose": "borrow"})
    day, _library, measure, quantity, reason, values = told
    diary.enter_by_hand(
        day=day, library=library, measure=measure, quantity=quantity, reason=reason, values=values
    )
    assert diary.enter_many_by_hand([diary.ByHand(*told)]) == 1
    found = rows()
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"measure": "no such measure"}, diary.UnknownMeasure),
        ({"values": {"purpose": "no such purpose"}}, diary.UnknownDimension),
        ({"measure": "intake"}, diary.NotByHand),
        ({"reason": "  "}, diary.ReasonMissing),
        ({"quantity": 0}, diary.NothingToCount),
        ({"day": clock.today() + datetime.timedelta(days=2)}, diary.DayNotOver),
        ({"day": datetime.date(1899, 12, 31)}, diary.DayTooOld),
    ],
)
def test_a_wrong_line_refuses_all(library: Unit, changed: dict[str, Any], why: type[Exception]) -> None:
    right: dict[str, Any] = {
        "day": clock.today(),
        "library": library,
        "measure": "visit",
        "quantity": 1,
        "reason": "by hand",
    }
    with pytest.raises(why):
        diary.enter_many_by_hand([diary.ByHand(**right), diary.ByHand(**{**right, **changed})])
    assert rows() == []


def test_a_line_of_an_act_with_an_unknown_measure_is_refused(library: Unit) -> None:
    for line in (
        diary.Line(clock.today(), library.pk, "no such", "loan", 1),
        diary.Line(clock.today(), library.pk, "visit", "visit", 1, values={"topic": "x"}),
    ):
        with pytest.raises((diary.UnknownMeasure, diary.UnknownDimension)):
            diary.post_many([line])
