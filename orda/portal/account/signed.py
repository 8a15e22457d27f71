"""Which reader is signed in on the site. Readers are no users of the house: they have pages of their own alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from orda.network import clock
from orda.readers import services as readers
from orda.readers.models import Reader, Registration

_KEY = "site_reader"
SECONDS = 20 * 60  # without a page; children sit at common machines


class ReaderRequest(HttpRequest):
    """What a view behind `for_readers` is given. A name for the types alone."""

    reader: Reader


def sign_in(request: HttpRequest, reader: Reader) -> None:
    """Opens the reader's pages in this browser; their first time in the year is counted at each of their libraries."""
    request.session.cycle_key()
    request.session[_KEY] = reader.pk
    if not request.user.is_authenticated:
        request.session.set_expiry(SECONDS)
    for registration in Registration.objects.filter(
        reader=reader, year=clock.today().year, site_user_on=None
    ):
        readers.sign_up_on_site(registration, day=clock.today())


def sign_out(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
    request.session.cycle_key()


def reader_id(request: HttpRequest) -> int | None:
    found: int | None = request.session.get(_KEY)
    return found


def library_id_of(reader_id: int) -> int | None:
    """The library at which the reader holds their card."""
    return Reader.objects.filter(pk=reader_id).values_list("library_id", flat=True).first()


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for a signed-in reader, who finds themselves in request.reader."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        standing = Reader.objects.filter(erased_on=None, merged_into=None)
        reader = standing.filter(pk=reader_id(request) or 0).first()
        if reader is None:
            return redirect(f"{reverse('my_sign_in')}?{urlencode({'next': request.get_full_path()})}")
        request.reader = reader  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded
