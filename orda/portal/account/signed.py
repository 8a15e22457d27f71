"""Which reader is signed in on the site. Readers are no users of the house: they have pages of their own alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from orda.network import clock
from orda.readers import services as readers
from orda.readers.models import Guardian, Reader, Registration

_KEY, _GUARDIAN, _MARK = "site_reader", "site_guardian", "site_reader_mark"
SECONDS = 20 * 60  # without a page; children sit at common machines


class ReaderRequest(HttpRequest):
    """What a view behind `for_readers` is given. A name for the types alone."""

    reader: Reader


class FamilyRequest(HttpRequest):
    """What a view behind `for_families` is given. A name for the types alone."""

    reader: Reader | None
    guardian: Guardian | None
    children: list[Reader]


def sign_in(request: HttpRequest, reader: Reader) -> None:
    """Opens the reader's pages in this browser; their first time in the year is counted at each of their libraries."""
    request.session.cycle_key()
    request.session.pop(_GUARDIAN, None)
    request.session[_KEY] = reader.pk
    request.session[_MARK] = readers.pin_mark(reader)
    if not request.user.is_authenticated:
        request.session.set_expiry(SECONDS)
    for registration in Registration.objects.filter(
        reader=reader, year=clock.today().year, site_user_on=None
    ):
        readers.sign_up_on_site(registration, day=clock.today())


def sign_out(request: HttpRequest) -> None:
    for key in (_KEY, _GUARDIAN, _MARK):
        request.session.pop(key, None)
    request.session.cycle_key()


def reader_id(request: HttpRequest) -> int | None:
    found: int | None = request.session.get(_KEY)
    return found


def library_id_of(reader_id: int) -> int | None:
    """The library at which the reader holds their card."""
    return Reader.objects.filter(pk=reader_id).values_list("library_id", flat=True).first()


def sign_in_guardian(request: HttpRequest, guardian: Guardian) -> None:
    """Opens the pages of a guardian's children in this browser: by telephone, no reader's pages beside them."""
    request.session.cycle_key()
    request.session.pop(_KEY, None)
    request.session[_GUARDIAN], request.session[_MARK] = guardian.pk, readers.mark_of(guardian)
    if not request.user.is_authenticated:
        request.session.set_expiry(SECONDS)


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for a signed-in reader, who finds themselves in request.reader."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reader = _reader(request)
        if reader is None:
            return _to_sign_in(request)
        request.reader = reader  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def for_families(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for a signed-in reader or guardian: request.reader (None of a guardian by telephone) and the children
    whose pages they see, request.children.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reader = _reader(request)
        guardian = _guardian(request) if reader is None else Guardian.objects.filter(reader=reader).first()
        if reader is None and guardian is None:
            return _to_sign_in(request)
        request.reader, request.guardian = reader, guardian  # type: ignore[attr-defined]
        request.children = readers.children_of(guardian) if guardian else []  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def _reader(request: HttpRequest) -> Reader | None:
    standing = Reader.objects.filter(erased_on=None, merged_into=None)
    reader = standing.filter(pk=reader_id(request) or 0).first()
    return reader if reader is not None and _is_believed(request, readers.pin_mark(reader)) else None


def _guardian(request: HttpRequest) -> Guardian | None:
    guardian = Guardian.objects.filter(pk=request.session.get(_GUARDIAN) or 0, reader=None).first()
    return guardian if guardian is not None and _is_believed(request, readers.mark_of(guardian)) else None


def _is_believed(request: HttpRequest, mark: str) -> bool:
    """A new PIN or card, given at the desk, ends what the old one opened at once."""
    return constant_time_compare(request.session.get(_MARK, ""), mark)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('my_sign_in')}?{urlencode({'next': request.get_full_path()})}")
