"""At 16 one signs for oneself, at 18 nobody has a guardian: listed, and told at the desk."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.desk.queries import reader_panel
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.growing_up.queries import to_sign_themselves, with_a_guardian, years_before
from orda.readers.models import Look, Reader
from tests.house import TODAY, a_library, a_reader

LONG_AGO = TODAY.replace(year=TODAY.year - 1)
REACHED = {"guardian_phone": "8 701 111 22 33", "reached_by": "sms", "consent_scope": "data messages"}


def born(years: int, days: int = 0) -> datetime.date:
    return TODAY.replace(year=TODAY.year - years) + datetime.timedelta(days=days)


def child_of(library: Unit, name: str, birth_date: datetime.date) -> Reader:
    """Registered a year ago: whoever is 16 today was a child then."""
    return a_reader(library, given_name=name, birth_date=birth_date, day=LONG_AGO, **REACHED)


@pytest.fixture
def family(library: Unit) -> dict[str, Reader]:
    days = {"Бала": born(16, 1), "Он алты": born(16), "Он сегіз": born(18)}
    return {name: child_of(library, name, day) for name, day in days.items()}


def test_who_is_listed(library: Unit, family: dict[str, Reader]) -> None:
    child_of(a_library("b11"), "Басқа", born(18))
    sixteen, eighteen = family["Он алты"], family["Он сегіз"]
    assert list(to_sign_themselves(library, TODAY)) == [sixteen, eighteen]
    assert list(with_a_guardian(library, TODAY)) == [eighteen]
    readers.sign_consent(sixteen, sixteen.full_name)
    readers.leave_family(eighteen)
    assert list(to_sign_themselves(library, TODAY)) == [eighteen]
    assert list(with_a_guardian(library, TODAY)) == []


@pytest.mark.parametrize(
    ("day", "eighteenth"),
    [((2024, 2, 29), (2006, 2, 28)), ((2024, 3, 1), (2006, 3, 1)), ((2024, 2, 28), (2006, 2, 28))],
)
def test_a_birthday_of_29_february(day: tuple[int, int, int], eighteenth: tuple[int, int, int]) -> None:
    assert years_before(datetime.date(*day), 18) == datetime.date(*eighteenth)


def test_the_desk_is_told_and_shows_age_and_brothers_and_sisters(
    library: Unit, family: dict[str, Reader]
) -> None:
    told = {name: reader_panel(one.pk, library, TODAY) for name, one in family.items()}
    assert [(panel.age, panel.comes_of_age) for panel in told.values()] == [(15, 0), (16, 16), (18, 18)]
    assert {name for _pk, name in told["Бала"].siblings} == {"Он алты", "Он сегіз"}
    readers.leave_family(family["Он сегіз"])
    panel = reader_panel(family["Он сегіз"].pk, library, TODAY)
    assert (panel.siblings, panel.comes_of_age) == ([], 16)
    readers.sign_consent(family["Он сегіз"], family["Он сегіз"].full_name)
    assert reader_panel(family["Он сегіз"].pk, library, TODAY).comes_of_age == 0


def test_the_pages(client_as, library: Unit, family: dict[str, Reader], settings) -> None:
    settings.LANGUAGE_CODE = "en"
    librarian: Client = client_as(Role.LIBRARIAN, library)
    Look.objects.all().delete()
    page = librarian.get(reverse("come_of_age"), {"age": "18"})
    assert [one.pk for one in page.context["page"]] == [family["Он сегіз"].pk]
    assert set(Look.objects.values_list("reader", flat=True)) == {family["Он сегіз"].pk}
    desk = librarian.post(reverse("desk_scan"), {"scan": family["Он алты"].card_number}, follow=True)
    assert "16 years old" in desk.content.decode()
    assert "Brothers and sisters" in desk.content.decode()
    librarian.post(reverse("leave_family", args=[family["Он сегіз"].pk]))
    assert Reader.objects.get(pk=family["Он сегіз"].pk).guardian_name == ""
    refused = librarian.post(reverse("leave_family", args=[family["Бала"].pk]), follow=True)
    assert "needs a parent" in refused.content.decode()
