"""Signing in: what is asked, and whose wrong attempts are counted together."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.http import HttpRequest

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
