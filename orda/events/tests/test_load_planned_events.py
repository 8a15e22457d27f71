import datetime
from pathlib import Path

import pytest

from orda.events.models import Direction, Form, PlannedEvent
from orda.events.refusals import BadPlanFile
from orda.events.services import load_planned_events
from orda.events.services.plan_files import FIRST_ACTIVITY, SHIPPED
from orda.events.tests.conftest import PLAN, a_unit


@pytest.fixture(autouse=True)
def _libraries(library, other_library):
    return library, other_library


def planned(number: int) -> PlannedEvent:
    return PlannedEvent.objects.get(year=2024, number=number)


def performers(number: int) -> list[str]:
    return sorted(planned(number).performers.values_list("code", flat=True))


def test_it_loads_events_with_their_libraries_and_terms(plan_folder: Path):
    loaded = load_planned_events(plan_folder)

    assert (loaded.directions, loaded.forms, loaded.planned) == (2, 2, 3)
    assert performers(1) == ["1б", "5б"]
    first = planned(1)
    assert (first.title, first.occasion, first.audience) == ("«Жасыл әлем»", "Жер күніне", "grades_1_4")
    assert (first.quarters, first.first_day, first.last_day) == (
        "12",
        datetime.date(2024, 1, 1),
        datetime.date(2024, 6, 30),
    )
    assert (planned(2).first_day, planned(2).last_day) == (
        datetime.date(2024, 4, 1),
        datetime.date(2024, 4, 30),
    )
    assert planned(3).first_day == planned(3).last_day == datetime.date(2024, 11, 1)
    assert Form.objects.get(code="quiz").parent == Form.objects.get(code="game")


def test_loading_again_doubles_nothing(plan_folder: Path):
    load_planned_events(plan_folder)
    before = list(PlannedEvent.objects.values())

    load_planned_events(plan_folder)

    assert list(PlannedEvent.objects.values()) == before
    assert (Direction.objects.count(), Form.objects.count()) == (2, 2)


def test_a_changed_line_is_taken_over(plan_folder: Path):
    load_planned_events(plan_folder)
    changed = PLAN.replace("1б 5б,І-ІІ,1-2", "5б,ІІ,2")
    (plan_folder / "plan_2024_events.csv").write_text(changed, encoding="utf-8")

    load_planned_events(plan_folder)

    assert performers(1) == ["5б"]
    assert planned(1).quarters == "2"


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("2,ecology,", "2,alchemy,", 3, "direction"),
        ("quiz,Барлық", "duel,Барлық", 3, "form"),
        ("2,ecology,«Су", "1,ecology,«Су", 3, "number"),
        ("2,ecology,«Су", "two,ecology,«Су", 3, "number"),
        ("«Су – өмір»", "", 3, "title_kk"),
        ("«Су – өмір»", "ә" * 401, 3, "title_kk"),
        ("1б,ІІ,2", "99б,ІІ,2", 3, "performers"),
        (",2,4,,", ",5,4,,", 3, "quarters"),
        (",2,4,,", ",2,13,,", 3, "month"),
        ("2024-11-01", "2024-02-30", 4, "date"),
        (",4,11,2024", ",4,11", 4, "-"),
    ],
)
def test_it_says_file_row_and_column_and_loads_nothing(plan_folder: Path, old, new, row, column):
    assert PLAN.count(old) == 1
    (plan_folder / "plan_2024_events.csv").write_text(PLAN.replace(old, new), encoding="utf-8")

    with pytest.raises(BadPlanFile) as refused:
        load_planned_events(plan_folder)

    assert refused.value.params["file"] == "plan_2024_events.csv"
    assert (refused.value.params["row"], refused.value.params["column"]) == (row, column)
    assert not PlannedEvent.objects.exists()
    assert not Form.objects.exists()


def test_the_refusal_names_the_library_that_is_missing(plan_folder: Path):
    changed = PLAN.replace("1б,ІІ,2", "99б,ІІ,2")
    (plan_folder / "plan_2024_events.csv").write_text(changed, encoding="utf-8")

    with pytest.raises(BadPlanFile, match="99б"):
        load_planned_events(plan_folder)


def test_missing_libraries_can_be_left_out(plan_folder: Path):
    changed = PLAN.replace("1б,ІІ,2", "1б 99б,ІІ,2")
    (plan_folder / "plan_2024_events.csv").write_text(changed, encoding="utf-8")

    loaded = load_planned_events(plan_folder, allow_missing=True)

    assert loaded.unknown_performers == ("99б",)
    assert performers(2) == ["1б"]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"code,name_kk\nx,y\n", b'code,"name'])
def test_a_broken_file_is_refused(plan_folder: Path, content: bytes):
    (plan_folder / "forms.csv").write_bytes(content)

    with pytest.raises(BadPlanFile, match="forms.csv"):
        load_planned_events(plan_folder)
    assert not Direction.objects.exists()


def test_a_missing_folder_is_refused(tmp_path: Path):
    with pytest.raises(BadPlanFile):
        load_planned_events(tmp_path / "nowhere")


def test_the_real_plan_of_2024_loads_whole(town, library, other_library):
    for code in ("ОҚК", "11б", "12б", "15б"):
        a_unit("library", code, town, cohort="children")

    loaded = load_planned_events(SHIPPED)

    assert loaded.planned == PlannedEvent.objects.filter(year=2024).count() > 100
    assert not loaded.unknown_performers
    assert not PlannedEvent.objects.filter(performers=None, number__lt=FIRST_ACTIVITY).exists()
    assert planned(1).title == "«Тәуелсіз Қазақстан»"
