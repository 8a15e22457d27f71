"""Pages of the van's rounds: written by the director, listed for the round."""

import pytest
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.conftest import do, text
from orda.circulation.models import Route
from orda.network.models import Role
from orda.readers.models import Reader
from tests.house import copies_in_stock

pytestmark = pytest.mark.usefixtures("english")


def test_a_route_is_written_listed_for_the_round_and_removed(
    client_as, here, reader: Reader, library, other
) -> None:
    director = client_as(Role.DIRECTOR, library.parent)
    fields = {"name_kk": "Солтүстік", "name_ru": "Северный", "weekdays": ["1", "3"], "stop1": library.pk}
    assert director.post(reverse("route_new"), fields).status_code == 422
    do(director, "route_new", **fields, stop2=other.pk)
    route = Route.objects.get()
    assert [stop.library for stop in route.stops.all()] == [library, other]
    copy = copies_in_stock(other)[0]
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    desk.found(hold.pk, library_id=other.pk)
    page = text(here, "route_list", route.pk, day="2024-09-16")
    assert page.count(copy.inventory_number) == 2  # taken up at one stop, laid down at the other
    assert "no round on this day" in text(here, "route_list", route.pk, day="2024-09-17")
    assert library.name in text(director, "routes")
    do(director, "route", route.pk, **{**fields, "stop1": other.pk, "stop2": library.pk})
    assert [stop.library for stop in Route.objects.get().stops.all()] == [other, library]
    do(director, "route_remove", route.pk)
    assert not Route.objects.exists()
