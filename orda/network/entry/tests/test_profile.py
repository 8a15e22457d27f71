"""The own profile, and a password that was forgotten."""

import re
import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from orda.network.entry.keys import give_key
from orda.network.models import Deed, OneTimeKey

PASSWORD = "a good long password"
NEW = "кітап оқимыз бірге"


@pytest.fixture
def librarian(city, staff_of):
    staff = staff_of("librarian")
    staff.email = "aigul@example.kz"
    staff.save()
    return staff


def signed_in(staff) -> Client:
    client = Client()
    client.post(reverse("sign_in"), {"username": staff.username, "password": PASSWORD})
    return client


def test_a_new_password_ends_every_other_session(librarian):
    here, there = signed_in(librarian), signed_in(librarian)
    form = {"present": PASSWORD, "password": NEW, "again": NEW}
    assert here.post(reverse("me_password"), {**form, "present": "wrong"}).status_code == 422
    assert here.post(reverse("me_password"), {**form, "again": "other"}).status_code == 422
    assert here.post(reverse("me_password"), form).status_code == 302
    assert here.get(reverse("me")).status_code == 200
    assert there.get(reverse("me")).url.startswith(reverse("sign_in"))


def test_signing_out_everywhere_ends_this_session_too(librarian):
    here, there = signed_in(librarian), signed_in(librarian)
    here.post(reverse("me_out"))
    assert [one.get(reverse("me")).status_code for one in (here, there)] == [302, 302]
    assert signed_in(librarian).get(reverse("me")).status_code == 200


def test_the_language_of_the_pages_comes_with_the_sign_in(librarian):
    client = signed_in(librarian)
    answer = client.post(reverse("me"), {"language": "ru", "email": librarian.email})
    assert answer.cookies["django_language"].value == "ru"
    answer = Client().post(reverse("sign_in"), {"username": librarian.username, "password": PASSWORD})
    assert answer.cookies["django_language"].value == "ru"
    assert Deed.objects.get(act="profile_changed").changes == [["language", "", "ru"]]


def test_another_email_wants_the_password_once_more(librarian):
    """A password is mended by a letter to it: who finds a screen left open must not move it to themselves."""
    client = Client()
    client.force_login(librarian, backend="django.contrib.auth.backends.ModelBackend")
    form = {"language": "", "email": "stranger@example.kz"}
    assert client.post(reverse("me"), form).url.startswith(reverse("me_sure"))
    librarian.refresh_from_db()
    assert librarian.email == "aigul@example.kz"


@pytest.fixture
def mail_is_set_up(settings):
    settings.MAIL_IS_SET_UP, settings.ADDRESS = True, "https://orda.example.kz"


def _letters(number: int) -> list[mail.EmailMessage]:
    """They go from a thread of their own."""
    until = time.monotonic() + 5
    while len(mail.outbox) < number and time.monotonic() < until:
        time.sleep(0.02)
    return mail.outbox


def test_a_forgotten_password_is_mended_by_a_letter(librarian, client, mail_is_set_up):
    page = client.post(reverse("forgotten"), {"who": "AIGUL@example.kz"})
    [letter] = _letters(1)
    assert letter.to == ["aigul@example.kz"]
    [path] = re.findall(r"https://orda\.example\.kz(/key/\S+/)", letter.body)
    assert client.post(path, {"password": NEW, "again": NEW}).status_code == 302
    stranger = client.post(reverse("forgotten"), {"who": "nobody"})
    told = [re.findall(r'role="status">([^<]+)', one.content.decode()) for one in (page, stranger)]
    assert told[0] == told[1] != []


def test_a_stranger_fills_no_box_and_takes_no_slip_away(librarian, client, staff_of, mail_is_set_up):
    for _again in range(3):
        client.post(reverse("forgotten"), {"who": librarian.username})
    assert len(_letters(1)) == 1
    OneTimeKey.objects.all().delete()
    _key, slip = give_key(librarian, by=staff_of("administrator"))
    client.post(reverse("forgotten"), {"who": librarian.username})
    assert client.get(reverse("key_open", args=[slip])).status_code == 200


@pytest.mark.parametrize("who", ["", "nobody", "\x00", "а" * 5000])
def test_nobody_is_written_to_who_is_not_known(librarian, client, mail_is_set_up, who):
    assert client.post(reverse("forgotten"), {"who": who}).status_code == 200
    assert not OneTimeKey.objects.exists()


def test_without_mail_the_page_says_whom_to_ask(librarian, client):
    client.post(reverse("forgotten"), {"who": librarian.username})
    assert not OneTimeKey.objects.exists()
    assert reverse("key_typed") in client.get(reverse("forgotten")).content.decode()
