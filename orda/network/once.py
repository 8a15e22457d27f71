"""A form is kept once: double click, back button, a resend, two windows of one page.

A page that posts an act carries a key of its own (`{% once %}` in the form). The key and what was filled in are kept in
the act's own transaction, by a unique constraint; the same sent again is led to what the first answered.
"""

import datetime
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from orda.network import clock
from orda.network.models import KeptForm

FIELD = "once"
KEPT_DAYS = 30  # a page may stand open for so long
_NOT_SAID = ("csrfmiddlewaretoken", FIELD)  # what a form carries that nobody filled in
View = Callable[..., HttpResponse]


class KeptOnceMiddleware:
    """Does what a form with a key asks for, once. What is refused, or only shows the form again, may come again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        key = _key(request)
        return None if key is None else _once(request, key, lambda: view(request, *args, **kwargs))


def forget_kept_forms() -> None:
    """Keys of pages that stand open no more."""
    KeptForm.objects.filter(at__lt=clock.now() - datetime.timedelta(days=KEPT_DAYS)).delete()


def _once(request: HttpRequest, key: uuid.UUID, do: Callable[[], HttpResponse]) -> HttpResponse:
    said = _filled_in(request)
    with transaction.atomic():
        try:
            with transaction.atomic():  # of two at once the second waits here for the first
                kept = KeptForm.objects.create(key=key, said=said, at=clock.now())
        except IntegrityError:
            return _led_to(request, KeptForm.objects.get(key=key, said=said).answer)
        response = do()
        there = response.headers.get("HX-Redirect") or response.headers.get("Location") or ""
        if there and not _refused(request):
            KeptForm.objects.filter(pk=kept.pk).update(answer=there[:500])
        else:
            kept.delete()
    return response


def _led_to(request: HttpRequest, there: str) -> HttpResponse:
    messages.info(request, _("This form came twice: it was kept once."))
    return HttpResponseClientRedirect(there) if request.headers.get("HX-Request") else redirect(there)


def _refused(request: HttpRequest) -> bool:
    """True where the answer leads on with a word of why not."""
    queued = getattr(messages.get_messages(request), "_queued_messages", [])
    return any(message.level >= messages.ERROR for message in queued)


def _key(request: HttpRequest) -> uuid.UUID | None:
    if request.method != "POST" or not (request.content_type or "").startswith(
        ("multipart/", "application/x-www-form")
    ):
        return None
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _filled_in(request: HttpRequest) -> str:
    """A fingerprint of who sends what whereto: filled in anew after "back", it is another act."""
    parts = [str(request.user.pk), request.get_full_path()]
    for name in sorted(request.POST.keys() - set(_NOT_SAID)):
        parts += [name, *request.POST.getlist(name)]
    for name in sorted(request.FILES):
        parts += [name, *(f"{one.name} {one.size}" for one in request.FILES.getlist(name))]
    told = "\0".join(f"{len(part)} {part}" for part in parts)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
