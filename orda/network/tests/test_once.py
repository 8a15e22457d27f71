"""A form is kept once: double click, back button, a resend, two windows."""

import datetime
import re
import uuid

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.urls import reverse

from orda.circulation.models import Visit
from orda.network import clock, once
from orda.network.models import KeptForm, Role
from tests.house import diary_of


@pytest.fixture
def here(client_as, city) -> Client:
    return client_as(Role.LIBRARIAN, city.branch5)


def key_of(page: str) -> str:
    found = re.search(r'name="once" value="([0-9a-f-]{36})"', page)
    assert found
    return found[1]


def count(here: Client, key: str, **more: object) -> HttpResponse:
    told = {"once": key, "quantity": 12, "purpose": "event", "age_group": "", "point": "", **more}
    return here.post(reverse("visits_count"), told, follow=True)  # type: ignore[return-value]


def test_a_form_sent_twice_is_kept_once_and_leads_to_where_the_first_led(here: Client) -> None:
    key = key_of(here.get(reverse("visits")).content.decode())
    count(here, key)
    again = count(here, key)
    assert "it was kept once" in again.content.decode()
    assert Visit.objects.get().quantity == 12
    assert diary_of(clock.today()) == {"visit": 12}
    assert KeptForm.objects.get().answer == reverse("visits")


def test_back_and_filled_in_anew_it_is_another_act(here: Client) -> None:
    key = key_of(here.get(reverse("visits")).content.decode())
    count(here, key)
    count(here, key, quantity=13)
    assert sorted(Visit.objects.values_list("quantity", flat=True)) == [12, 13]


def test_what_was_refused_may_come_again_from_the_same_page(here: Client) -> None:
    key = key_of(here.get(reverse("visits")).content.decode())
    assert count(here, key, quantity=0).status_code == 422
    assert not KeptForm.objects.exists()
    count(here, key)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("key", ["", "no key", "\x00", "0" * 400])
def test_a_key_that_is_none_keeps_nobody_from_working(here: Client, key: str) -> None:
    count(here, key)
    assert Visit.objects.count() == 1
    assert not KeptForm.objects.exists()


def test_two_people_with_one_key_are_two(here: Client, client_as, city) -> None:
    key = str(uuid.uuid4())
    count(here, key)
    count(client_as(Role.LIBRARIAN, city.branch1), key)
    assert Visit.objects.count() == 2


def test_each_page_has_a_key_of_its_own(here: Client) -> None:
    pages = [here.get(reverse("visits")).content.decode() for _time in range(2)]
    assert key_of(pages[0]) != key_of(pages[1])


def test_a_word_of_refusal_that_leads_on_is_not_kept(rf: RequestFactory, here: Client, db: None) -> None:
    """Many pages answer a refusal by leading back with a word: the same button may be pressed again."""
    request = rf.post("/", {"once": str(uuid.uuid4())})
    request.user = type("Nobody", (), {"pk": 0})()  # type: ignore[assignment]
    request.session = here.session
    request._messages = messages.storage.default_storage(request)  # type: ignore[attr-defined]

    def refuses(request: HttpRequest) -> HttpResponse:
        messages.error(request, "not yet")
        return redirect("/")

    once.KeptOnceMiddleware(refuses).process_view(request, refuses, (), {})
    assert not KeptForm.objects.exists()


def test_keys_are_forgotten(here: Client) -> None:
    count(here, str(uuid.uuid4()))
    KeptForm.objects.update(at=clock.now() - datetime.timedelta(days=31))
    once.forget_kept_forms()
    assert not KeptForm.objects.exists()
