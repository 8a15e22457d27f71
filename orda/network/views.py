"""Home, the choice of the workplace, and the machine's pulse."""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from orda.network import queries, workplace
from orda.network.calendar.words import doors
from orda.network.duties import duties_of
from orda.network.first_run.services import is_empty
from orda.network.health import troubles
from orda.network.sign_in import to_sign_in

NAMED_LIBRARIES = 6
PLAIN = "text/plain; charset=utf-8"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The search of the catalogue; for those who work here also what waits for them today. An empty house says so."""
    # Who has no appointment works nowhere; the workplace is read when it is asked for.
    at_work = request.user.is_authenticated and bool(request.workplace)  # type: ignore[attr-defined]
    duties = duties_of(request) if at_work else []  # type: ignore[arg-type]
    context: dict[str, Any] = {"duties": duties}
    if not request.user.is_authenticated:
        context |= {"is_empty": is_empty(), **_doors()}
    return render(request, "network/home.html", context)


def _doors() -> dict[str, Any]:
    """Which libraries are open now: a few by their names, of many how many are."""
    libraries = queries.libraries_with_doors()
    shown = [(library, doors(library)) for library in libraries]
    return {
        "doors": shown if len(shown) <= NAMED_LIBRARIES else [],
        "libraries": len(shown),
        "open_now": sum(now.open for _library, now in shown),
    }


@require_POST
def choose_workplace(request: HttpRequest) -> HttpResponse:
    """Only among the units under the person's own appointments."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    chosen = request.POST.get("unit", "")
    if not workplace.may_choose(request, chosen):
        raise PermissionDenied
    request.session[workplace.SESSION_KEY] = int(chosen)
    return redirect("home")


@require_safe
def pulse(request: HttpRequest) -> HttpResponse:
    """Says "ok" while all is well; 200 and what is not well while the house works all the same; 503 without its
    database. A line a trouble: its part, a colon, plain words."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("not well\ndatabase: does not answer\n", status=503, content_type=PLAIN)
    with override("en"):
        lines = [f"{one.part}: {one.said}" for one in troubles()]
    answer = HttpResponse("\n".join(["not well", *lines, ""]) if lines else "ok", content_type=PLAIN)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /sign-in/\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What can't be understood, or is too long to be read."""
    too_long = isinstance(exception, RequestDataTooBig)
    return render(request, "400.html", {"too_long": too_long}, status=400)
