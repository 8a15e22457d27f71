"""Pages speak Kazakh until somebody chooses otherwise."""

import pytest
from django.urls import reverse


@pytest.fixture(autouse=True)
def _as_installed(settings):
    settings.LANGUAGE_CODE = "kk"


def _page(client, **headers):
    return client.get(reverse("home"), **headers)


def test_a_stranger_is_met_in_the_state_language_whatever_the_browser_says(client, db):
    page = _page(client, HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9,ru;q=0.8")
    assert page.headers["Content-Language"] == "kk"
    assert '<html lang="kk">' in page.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_chosen_language_stays(client, db, language):
    there = reverse("sign_in")
    answer = client.post(reverse("set_language"), {"language": language, "next": there})
    assert (answer.status_code, answer.url) == (302, there)
    for _again in range(2):
        page = _page(client)
        assert page.headers["Content-Language"] == language
        assert f'<html lang="{language}">' in page.content.decode()


def test_three_languages_say_three_things(client, db):
    said = set()
    for language in ("kk", "ru", "en"):
        client.cookies["django_language"] = language
        said.add(client.get(reverse("sign_in")).content.decode().split("<title>")[1].split("</title>")[0])
    assert len(said) == 3


@pytest.mark.parametrize("language", ["de", "", "../../etc", "kk-KZ", "EN"])
def test_an_unknown_language_changes_nothing(client, db, language):
    client.post(reverse("set_language"), {"language": language, "next": "/"})
    assert _page(client).headers["Content-Language"] == "kk"
    client.cookies["django_language"] = language
    assert _page(client).headers["Content-Language"] == "kk"


def test_choosing_a_language_leads_to_no_strange_house(client, db):
    answer = client.post(reverse("set_language"), {"language": "ru", "next": "https://elsewhere.example/"})
    assert answer.url == "/"


def test_a_library_is_named_in_the_language_of_the_page(city, client_as):
    client = client_as("librarian")
    for language in ("kk", "ru"):
        client.cookies["django_language"] = language
        assert f"Central library ({language})" in _page(client).content.decode()
