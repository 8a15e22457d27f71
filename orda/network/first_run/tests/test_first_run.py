"""An empty house is begun by who can read its console, once, and whole or not at all."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from orda.console import BadInput
from orda.network.calendar.models import YearlyHoliday
from orda.network.first_run import services
from orda.network.models import Deed, Role, Staff, Unit

PASSWORD = "кітап оқимыз бірге"
NETWORK = {"name_kk": "Қала кітапханалары", "name_ru": "", "name_en": "", "code": "ҚК"}
LIBRARY = {
    "name_kk": "Орталық", "name_ru": "Центральная", "name_en": "Central", "code": "ОК",
    "library_type": "central", "cohort": "children",
}  # fmt: skip
WHO = {
    "family_name": "Сейітов", "given_name": "Тимур", "username": "timur", "email": "", "language": "ru",
    "password": PASSWORD, "again": PASSWORD,
}  # fmt: skip

pytestmark = pytest.mark.django_db


def _key():
    out = io.StringIO()
    call_command("first_key", stdout=out)
    return out.getvalue().strip()


def _through(client, key, **more):
    client.post(reverse("first"), {"code": key})
    client.post(reverse("first_network"), NETWORK)
    client.post(reverse("first_library"), LIBRARY)
    return client.post(reverse("first_administrator"), {**WHO, **more})


def test_three_steps_make_the_house_and_sign_in(client):
    answer = _through(client, _key(), also_librarian="on")
    assert answer.url == reverse("house")
    assert client.get(reverse("house")).status_code == 200
    top = Unit.objects.get(kind="network")
    assert (top.name_ru, top.parent) == ("Қала кітапханалары", None)
    assert Unit.objects.get(kind="library").parent == top
    staff = Staff.objects.get()
    assert {(one.role, one.unit.code) for one in staff.appointments.all()} == {
        (Role.ADMINISTRATOR, "ҚК"),
        (Role.LIBRARIAN, "ОК"),
    }
    assert YearlyHoliday.objects.filter(unit=top).exists()
    assert list(Deed.objects.values_list("act", flat=True)) == ["house_begun", "staff_hired"]


@pytest.mark.parametrize("code", ["", "aaaa-bbbb-cccc-dddd", "\x00", "k" * 40])
def test_without_the_key_a_stranger_takes_nothing(client, code):
    _key()
    _through(client, code)
    assert not Unit.objects.exists()
    assert not Staff.objects.exists()


def test_each_start_prints_another_key_and_the_old_one_opens_nothing(client):
    old = _key()
    _key()
    _through(client, old)
    assert not Staff.objects.exists()


def test_a_key_that_grew_old_between_the_steps_opens_nothing(client):
    key = _key()
    client.post(reverse("first"), {"code": key})
    client.post(reverse("first_network"), NETWORK)
    client.post(reverse("first_library"), LIBRARY)
    _key()
    assert client.post(reverse("first_administrator"), WHO).url == reverse("first")
    assert not Staff.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"password": "1", "again": "1"}, {"again": "other"}, {"username": ""}, {"username": "a b"}]
)
def test_a_form_that_is_wrong_makes_nothing(client, wrong):
    assert _through(client, _key(), **wrong).status_code == 422
    assert not Unit.objects.exists()


def test_the_library_has_another_code_than_the_network(client):
    client.post(reverse("first"), {"code": _key()})
    client.post(reverse("first_network"), NETWORK)
    answer = client.post(reverse("first_library"), {**LIBRARY, "code": NETWORK["code"]})
    assert answer.status_code == 422


def test_a_house_that_is_begun_is_not_begun_again(city, staff_of, client):
    staff_of("administrator")
    with pytest.raises(BadInput):
        call_command("first_key")
    key = services.new_key()
    assert client.post(reverse("first"), {"code": key}).url == reverse("home")
    with pytest.raises(services.BegunAlready):
        services.check_key(key)


def test_an_empty_house_says_so_on_its_first_page(client):
    assert reverse("first") in client.get(reverse("home")).content.decode()


def test_a_house_that_is_begun_does_not(client, city):
    assert reverse("first") not in client.get(reverse("home")).content.decode()
