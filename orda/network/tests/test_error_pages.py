"""What somebody sees where no page can be shown: the house, in their language, in plain words, with what they typed."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from orda.network.models import Role

SENTENCES = {
    "kk": "Біздің жақтан ақау шықты",
    "ru": "На нашей стороне произошёл сбой",
    "en": "Something broke on our side",
}


def page_of(answer, heading: str, language: str = "en") -> str:
    """The answer's text, once it is known to be a page of the house."""
    text = unescape(answer.content.decode())
    assert f'<html lang="{language}">' in text
    assert re.search(r"css/base[.\w]*\.css", text)
    assert re.findall(r"<h1>(.*?)</h1>", text) == [heading]
    return text


@pytest.fixture
def visitor(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(("language", "heading"), SENTENCES.items())
def test_what_breaks_is_told_in_the_language_chosen(client, monkeypatch, language, heading, db):
    def broken(_request, _template, _context):
        raise RuntimeError

    monkeypatch.setattr("orda.network.views.render", broken)
    client.raise_request_exception = False
    client.cookies["django_language"] = language
    answer = client.get("/")
    assert answer.status_code == 500
    page_of(answer, heading, language)


def test_a_form_grown_old_gives_back_what_was_typed_but_no_secret(db):
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"
    typed = {"remark": "Two rows <of> work", "password": "my long secret", "unit": "7"}
    answer = client.post(reverse("sign_in"), typed)
    assert answer.status_code == 403
    text = page_of(answer, "This form has grown old")
    assert "Two rows <of> work" in text
    assert "&lt;of&gt;" in answer.content.decode()
    assert "my long secret" not in text


def test_a_form_too_long_to_be_read_is_told_apart(visitor, settings, db):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = visitor.post(reverse("set_language"), {"next": "/" * 200})
    assert answer.status_code == 400
    assert "Nothing of it was written" in page_of(answer, "That was too much at once")


def test_the_address_of_an_act_says_that_it_is_no_page(visitor, db):
    answer = visitor.get(reverse("workplace"))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    page_of(answer, "There is nothing to look at here")


def test_an_act_sent_by_one_signed_out_leads_back_to_its_page_and_says_what_was_lost(visitor, city, staff_of):
    visits = reverse("visits")
    answer = visitor.post(
        reverse("visits_count"), {"quantity": 3}, headers={"referer": f"http://testserver{visits}?day=1"}
    )
    assert "You were signed out meanwhile" in visitor.get(answer.url).content.decode()
    aigul = staff_of(Role.LIBRARIAN)
    aigul.set_password("a good long password")
    aigul.save()
    signed = visitor.post(answer.url, {"username": aigul.username, "password": "a good long password"})
    assert signed.url == f"{visits}?day=1"


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/desk/", "http://testserver:81/desk/"])
def test_nobody_is_sent_elsewhere_after_the_sign_in(visitor, db, referer):
    answer = visitor.post(reverse("desk_scan"), headers={"referer": referer})
    assert answer.url == f"{reverse('sign_in')}?next=/&late=1"


def test_a_page_asked_for_is_opened_after_the_sign_in_and_nothing_was_lost(visitor, db):
    answer = visitor.get(reverse("visits"), {"day": "1"})
    assert answer.url == f"{reverse('sign_in')}?next=/desk/visits/%3Fday%3D1"
    assert "You were signed out" not in visitor.get(answer.url).content.decode()


def test_a_part_asked_for_leads_back_to_the_whole_page(visitor, db):
    whole = {"referer": "http://testserver/diary/", "hx-request": "true"}
    answer = visitor.get(reverse("diary_manual_fields"), headers=whole)
    assert answer.url == f"{reverse('sign_in')}?next=/diary/"
