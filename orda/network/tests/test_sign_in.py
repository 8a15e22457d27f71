"""Signing in: the right password, a wrong one, a person who has left, and somebody who guesses."""

import datetime

import pytest
from axes.models import AccessLog
from django.urls import reverse

from orda.demo.staff import LOGINS
from orda.demo.staff import PASSWORD as DEMO_PASSWORD
from orda.network import clock, tries
from orda.network.sign_in import LIMITS, forget_sign_ins

PASSWORD = "a good long password"
HERE, THERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture
def librarian(city, staff_of):
    return staff_of("librarian")


def _sign_in(client, name, password, *, address=HERE, **more):
    form = {"username": name, "password": password, **more}
    return client.post(reverse("sign_in"), form, REMOTE_ADDR=address)


def _is_known(client):
    return client.get(reverse("home")).wsgi_request.user.is_authenticated


def test_the_right_password_opens_the_house(client, librarian):
    answer = _sign_in(client, librarian.username, PASSWORD)
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert _is_known(client)


def test_one_comes_to_the_page_one_asked_for(client, librarian):
    asked = client.get(reverse("desk"))
    assert asked.url == f"{reverse('sign_in')}?next={reverse('desk')}"
    assert _sign_in(client, librarian.username, PASSWORD, next=reverse("desk")).url == reverse("desk")


def test_nobody_is_sent_to_a_strange_house(client, librarian):
    answer = _sign_in(client, librarian.username, PASSWORD, next="https://elsewhere.example/")
    assert answer.url == reverse("home")


@pytest.mark.parametrize(
    ("name", "password"),
    [
        pytest.param("librarian1", "a bad long password", id="wrong password"),
        pytest.param("librarian1", PASSWORD.upper(), id="other case"),
        pytest.param("nobody", PASSWORD, id="no such person"),
        pytest.param("", "", id="empty"),
        pytest.param("librarian1\x00", PASSWORD, id="control character"),
        pytest.param("l" * 10_000, "p" * 10_000, id="ten thousand letters"),
    ],
)
def test_a_wrong_name_or_password_is_refused_in_the_same_words(client, librarian, name, password):
    assert librarian.username == "librarian1"
    client.cookies["django_language"] = "en"
    answer = _sign_in(client, name, password)
    assert answer.status_code == 200
    assert "The name or the password is wrong." in answer.content.decode()
    assert not _is_known(client)


def test_who_has_left_does_not_get_in(client, librarian):
    librarian.is_active = False
    librarian.save()
    assert _sign_in(client, librarian.username, PASSWORD).status_code == 200
    assert not _is_known(client)


def test_who_leaves_is_shown_the_door_at_once(client_as, city):
    client = client_as("librarian")
    user = client.get(reverse("desk")).wsgi_request.user
    user.is_active = False
    user.save()
    assert client.get(reverse("desk")).status_code == 302


def test_signing_out_shuts_the_desk(client_as, city):
    client = client_as("librarian")
    assert client.get(reverse("sign_out")).status_code == 405, "a link must not sign anybody out"
    assert client.post(reverse("sign_out")).url == reverse("home")
    assert client.get(reverse("desk")).status_code == 302


def test_a_session_gets_a_new_key_at_sign_in(client, librarian):
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    _sign_in(client, librarian.username, PASSWORD)
    assert client.session.session_key != before


def _guess(client, librarian, times, **where):
    return [_sign_in(client, librarian.username, f"guess {n}", **where).status_code for n in range(times)]


def test_the_fifth_wrong_password_shuts_the_sign_in(client, librarian, settings):
    assert settings.AXES_FAILURE_LIMIT == 5
    assert _guess(client, librarian, 5) == [200, 200, 200, 200, 429]
    shut = _sign_in(client, librarian.username, PASSWORD)
    assert shut.status_code == 429
    assert "network/locked_out.html" in [template.name for template in shut.templates]
    assert not _is_known(client)


def test_guessing_elsewhere_does_not_shut_out_the_person_here(client, librarian):
    _guess(client, librarian, 6, address=THERE)
    assert _sign_in(client, librarian.username, PASSWORD, address=HERE).status_code == 302


def test_the_others_at_the_same_address_still_get_in(client, librarian, staff_of):
    _guess(client, librarian, 6)
    assert _sign_in(client, staff_of("director").username, PASSWORD).status_code == 302


def test_the_right_password_in_time_forgives_the_wrong_ones(client, librarian):
    for _again in range(2):
        assert _guess(client, librarian, 4) == [200] * 4
        assert _sign_in(client, librarian.username, PASSWORD).status_code == 302


def test_behind_a_proxy_it_is_the_caller_who_is_shut_out_not_the_proxy(client, librarian, settings):
    settings.BEHIND_PROXY = True

    def sign_in(password, caller):
        form = {"username": librarian.username, "password": password}
        return client.post(reverse("sign_in"), form, REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=caller)

    for n in range(6):
        sign_in(f"guess {n}", f"10.9.9.{n}, {THERE}")  # what the caller claims for itself stands before
    assert sign_in(PASSWORD, THERE).status_code == 429
    assert sign_in(PASSWORD, HERE).status_code == 302


def test_one_address_does_not_try_many_accounts(client, librarian):
    client.cookies["django_language"] = "en"
    for n in range(60):
        _sign_in(client, f"somebody{n}", "guess")
    shut = _sign_in(client, librarian.username, PASSWORD)
    assert "Too many wrong passwords from here." in shut.content.decode()
    assert _sign_in(client, librarian.username, PASSWORD, address=THERE).status_code == 302


def test_strangers_who_try_one_account_from_everywhere_do_not_shut_the_persons_own_browser(client, librarian):
    assert _sign_in(client, librarian.username, PASSWORD).status_code == 302
    client.post(reverse("sign_out"))
    for n in range(60):
        tries.begin("staff", librarian.username, tries.Place(f"address:203.0.113.{n}"), LIMITS)
    with pytest.raises(tries.TooMany):
        tries.begin("staff", librarian.username, tries.Place("address:198.51.100.1"), LIMITS)
    assert _sign_in(client, librarian.username, PASSWORD).status_code == 302


def test_what_axes_wrote_down_is_forgotten_after_a_year(client, librarian):
    _guess(client, librarian, 2)
    assert _sign_in(client, librarian.username, PASSWORD).status_code == 302
    AccessLog.objects.update(attempt_time=clock.now() - datetime.timedelta(days=366))
    assert AccessLog.objects.exists()
    forget_sign_ins()
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.username)
def test_the_sign_in_page_of_a_demo_names_its_people_and_only_a_demo_does(client, settings, login):
    assert login.username not in client.get(reverse("sign_in")).content.decode()
    settings.DEMO_YEAR = 2024
    page = client.get(reverse("sign_in")).content.decode()
    assert f'name="username" value="{login.username}"' in page
    assert f'name="password" value="{DEMO_PASSWORD}"' in page
