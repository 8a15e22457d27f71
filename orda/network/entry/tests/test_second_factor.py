"""The second factor: codes of an app, recovery codes; asked of roles; wrong tries; no way around it."""

import datetime

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orda.network.entry import second_factor, secrets, signing
from orda.network.entry.keys import give_key
from orda.network.entry.refusals import FactorIsDemanded, ShutForAWhile, WrongCode
from orda.network.models import HouseSetting, Role, SecondFactor

PASSWORD = "a good long password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def librarian(city, staff_of):
    return staff_of(Role.LIBRARIAN)


@pytest.fixture
def with_app(librarian):
    SecondFactor.objects.create(staff=librarian, sealed=secrets.seal(SECRET))
    return librarian


def code(step: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(timezone.now() + datetime.timedelta(seconds=30 * step))


def sign_in(client: Client, staff):
    return client.post(reverse("sign_in"), {"username": staff.username, "password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get(reverse("home")).wsgi_request.user.is_authenticated


def test_the_password_alone_opens_nothing_then(client, with_app):
    assert sign_in(client, with_app).url == reverse("sign_in_second")
    assert not is_in(client)
    for name in ("desk", "me", "me_password", "my_factors"):
        assert client.get(reverse(name)).url.startswith(reverse("sign_in")), name
    assert client.post(reverse("my_codes")).url.startswith(reverse("sign_in"))
    assert client.post(reverse("sign_in_second"), {"code": "000000"}).status_code == 422
    assert client.post(reverse("sign_in_second"), {"code": code()}).status_code == 302
    assert is_in(client)


def test_a_code_opens_once(with_app):
    typed = code()
    second_factor.check_code(with_app, f"{typed[:3]} {typed[3:]}")
    with pytest.raises(WrongCode):
        second_factor.check_code(with_app, typed)
    second_factor.check_code(with_app, code(1))  # of a telephone whose clock is a little fast


def test_a_code_of_another_minute_opens_nothing(with_app):
    for step in (-3, 3):
        with pytest.raises(WrongCode):
            second_factor.check_code(with_app, code(step))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "0" * 40, "\x00"])
def test_what_is_no_code_is_a_wrong_one(with_app, typed):
    with pytest.raises(WrongCode):
        second_factor.check_code(with_app, typed)


def test_five_wrong_tries_shut_it_for_a_while_for_the_right_code_too(with_app, monkeypatch):
    for _try in range(4):
        with pytest.raises(WrongCode):
            second_factor.check_code(with_app, "wrong")
    for typed in ("wrong", code()):
        with pytest.raises(ShutForAWhile):
            second_factor.check_code(with_app, typed)
    later = timezone.now() + second_factor.SHUT_FOR + datetime.timedelta(seconds=1)
    monkeypatch.setattr(second_factor.timezone, "now", lambda: later)
    second_factor.check_code(with_app, pyotp.TOTP(SECRET).at(later))


def test_a_recovery_code_opens_once_and_new_ones_end_the_old(with_app):
    first, second, *_rest = second_factor.new_recovery_codes(with_app)
    second_factor.check_code(with_app, first.upper().replace("-", " "))
    with pytest.raises(WrongCode):
        second_factor.check_code(with_app, first)
    second_factor.new_recovery_codes(with_app)
    with pytest.raises(WrongCode):
        second_factor.check_code(with_app, second)


def test_neither_secret_nor_code_is_kept_readable(with_app):
    [one, *_rest] = second_factor.new_recovery_codes(with_app)
    row = SecondFactor.objects.get(staff=with_app)
    assert SECRET not in row.sealed
    assert one not in str(list(with_app.recovery_codes.values()))


def test_a_role_that_must_have_one_sets_it_up_before_it_is_in(client, librarian):
    HouseSetting.objects.create(name="SECOND_FACTOR_ROLES", value=["librarian"])
    assert sign_in(client, librarian).url == reverse("my_factors")
    assert not is_in(client)
    assert client.get(reverse("my_factors")).status_code == 200
    assert client.get(reverse("desk")).url.startswith(reverse("sign_in"))
    page = client.get(reverse("my_app"))
    totp = pyotp.TOTP(page.context["secret"].replace(" ", ""))
    assert client.post(reverse("my_app"), {"code": "000000"}).status_code == 422
    assert client.post(reverse("my_app"), {"code": totp.at(timezone.now())}).url == reverse("my_codes")
    assert is_in(client)
    assert len(client.get(reverse("my_codes")).context["codes"]) == 10
    assert client.get(reverse("my_codes")).status_code == 302  # shown once
    with pytest.raises(FactorIsDemanded):
        second_factor.remove_app(librarian)


def test_other_roles_are_not_asked(client, librarian):
    HouseSetting.objects.create(name="SECOND_FACTOR_ROLES", value=["administrator"])
    sign_in(client, librarian)
    assert is_in(client)


def test_who_has_one_cannot_set_up_another_from_between_the_steps(client, with_app):
    HouseSetting.objects.create(name="SECOND_FACTOR_ROLES", value=["librarian"])
    sign_in(client, with_app)
    for name in ("my_factors", "my_app", "my_codes"):
        assert client.get(reverse(name)).url.startswith(reverse("sign_in")), name
    assert client.post(reverse("my_app_remove")).url.startswith(reverse("sign_in"))


def test_a_new_password_by_a_slip_does_not_go_around_it(client, with_app):
    _key, slip = give_key(with_app, by=None)
    new = "another good long password"
    answer = client.post(reverse("key_open", args=[slip]), {"password": new, "again": new})
    assert answer.url == reverse("sign_in_second")
    assert not is_in(client)


def test_the_steps_are_ten_minutes_apart_at_most_and_under_one_password(client, with_app, monkeypatch):
    sign_in(client, with_app)
    with_app.set_password("changed meanwhile by another")
    with_app.save()
    assert client.post(reverse("sign_in_second"), {"code": code()}).status_code == 403
    with_app.set_password(PASSWORD)
    with_app.save()
    sign_in(client, with_app)
    late = signing.time.time() + signing.HALF_LASTS + 1
    monkeypatch.setattr(signing.time, "time", lambda: late)
    assert client.post(reverse("sign_in_second"), {"code": code()}).status_code == 403


def test_what_guards_the_door_asks_for_the_password_once_more(client, librarian):
    client.force_login(librarian, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("my_app")).url == reverse("me_sure")
    assert client.post(reverse("me_sure"), {"password": "wrong"}).status_code == 422
    assert client.get(reverse("my_app")).url == reverse("me_sure")
    assert client.post(reverse("me_sure"), {"password": PASSWORD}).url == reverse("my_factors")
    assert client.get(reverse("my_app")).status_code == 200


@pytest.mark.parametrize("body", ["{}", "[]", "null", "x", '{"answer": {}}', '{"response": 1}', "[" * 5000])
def test_a_passkey_that_is_none_is_refused_in_words(client, with_app, body):
    sign_in(client, with_app)
    answer = client.post(
        reverse("sign_in_passkey"), body, content_type="application/json", HTTP_HOST="localhost"
    )
    assert answer.status_code == 422
    assert answer.json()["refusal"]
    assert not is_in(client)


def test_no_passkeys_where_the_house_has_a_number_for_a_name(client, with_app):
    sign_in(client, with_app)
    answer = client.post(reverse("sign_in_passkey"), HTTP_HOST="127.0.0.1")
    assert answer.status_code == 422
