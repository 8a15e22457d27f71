"""The entrance: a screen at the door that counts who comes in by their card.

It stands where anybody may touch it, so a member of staff opens it and is signed out by that: what is left in the
browser may count visits at that library and nothing else.
"""

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from orda.circulation.entrance.services import come_in
from orda.network.models import Unit
from orda.network.rights import LEND, StaffRequest, needs

_ENTRANCE, _SEEN = "entrance", "entrance_seen"


@require_POST
@needs(LEND)
def open_entrance(request: StaffRequest) -> HttpResponse:
    """Turns this browser into the entrance of the library."""
    library, by_id = request.workplace, request.user.pk
    if library.kind != Unit.Kind.LIBRARY:
        return redirect("desk")
    logout(request)
    request.session[_ENTRANCE] = [library.pk, by_id]
    return redirect("entrance")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    library_id, _by_id = _entrance(request)
    return render(request, "entrance/entrance.html", {"library": Unit.objects.get(pk=library_id)})


@require_POST
def card(request: HttpRequest) -> HttpResponse:
    """Answers a card: a greeting, the whole page or its words alone."""
    library_id, by_id = _entrance(request)
    seen = request.session.get(_SEEN, {})
    scanned = request.POST.get("card", "")[:64].strip()
    hello = come_in(scanned, library_id, seen, by_id) if scanned else None
    request.session[_SEEN] = seen
    context = {"hello": hello, "library": Unit.objects.get(pk=library_id)}
    part = "_hello.html" if request.headers.get("HX-Request") else "entrance.html"
    return render(request, f"entrance/{part}", context)


def _entrance(request: HttpRequest) -> tuple[int, int]:
    kept = request.session.get(_ENTRANCE)
    if kept is None:
        raise Http404
    return kept[0], kept[1]
