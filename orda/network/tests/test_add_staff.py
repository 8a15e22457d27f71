"""`orda add_staff`: the first login of a new installation."""

import io

import pytest
from django.core.management import call_command

from orda.console import BadInput
from orda.network import clock
from orda.network.models import Appointment, Deed, Role, Staff

PASSWORD = "жақсы кітап жан азығы"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """typed(text): what comes through the pipe."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))


def test_a_login_is_made_with_its_role_and_place(city, typed) -> None:
    typed(PASSWORD)
    call_command("add_staff", "aigul", role="librarian", unit="5б", stdout=io.StringIO())
    staff = Staff.objects.get(username="aigul")
    appointment = staff.appointments.get()
    assert (appointment.role, appointment.unit) == (Role.LIBRARIAN, city.branch5)
    assert staff.check_password(PASSWORD)


def test_again_sets_the_password_and_adds_the_role(city, typed) -> None:
    typed(PASSWORD)
    call_command("add_staff", "aigul", role="librarian", unit="5б", stdout=io.StringIO())
    typed(PASSWORD + "!")
    call_command("add_staff", "aigul", role="methodologist", unit="OKJ", stdout=io.StringIO())
    staff = Staff.objects.get(username="aigul")
    assert staff.check_password(PASSWORD + "!")
    assert staff.appointments.count() == 2


@pytest.mark.parametrize(
    ("name", "password"), [("aigul", "short"), ("aigul", ""), ("a\x00b", PASSWORD), ("а" * 151, PASSWORD)]
)
def test_a_weak_password_or_an_impossible_name_is_refused(city, typed, name: str, password: str) -> None:
    typed(password)
    with pytest.raises(BadInput):
        call_command("add_staff", name, role="librarian", unit="5б")
    assert not Staff.objects.exists()


def test_who_is_appointed_anew_after_an_end_is_appointed_once_more(city, typed) -> None:
    """The end stays written, and the log says that the machine did it."""
    for _again in range(2):
        typed(PASSWORD)
        call_command("add_staff", "aigul", role="librarian", unit="5б", stdout=io.StringIO())
        Appointment.objects.filter(until=None).update(until=clock.today())
    typed(PASSWORD)
    call_command("add_staff", "aigul", role="librarian", unit="5б", stdout=io.StringIO())
    assert Appointment.objects.filter(until=None).count() == 1
    assert [deed.by for deed in Deed.objects.filter(act="appointed")] == [None] * 3
