"""Readers' pages: who may open them, what a wrong field says, who looked."""

import pytest
from django.test import Client
from django.urls import reverse

from orda.network.models import Role, Unit
from orda.readers.models import Look, Reader
from tests.house import a_reader, diary_of

FORM = {
    "family_name": "Нұрланқызы",
    "given_name": "Аружан",
    "birth_date": "2015-03-08",
    "category": "child",
    "guardian_name": "Нұрлан Асқар",
    "consent_by": "Нұрлан Асқар",
}


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def librarian(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


def test_a_reader_is_registered_and_counted_once(librarian: Client, library: Unit) -> None:
    answer = librarian.post(reverse("reader_new"), FORM, follow=True)
    reader = Reader.objects.get()
    assert reader.full_name in answer.content.decode()
    assert reader.library == library
    assert diary_of()["reader_registered"] == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", "2024-02-30"),
        ("birth_date", "2090-01-01"),
        ("birth_date", "1800-01-01"),
        ("family_name", "А" * 10_000),
        ("family_name", ""),
        ("given_name", "А\x00йша"),
        ("category", "robot"),
        ("guardian_name", ""),
        ("consent_by", ""),
        ("card_number", "12+34"),
    ],
)
def test_a_wrong_field_is_named_and_leaves_no_trace(librarian: Client, field: str, value: str) -> None:
    answer = librarian.post(reverse("reader_new"), {**FORM, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Reader.objects.exists()
    assert diary_of() == {}


def test_a_card_that_another_holds_is_refused_at_its_field(librarian: Client, library: Unit) -> None:
    other = a_reader(library)
    answer = librarian.post(reverse("reader_new"), {**FORM, "card_number": other.card_number})
    assert "card_number" in answer.context["form"].errors


def test_every_look_at_a_reader_is_noted(librarian: Client, library: Unit) -> None:
    reader = a_reader(library)
    librarian.get(reverse("reader", args=[reader.pk]))
    assert Look.objects.get().reader == reader


def test_readers_are_found_by_name_in_any_keyboard_and_by_card(librarian: Client, library: Unit) -> None:
    reader = a_reader(library)
    assert reader.card_number in librarian.get(reverse("readers"), {"q": "серик"}).content.decode()
    assert librarian.get(reverse("readers"), {"q": reader.card_number})["Location"] == reverse(
        "reader", args=[reader.pk]
    )


def test_a_long_list_is_paged_and_costs_the_same(
    librarian: Client, library: Unit, django_assert_max_num_queries
) -> None:
    for number in range(35):
        a_reader(library, given_name=f"Оқырман{number}")
    with django_assert_max_num_queries(9):
        page = librarian.get(reverse("readers"), {"q": "Серікқызы"})
    assert page.content.decode().count('scope="row"') == 30


@pytest.mark.parametrize(
    ("method", "address", "with_reader"),
    [
        ("get", "readers", False),
        ("get", "reader_new", False),
        ("post", "reader_new", False),
        ("get", "reader", True),
        ("post", "reader_year", True),
        ("post", "reader_block", True),
        ("post", "reader_unblock", True),
    ],
)
def test_only_those_who_register_see_readers(
    client_as, library: Unit, method: str, address: str, with_reader: bool
) -> None:
    url = reverse(address, args=[a_reader(library).pk] if with_reader else [])
    assert getattr(Client(), method)(url).status_code == 302
    for role in (Role.DIRECTOR, Role.METHODOLOGIST, Role.CATALOGUER, Role.ACQUISITION, Role.ADMINISTRATOR):
        assert getattr(client_as(role, library), method)(url).status_code == 403
    assert getattr(client_as(Role.LIBRARIAN, library), method)(url).status_code in (200, 302, 422)
