"""Gate counters: readings become visits, each passer-by once."""

import base64
import datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.circulation.models import Visit
from orda.diary.proof import prove
from orda.interop import services
from orda.interop.models import Device
from orda.network import clock
from orda.network.models import Unit
from tests.house import MOMENT, diary_of


@pytest.fixture
def gate(library: Unit) -> tuple[Device, str]:
    return services.add_device(name="Door", kind=Device.Kind.GATE, library=library)


def send(gate: tuple[Device, str], secret: str = "", **reading: object):
    device, own = gate
    coded = base64.b64encode(f"{device.login}:{secret or own}".encode()).decode()
    return Client().post(reverse("gate"), reading, headers={"Authorization": f"Basic {coded}"})


def visits(gate: tuple[Device, str], **reading: object) -> int:
    answer = send(gate, **reading)
    assert answer.status_code == 200, answer.content
    found: int = answer.json()["visits"]
    return found


def test_what_the_counter_goes_up_are_visits_of_its_library(gate: tuple[Device, str], library: Unit) -> None:
    assert [visits(gate, counter=number) for number in (1000, 1000, 1012, 1012, 1015)] == [0, 0, 12, 0, 3]
    counted = list(Visit.objects.values_list("library", "source", "quantity"))
    assert counted == [(library.pk, "gate", 12), (library.pk, "gate", 3)]
    assert diary_of() == {"visit": 15}
    assert prove().clean


def test_a_counter_set_back_to_nought_goes_on(gate: tuple[Device, str]) -> None:
    assert [visits(gate, counter=number) for number in (500, 510, 0, 4, 3)] == [0, 10, 0, 4, 3]


def test_a_gate_that_counts_both_ways_is_halved_and_loses_nobody(library: Unit) -> None:
    gate = services.add_device(name="Two", kind="gate", library=library, both_ways=True)
    assert [visits(gate, counter=number) for number in (0, 1, 2, 5, 7, 8)] == [0, 0, 1, 1, 1, 1]


def test_readings_that_come_late_or_twice_count_once(gate: tuple[Device, str]) -> None:
    def at(minutes: int) -> str:
        return (MOMENT + datetime.timedelta(minutes=minutes)).isoformat()

    sent = [(100, -50), (110, -40), (110, -40), (130, -20), (120, -30), (110, -40), (133, -10)]
    assert [visits(gate, counter=count, at=at(minutes)) for count, minutes in sent] == [0, 10, 0, 20, 0, 0, 3]
    assert list(Visit.objects.order_by("pk").values_list("at", flat=True)) == [
        MOMENT + datetime.timedelta(minutes=minutes) for minutes in (-40, -20, -10)
    ]


def test_visits_stand_on_the_day_of_the_reading(gate: tuple[Device, str]) -> None:
    yesterday = MOMENT - datetime.timedelta(days=1)
    visits(gate, counter=1, at=(yesterday - datetime.timedelta(hours=1)).isoformat())
    visits(gate, counter=8, at=yesterday.isoformat())
    assert diary_of(yesterday.date())["visit"] == 7
    assert diary_of() == {}


def test_a_crowd_is_counted_and_a_broken_wire_is_not(gate: tuple[Device, str]) -> None:
    assert [visits(gate, counter=number) for number in (0, 2500, 900_000, 900_001)] == [0, 2500, 0, 1]
    assert Visit.objects.count() == 4


@pytest.mark.parametrize(
    "reading",
    [
        {},
        {"counter": ""},
        {"counter": "-1"},
        {"counter": "1.5"},
        {"counter": "١٢"},
        {"counter": "9" * 40},
        {"counter": "5", "at": "yesterday"},
        {"counter": "5", "at": "2024-02-30T00:00"},
        {"counter": "5", "at": "2030-01-01T00:00"},
    ],
)
def test_what_is_no_reading_changes_nothing(gate: tuple[Device, str], reading: dict[str, str]) -> None:
    answer = send(gate, **reading)
    assert (answer.status_code, answer.json()["refused"]) == (400, "bad_reading")
    assert Device.objects.get().counter is None


def test_only_a_gate_in_use_with_its_secret_is_heard(gate: tuple[Device, str], library: Unit) -> None:
    assert send(gate, secret="wrong", counter=5).status_code == 401
    assert Client().post(reverse("gate"), {"counter": 5}).status_code == 401
    for coded in ("Basic", "Basic %%%", "Basic /w==", "Bearer x"):
        answer = Client().post(reverse("gate"), {"counter": 5}, headers={"Authorization": coded})
        assert answer.status_code == 401
    tablet = services.add_device(name="T", kind="self-check", library=library)
    assert send(tablet, counter=5).status_code == 401
    services.disable_device(gate[0])
    assert send(gate, counter=5).status_code == 401
    assert Device.objects.get(pk=gate[0].pk).counter is None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=30),
    both_ways=st.booleans(),
)
def test_however_readings_come_each_pass_counts_once(
    library: Unit, steps: list[tuple[int, bool]], both_ways: bool
) -> None:
    """Whatever the counter goes up by, whichever readings come twice: the visits are the passes (or their half)."""
    device, _secret = services.add_device(
        name=f"G{Device.objects.count()}", kind="gate", library=library, both_ways=both_ways
    )
    services.count_reading(device, 0)
    counter = said = 0
    for more, twice in steps:
        counter += more
        said += services.count_reading(device, counter, clock.now() if twice and counter else None)
        if twice:
            said += services.count_reading(device, counter)
    assert said == counter // (2 if both_ways else 1)
