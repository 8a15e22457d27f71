"""Fixtures that every room's tests may use: a small city network, its staff, signed-in clients."""

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from orda.diary import services as diary
from orda.network import services as network
from orda.network.models import Role, Staff, Unit
from orda.portal import site_visits
from orda.search import healing

# A busy machine draws slowly and answers late: that is no fault of what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@dataclass(frozen=True)
class City:
    """The network of the tests: a central library, two kinds of branches, their cohorts."""

    republic: Unit
    region: Unit
    network: Unit
    central: Unit
    branch1: Unit
    branch5: Unit
    branch11: Unit
    branch12: Unit
    branch15: Unit
    public2: Unit
    public3: Unit

    @property
    def children(self) -> list[Unit]:
        return [self.central, self.branch1, self.branch5, self.branch11, self.branch12, self.branch15]

    @property
    def public(self) -> list[Unit]:
        return [self.public2, self.public3]

    @property
    def libraries(self) -> list[Unit]:
        return [*self.children, *self.public]


def _unit(
    kind: str, code: str, name: str, parent: Unit | None, library_type: str = "", cohort: str = ""
) -> Unit:
    return network.add_unit(
        kind=kind,
        code=code,
        name_kk=f"{name} (kk)",
        name_ru=f"{name} (ru)",
        name_en=name,
        parent=parent,
        library_type=library_type,
        cohort=cohort,
    )


@pytest.fixture
def city(db) -> City:
    republic = _unit("republic", "KZ", "Republic", None)
    region = _unit("region", "KZ-KAR", "Region", republic)
    top = _unit("network", "OKJ", "City network", region)
    children = {
        code: _unit("library", code, f"Children's branch {code}", top, "children", "children")
        for code in ("1б", "5б", "11б", "12б", "15б")
    }
    public = {
        code: _unit("library", code, f"Public branch {code}", top, "public", "public")
        for code in ("2к", "3к")
    }
    central = _unit("library", "ОҚК", "Central library", top, "central", "children")
    return City(republic, region, top, central, *children.values(), *public.values())


@pytest.fixture
def staff_of(db):
    """staff_of(role, unit) -> a member of staff appointed there."""

    def make(role: str = Role.LIBRARIAN, unit: Unit | None = None) -> Staff:
        number = Staff.objects.count() + 1
        return network.add_staff(
            username=f"{role}{number}",
            password="a good long password",
            first_name="Айгүл",
            last_name=f"Кітапханашы{number}",
            unit=unit or Unit.objects.get(code="ОҚК"),
            role=role,
        )

    return make


@pytest.fixture
def client_as(staff_of):
    """client_as(role, unit) -> a client signed in as such a person."""

    def make(role: str = Role.LIBRARIAN, unit: Unit | None = None) -> Client:
        client = Client()
        client.force_login(staff_of(role, unit), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture(autouse=True)
def _plain_installation(settings, tmp_path_factory, monkeypatch):
    """No compressed static files, no demo clock, nothing remembered from another test's database, and passwords
    hashed in no time: a real hash takes a quarter of a second by design."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.DEMO_YEAR = None
    # What another thread writes, with a connection of its own, is written at once.
    monkeypatch.setattr(site_visits, "write_soon", site_visits.write_down)
    monkeypatch.setattr(healing, "start", lambda: None)
    # Tests read the words that stand in the code; translations have tests of their own.
    settings.LANGUAGE_CODE = "en"
    settings.SEARCH_INDEX_DIR = tmp_path_factory.getbasetemp() / "search"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    diary.forget_known_sets()
    translation.activate("en")
    yield
    translation.deactivate()
    diary.forget_known_sets()
    healing.healed()  # a test without an index may have noted that it is gone


def pytest_collection_modifyitems(config, items):
    """What takes long goes first, so that no process of the suite is left alone with it at the end: browsers, and the
    tests of whole houses. What hangs on no database is run once, on SQLite."""
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, item.nodeid[:6] != "tests/"))
    if connection.vendor != "sqlite":
        once = [item for item in items if item.get_closest_marker("any_database")]
        config.hook.pytest_deselected(items=once)
        items[:] = [item for item in items if not item.get_closest_marker("any_database")]
