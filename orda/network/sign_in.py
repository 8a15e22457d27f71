"""Signing in: what is asked, whose wrong attempts are counted together, where one comes back to."""

from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from orda.network.models import Staff

LONGEST_PASSWORD = 200


class SignInForm(AuthenticationForm):
    """Django's form, with lengths that are held: an attempt is written down, and its name must fit there."""

    username = UsernameField(max_length=Staff._meta.get_field("username").max_length)
    password = forms.CharField(strip=False, max_length=LONGEST_PASSWORD)


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy, the one that it saw: the last, the others are only claimed."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    address: str = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    return address


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sends one who is not signed in, or no longer, to the sign-in and from there back to the page they were on.

    An act that came too late is not done: its own address would answer nothing after the sign-in (an act is no
    page), so one comes back to the page that sent it, and the sign-in says that it was not written.
    """
    asks = request.method in {"GET", "HEAD"}
    whole_page = asks and not request.headers.get("HX-Request")
    back = {"next": request.get_full_path() if whole_page else _page_that_sent(request)}
    asked = back if asks else {**back, "late": "1"}
    return redirect(f"{reverse('sign_in')}?{urlencode(asked, safe='/')}")


def _page_that_sent(request: HttpRequest) -> str:
    """The path of our page on which a form or a part was asked for; the home page where the browser doesn't say."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return reverse("home")
    return page._replace(scheme="", netloc="", fragment="").geturl()
