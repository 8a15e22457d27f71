"""Pages and answers of the desk without a connection."""

import datetime
import hashlib
import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orda.circulation.offline import seal, settling
from orda.circulation.offline.models import OfflineAct
from orda.circulation.offline.receiving import Act, read, receive
from orda.circulation.offline.snapshot import snapshot
from orda.circulation.offline.to_lay_by import to_lay_by
from orda.network import clock, codes
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import LEND, StaffRequest, may, needs, owned

AT_ONCE = 100  # acts in one message
ON_A_PAGE = 30
STORE = "circulation/offline_store.js"
# What the page needs when nothing answers; the service worker keeps it.
SHELL = (
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "circulation/desk.css",
    "circulation/offline.css",
    STORE,
    "circulation/offline_desk.js",
    "js/house.js",
    "js/scanner.js",
    "mark.svg",
    "fonts/nunito-cyrillic-ext-wght-normal.woff2",
    "fonts/nunito-cyrillic-wght-normal.woff2",
    "fonts/nunito-latin-wght-normal.woff2",
)


@require_safe
@needs(LEND)
def page(request: StaffRequest) -> HttpResponse:
    """The desk that works alone. It holds no person: a browser keeps it."""
    shown = {"library": request.workplace, "words": _words(), "layouts": codes.LAYOUTS}
    return render(request, "offline/desk.html", shown)


@never_cache
@require_safe
@needs(LEND)
def take_along(request: StaffRequest) -> HttpResponse:
    """What the desk takes along, and the token with which it may hand its acts in."""
    library = request.workplace
    if library.kind != Unit.Kind.LIBRARY:
        return HttpResponseBadRequest()
    taken = snapshot(library, request.user, clock.today()).as_data()
    return JsonResponse({**taken, "csrf": get_token(request)})


@never_cache
@require_safe
def ping(request: HttpRequest) -> HttpResponse:
    """Whether there is a connection, and whether somebody is signed in."""
    return JsonResponse({"signed_in": request.user.is_authenticated})


@require_POST
@needs(LEND)
def hand_in(request: StaffRequest) -> HttpResponse:
    """Takes sealed acts; answers each by its key. What no desk of this house sealed is answered as "unreadable"."""
    try:
        told = json.loads(request.body)
        sent_at = parse_datetime(told["sent_at"])
        sealed = [(str(one["key"]), str(one["sealed"])) for one in told["acts"]][:AT_ONCE]
    except (
        ValueError,
        KeyError,
        TypeError,
        RawPostDataException,
        RecursionError,
    ):  # the last: lists without end
        return HttpResponseBadRequest()
    if sent_at is None or timezone.is_naive(sent_at):
        return HttpResponseBadRequest()
    acts, answers = _read(request, sealed, sent_at)
    for kept in receive(acts, sent_by_id=request.user.pk):
        answers[str(kept.key)] = {"outcome": kept.outcome, "message": kept.message}
    return JsonResponse({"answers": answers, "to_lay_by": len(to_lay_by({act.library_id for act in acts}))})


def _read(
    request: StaffRequest, sealed: list[tuple[str, str]], sent_at: datetime.datetime
) -> tuple[list[Act], dict[str, dict[str, str]]]:
    """The acts of desks at which the person who hands them in may lend; the keys of all others."""
    opened, answers = {}, {}
    for key, text in sealed:
        try:
            opened[key] = read(key, text, sent_at=sent_at)
        except seal.NotSealed:
            answers[key] = {"outcome": "unreadable", "message": _("This act can't be read here.")}
    libraries = Unit.objects.in_bulk({act.library_id for act in opened.values()})
    here = {pk for pk, library in libraries.items() if may(request.user, LEND, library)}
    not_here = {"outcome": "not_here", "message": _("Sign in as staff of the library of this desk.")}
    answers |= {key: not_here for key, act in opened.items() if act.library_id not in here}
    return [act for act in opened.values() if act.library_id in here], answers


@require_safe
@needs(LEND)
def to_look_at(request: StaffRequest) -> HttpResponse:
    """Acts that could not be done when they came in, and what came in lately."""
    here = OfflineAct.objects.filter(library=request.workplace).select_related("sent_by", "settled_by")
    waiting = here.filter(outcome=OfflineAct.Outcome.CONFLICT).order_by("done_at")
    lately = Paginator(here.order_by("-received_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": [(act, [(way, _ways(act)[way]) for way in settling.ways(act)]) for act in waiting[:100]],
        "laid_by": to_lay_by([request.workplace.pk]),
        "lately": lately,
    }
    return render(request, "offline/acts.html", context)


@require_POST
@needs(LEND, pk=owned(OfflineAct, "library"))
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Settles one of them."""
    act = get_object_or_404(OfflineAct, pk=pk, library=request.workplace)
    try:
        settling.settle(act.pk, request.POST.get("way", ""), by_id=request.user.pk)
        messages.success(request, _("Settled."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_offline_acts")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: a new set of files makes a new worker."""
    # A module is asked for by its own name: both names are kept, and the hashed one changes the version.
    files = [staticfiles_storage.url(name) for name in SHELL] + [settings.STATIC_URL + STORE]
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    context = {
        "files_json": json.dumps(files),
        "version": version,
        "page": reverse("desk_offline"),
        "desk": reverse("desk"),
    }
    answer = render(request, "offline/worker.js", context, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The desk as an app that a browser installs."""
    told = {
        "name": _("Orda: desk"),
        "short_name": "Orda",
        "start_url": reverse("desk"),
        "scope": reverse("desk"),
        "display": "standalone",
        "lang": request.LANGUAGE_CODE,
        "background_color": "#fbf7ef",
        "theme_color": "#073f49",
        "icons": [
            {
                "src": staticfiles_storage.url(f"circulation/desk-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
            }
            for size in (192, 512)
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _ways(act: OfflineAct) -> dict[str, str]:
    register = {
        "renew": _("Register for the year and renew"),
        "hold": _("Register for the year and place the hold"),
    }
    return {
        settling.REGISTER: register.get(act.kind, _("Register for the year and lend")),
        settling.TAKE_BACK: _("Take it back from the other reader and lend"),
        settling.ALL_THE_SAME: _("The copy has left: write the loan all the same"),
        settling.AGAIN: _("Try again"),
        settling.ON_ITS_DAY: _("Write it down on its day"),
        settling.LEAVE: _("Leave it as it is"),
    }


def _words() -> dict[str, Any]:
    """Everything that the page says, since it can't ask."""
    return {
        "lent": _("Lent"),
        "returned": _("Returned"),
        "renewed": _("To be renewed"),
        "renewing": _("Scan the copies that are to be renewed. Esc ends it."),
        "not_renewing": _("Copies that are out are taken back again."),
        "not_out": _("This copy is not on loan."),
        "in_room": _("Loans stay in the reading room."),
        "at_home": _("Loans go home again."),
        "lent_here": _("Lent to the reading room"),
        "holding": _("Scan a copy of the title that the reader waits for. Esc ends it."),
        "held": _("Hold noted: it stands in the queue by this hour once the connection is back"),
        "put_by": _("This copy waits for another reader: it stays on the hold shelf."),
        "wanted": _("Somebody waits for this title: lay it by until the connection is back."),
        "ready": _("On the hold shelf for this reader"),
        "to_lay_by": _("to be laid by"),
        "visits": _("Visits counted"),
        "card": _("Reader at the desk: card …%(end)s"),
        "items_out": _("items out"),
        "may_not": _(
            "This card is blocked or not registered for the year: the loan will have to be looked at."
        ),
        "card_first": _("Scan a reader's card first."),
        "no_names": _("Names can't be looked up without a connection. Scan the card."),
        "unknown": _("Not known here: is it a card or a copy?"),
        "twice": _("Scanned twice at once; the second time was left out."),
        "undone": _("Undone."),
        "nothing_to_undo": _("Nothing to undo on this page."),
        "bad_number": _("Count from 1 to 1,000 people at once."),
        "waiting": _("Acts that wait for the connection"),
        "offline": _("No connection. Go on working: everything is kept and will be written when it is back."),
        "online": _("The connection is back."),
        "written": _("Written"),
        "to_look_at": _("to be looked at"),
        "sign_in": _("The connection is back. Sign in again: the acts are kept."),
        "nothing_known": _("This desk took nothing along yet: open the desk once with a connection."),
        "maybe": _("No answer came to the last scan. It is kept here, and is done only once."),
        "taken_at": _("Known as of"),
        "no_crypto": _("This browser can't seal acts. Open the desk by HTTPS."),
    }
