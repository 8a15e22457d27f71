"""Points outside the library: opened, renamed, closed by those who may."""

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.models import ServicePoint
from orda.circulation.points.services import open_point
from orda.network import clock
from orda.network.models import Role, Unit
from tests.house import a_library


@pytest.fixture
def director(client_as, library: Unit) -> Client:
    return client_as(Role.DIRECTOR, library.parent)


@pytest.fixture
def point(library: Unit) -> ServicePoint:
    return open_point(library, "№ 5 балабақша", "Детский сад № 5")


def test_a_point_is_opened_renamed_closed_and_opened_again(director: Client, library: Unit) -> None:
    named = {"library": library.pk, "name_kk": " 2-мектеп ", "name_ru": "Школа 2"}
    assert director.post(reverse("points"), named).status_code == 302
    point = ServicePoint.objects.get()
    assert point.name_kk == "2-мектеп"
    assert "already" in director.post(reverse("points"), named).content.decode()
    director.post(reverse("point", args=[point.pk]), {**named, "name_ru": "Школа № 2"})
    director.post(reverse("point_close", args=[point.pk]))
    point.refresh_from_db()
    assert (point.name_ru, point.closed_on) == ("Школа № 2", clock.today())
    director.post(reverse("point_close", args=[point.pk]))
    assert ServicePoint.objects.get().closed_on is None


def test_a_point_without_a_name_is_refused(director: Client, library: Unit) -> None:
    answer = director.post(reverse("points"), {"library": library.pk, "name_kk": "\x07", "name_ru": "Школа"})
    assert answer.status_code == 422
    assert not ServicePoint.objects.exists()


def test_a_point_of_a_library_that_is_not_ones_own_is_left_alone(client_as, point: ServicePoint) -> None:
    other = client_as(Role.DIRECTOR, a_library("b11"))
    for name in ("point", "point_close"):
        assert other.post(reverse(name, args=[point.pk])).status_code == 403
    assert "балабақша" not in other.get(reverse("points")).content.decode()
