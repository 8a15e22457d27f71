"""`orda add_staff`: the first login of a new installation."""

import io

import pytest
from django.core.management import call_command

from orda.console import BadInput
from orda.network.models import Role, Staff

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
