"""The page of machines: its secret is shown once, its machines are the person's own."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.models import Loan
from orda.interop import services
from orda.interop.models import Device, DeviceAct
from orda.network import clock
from orda.network.models import Role, Unit
from tests.house import a_copy, a_reader

FORM = {"name": "At the entrance", "kind": "self-check", "language": "kk", "encoding": "utf-8"}


@pytest.fixture
def administrator(city, client_as) -> Client:
    client: Client = client_as(Role.ADMINISTRATOR, city.network)
    return client


def test_a_secret_is_shown_once_and_opens_the_machine(administrator: Client, city) -> None:
    said = administrator.post(reverse("machines"), {**FORM, "library": city.branch5.pk, "needs_pin": "on"})
    assert said.status_code == 200
    secret = re.findall(r"<code>([a-z2-9]{20})</code>", said.content.decode())[0]
    device = Device.objects.get()
    assert (device.library, device.needs_pin, device.both_ways) == (city.branch5, True, False)
    assert services.signed_in(device.login, secret, "self-check") == device
    assert secret not in device.secret_hash
    for page in ("machines", "machine"):
        args = [device.pk] if page == "machine" else []
        assert secret not in administrator.get(reverse(page, args=args)).content.decode()
    assert "no-store" in said.headers["Cache-Control"]


def test_a_new_secret_makes_the_old_one_void(administrator: Client, city) -> None:
    device, old = services.add_device(name="A", kind="gate", library=city.branch5)
    said = administrator.post(reverse("machine_secret", args=[device.pk])).content.decode()
    new = re.findall(r"<code>([a-z2-9]{20})</code>", said)[0]
    assert services.signed_in(device.login, old, "gate") is None
    assert services.signed_in(device.login, new, "gate") == device


def test_a_machine_shut_out_signs_in_no_more_and_its_name_is_free(administrator: Client, city) -> None:
    device, secret = services.add_device(name="A", kind="gate", library=city.branch5)
    assert administrator.post(reverse("machine_disable", args=[device.pk])).status_code == 302
    assert services.signed_in(device.login, secret, "gate") is None
    assert services.signed_in(device.login, "", "gate") is None
    assert administrator.post(reverse("machine_secret", args=[device.pk])).status_code == 404
    services.add_device(name="A", kind="gate", library=city.branch5)


def test_a_name_is_given_once_a_library(administrator: Client, city) -> None:
    services.add_device(name=FORM["name"], kind="gate", library=city.branch5)
    said = administrator.post(reverse("machines"), {**FORM, "library": city.branch5.pk})
    assert said.status_code == 422
    assert "bears the name At the entrance already" in said.content.decode()
    assert administrator.post(reverse("machines"), {**FORM, "library": city.branch1.pk}).status_code == 200


def test_another_librarys_machines_are_nobodys(city, client_as) -> None:
    theirs, _secret = services.add_device(name="A", kind="gate", library=city.branch5)
    here = client_as(Role.ADMINISTRATOR, city.branch1)
    assert "A</a>" not in here.get(reverse("machines")).content.decode()
    for page, method in (
        ("machine", here.get),
        ("machine_secret", here.post),
        ("machine_disable", here.post),
    ):
        assert method(reverse(page, args=[theirs.pk])).status_code == 404
    assert here.post(reverse("machines"), {**FORM, "library": city.branch5.pk}).status_code == 422
    theirs.refresh_from_db()
    assert theirs.active


@pytest.mark.parametrize("role", [Role.LIBRARIAN, Role.DIRECTOR, Role.METHODOLOGIST, Role.CATALOGUER])
def test_only_who_runs_machines_enters_them(city, client_as, role: str) -> None:
    assert client_as(role).post(reverse("machines"), FORM).status_code == 403
    assert client_as(role).get(reverse("machines")).status_code == 403


def test_what_a_machine_did_is_told_without_its_reader(
    administrator: Client, city, django_assert_max_num_queries
) -> None:
    device, _secret = services.add_device(name="A", kind="self-check", library=city.branch5)
    reader, copy = a_reader(city.branch5), a_copy(city.branch5)
    lent = services.lend(device, copy.barcode, reader.pk)
    Loan.objects.update(due_on=clock.today())  # else it would gain nothing
    services.renew(device, copy.barcode, reader.pk)
    services.give_back(device, copy.barcode)
    desk.lend(copy.barcode, reader.pk, library_id=city.branch5.pk)  # by a person: not among its acts
    assert set(DeviceAct.objects.filter(act="loan").values_list("act_id", flat=True)) == {lent.loan_id}
    with django_assert_max_num_queries(12):
        said = administrator.get(reverse("machine", args=[device.pk])).content.decode()
    assert said.count(copy.barcode) == 3
    assert "made longer" in said
    assert reader.family_name not in said
    assert reader.card_number not in said


def test_the_list_costs_the_same_however_long(
    administrator: Client, city, django_assert_max_num_queries
) -> None:
    for number in range(20):
        services.add_device(name=f"M{number}", kind="gate", library=Unit.objects.get(pk=city.branch5.pk))
    with django_assert_max_num_queries(12):
        assert administrator.get(reverse("machines")).content.decode().count("badge--good") == 20
