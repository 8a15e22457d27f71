"""A small network for the diary's tests: two children's libraries and a public one."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from orda.diary import services as diary
from orda.network import clock
from orda.network import services as network
from orda.network.models import Role, Staff, Unit

TODAY = datetime.date(2024, 11, 23)


@dataclass(frozen=True)
class Town:
    network: Unit
    first: Unit
    second: Unit
    public: Unit

    @property
    def libraries(self) -> tuple[Unit, Unit, Unit]:
        return self.first, self.second, self.public


def a_unit(kind: str, code: str, parent: Unit | None = None, **more: str) -> Unit:
    return network.add_unit(
        kind=kind, code=code, name_kk=code, name_ru=code, name_en=code, parent=parent, **more
    )


def a_town() -> Town:
    top = a_unit("network", "town")
    return Town(
        top,
        a_unit("library", "town-1", top, library_type="children", cohort="children"),
        a_unit("library", "town-2", top, library_type="children", cohort="children"),
        a_unit("library", "town-3", top, library_type="public", cohort="public"),
    )


@pytest.fixture(autouse=True)
def _fresh_process() -> Iterator[None]:
    """The process remembers combinations; each test has a database of its own."""
    diary.forget_known_sets()
    yield
    diary.forget_known_sets()


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime.datetime.combine(TODAY, datetime.time(7), datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)


@pytest.fixture
def town(db: None) -> Town:
    return a_town()


@pytest.fixture
def librarian(town: Town) -> Staff:
    return staff_at(town.first, Role.LIBRARIAN)


def staff_at(unit: Unit, role: str, name: str = "") -> Staff:
    return network.add_staff(
        username=name or f"{role}-{unit.code}",
        password="a long pass phrase",  # noqa: S106
        first_name="Айгүл",
        last_name="Серікова",
        unit=unit,
        role=role,
    )
