"""The page of who did what: whose deeds one sees, how they are found, that none is changed."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from orda.network import clock, services
from orda.network.deeds.acts import ACTS
from orda.network.deeds.services import note
from orda.network.models import Deed, Role


def _about(answer):
    return [one.deed.about for one in answer.context["told"]]


@pytest.fixture
def other(city):
    return services.add_unit(
        kind="network", code="X", name_kk="x", name_ru="x", name_en="x", parent=city.region
    )


def test_one_sees_what_was_done_under_ones_own_places(city, other, client_as, staff_of):
    for unit, about in (
        (city.branch1, "branch"),
        (city.network, "network"),
        (other, "foreign"),
        (None, "house"),
    ):
        note("unit_changed", by=None, unit=unit, about=about)
    assert _about(client_as(Role.ADMINISTRATOR, city.branch1).get(reverse("deeds"))) == ["branch"]
    assert _about(client_as(Role.DIRECTOR, city.network).get(reverse("deeds"))) == ["network", "branch"]
    whole = client_as(Role.ADMINISTRATOR, city.region).get(reverse("deeds"))
    assert _about(whole) == ["house", "foreign", "network", "branch"]


def test_it_is_found_by_person_object_and_day(city, client_as, staff_of):
    person = staff_of(Role.ADMINISTRATOR, city.network)
    client = client_as(Role.DIRECTOR, city.network)
    note("unit_changed", by=person, unit=city.network, about="5б Кітапхана")
    with clock.stopped_at(clock.now() - datetime.timedelta(days=10)):
        note("unit_changed", by=None, unit=city.network, about="old")

    def found(**asked):
        return _about(client.get(reverse("deeds"), asked))

    assert found(by=person.username) == ["5б Кітапхана"]
    assert found(by="nobody") == []
    assert found(about="5б") == ["5б Кітапхана"]
    assert found(first=clock.today().isoformat()) == ["5б Кітапхана"]
    assert found(last=(clock.today() - datetime.timedelta(days=10)).isoformat()) == ["old"]


@pytest.mark.parametrize(
    "asked",
    [{"first": "0000-01-01"}, {"last": "9999-12-31"}, {"by": "\x00"}, {"about": "\x00"}, {"page": "x"}],
)
def test_no_hostile_value_breaks_it(city, client_as, asked):
    assert client_as(Role.DIRECTOR, city.network).get(reverse("deeds"), asked).status_code == 200


def test_it_is_paged_and_asks_few_questions(city, client_as, django_assert_max_num_queries):
    for number in range(120):
        note("unit_changed", by=None, unit=city.network, about=str(number))
    client = client_as(Role.DIRECTOR, city.network)
    client.get(reverse("deeds"))
    with django_assert_max_num_queries(8):
        page = client.get(reverse("deeds"), {"page": 3})
    assert len(page.context["told"]) == 20


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_itself_refuses_to_change_a_deed(city, change):
    note("unit_changed", by=None, unit=city.network)
    with pytest.raises(DatabaseError), transaction.atomic():
        Deed.objects.update(act="unit_opened") if change == "update" else Deed.objects.all()._raw_delete(
            "default"
        )
    assert Deed.objects.get().act == "unit_changed"


def test_no_act_is_written_down_that_has_no_words(city):
    with pytest.raises(KeyError):
        note("anything", by=None)
    assert all(str(words) for words in ACTS.values())
