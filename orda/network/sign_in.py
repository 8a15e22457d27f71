"""Signing in: what is asked, whose wrong attempts are counted together, where one comes back to."""

import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orda.network import clock, house_settings, tries
from orda.network.models import Staff

LONGEST_PASSWORD = 200
LIMITS = tries.Limits(one=30, place=60, whom=60, house=600)


class SignInForm(AuthenticationForm):
    """Django's form, with lengths that are held: an attempt is written down, and its name must fit there."""

    username = UsernameField(max_length=Staff._meta.get_field("username").max_length)
    too_many: object = ""
    password = forms.CharField(strip=False, max_length=LONGEST_PASSWORD)

    def clean(self) -> dict[str, Any]:
        """Beside the five of one account from one address (axes): one address is not to try many accounts, nor many
        addresses one. A librarian's own browser is shut by no stranger.
        """
        assert self.request is not None  # the view gives it
        name = self.cleaned_data.get("username", "")
        place = tries.place_of(self.request, address_of(self.request), name)
        try:
            tries.begin("staff", name, place, LIMITS)
        except tries.TooMany:
            self.too_many = _("Too many wrong passwords from here. Wait a quarter of an hour.")
            raise forms.ValidationError(self.too_many) from None
        cleaned = super().clean()
        tries.forgive("staff", name, place)
        return cleaned


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy, the one that it saw: the last, the others are only claimed."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    address: str = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    return address


def forget_sign_ins() -> None:
    """Forgets who signed in, and which names were tried, longer ago than KEEP_LOOKS_DAYS (the nightly job)."""
    before = clock.now() - datetime.timedelta(days=house_settings.number("KEEP_LOOKS_DAYS"))
    for kept in (AccessAttempt, AccessFailureLog, AccessLog):
        kept.objects.filter(attempt_time__lt=before).delete()


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
