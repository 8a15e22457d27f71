"""A town with two children's libraries, a short plan, and people of different rights."""

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orda.diary import services as diary
from orda.diary.models import Entry
from orda.events.models import Direction, Form, HeldEvent
from orda.events.services import hold_event
from orda.network import clock
from orda.network import services as network
from orda.network.models import Role, Staff, Unit

TODAY = datetime.date(2024, 5, 15)
PASSWORD = "a long pass phrase"  # noqa: S105


@pytest.fixture(autouse=True)
def _fresh_process(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """The process remembers combinations; each test has a database and a day of its own."""
    settings.SECURE_SSL_REDIRECT = False
    noon = datetime.datetime.combine(TODAY, datetime.time(7), datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)
    diary.forget_known_sets()
    yield
    diary.forget_known_sets()


def a_unit(kind: str, code: str, parent: Unit | None = None, **more: str) -> Unit:
    return network.add_unit(
        kind=kind, code=code, name_kk=code, name_ru=code, name_en=code, parent=parent, **more
    )


@pytest.fixture
def town(db: None) -> Unit:
    return a_unit("network", "town")


@pytest.fixture
def library(town: Unit) -> Unit:
    return a_unit("library", "1б", town, library_type="children", cohort="children")


@pytest.fixture
def other_library(town: Unit) -> Unit:
    return a_unit("library", "5б", town, library_type="children", cohort="children")


@pytest.fixture
def form(db: None) -> Form:
    return Form.objects.create(code="quiz", name_kk="Викторина", name_ru="Викторина", name_en="Quiz")


@pytest.fixture
def direction(db: None) -> Direction:
    return Direction.objects.create(code="ecology", name_kk="Экология", name_ru="Экология", name_en="Ecology")


@pytest.fixture
def event(library: Unit, form: Form, direction: Direction) -> HeldEvent:
    return hold_event(
        library=library,
        day=TODAY,
        title="«Табиғат – тал бесік»",
        form=form,
        direction=direction,
        channel="offline",
        attendance=25,
    )


def staff_at(unit: Unit, role: str) -> Staff:
    return network.add_staff(
        username=f"{role}-{unit.code}",
        password=PASSWORD,
        first_name="Айгүл",
        last_name="Серікова",
        unit=unit,
        role=role,
    )


@pytest.fixture
def librarian(library: Unit) -> Staff:
    return staff_at(library, Role.LIBRARIAN)


def counted(measure: str) -> int:
    return sum(Entry.objects.filter(measure=measure).values_list("quantity", flat=True))


PLAN = """\
number,direction,title_kk,occasion_kk,form_kk,form,audience_kk,grade_from,grade_to,audience,performers,term_kk,quarters,month,date,note
1,ecology,«Жасыл әлем»,Жер күніне,Викторина,quiz,1-4 сыныптар,1,4,grades,1б 5б,І-ІІ,1-2,,,
2,ecology,«Су – өмір»,,Викторина,quiz,Барлық топтар,,,all,1б,ІІ,2,4,,
3,history,«Ел тарихы»,,Ойын,game,7-9 сыныптар,7,9,grades,5б,1 қараша,4,11,2024-11-01,
"""


@pytest.fixture
def plan_folder(tmp_path: Path) -> Path:
    write(
        tmp_path / "directions.csv",
        ["code", "name_kk", "name_ru", "name_en"],
        [
            ["ecology", "Экология", "Экология", "Ecology"],
            ["history", "Тарих", "История", "History"],
        ],
    )
    write(
        tmp_path / "forms.csv",
        ["code", "name_kk", "name_ru", "name_en", "parent"],
        [
            ["quiz", "Викторина", "Викторина", "Quiz", "game"],
            ["game", "Ойын", "Игра", "Game", ""],
        ],
    )
    (tmp_path / "plan_2024_events.csv").write_text(PLAN, encoding="utf-8")
    return tmp_path


def write(path: Path, head: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
