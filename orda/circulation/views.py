"""The desk: one field, worked by keyboard and scanner alone."""

import time

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.circulation import desk, queries
from orda.circulation.desk import Answer
from orda.network import clock
from orda.network.models import Unit
from orda.network.rights import LEND, StaffRequest, needs
from orda.readers.models import Reader

_READER, _ACT, _SCANNED, _LOG = "desk_reader", "desk_act", "desk_scanned", "desk_log"
LONG_LOG = 6
# A shaky hand scans one label twice: the second time would take back what was just lent.
ECHO_SECONDS = 3


@require_safe
@needs(LEND)
def show(request: StaffRequest) -> HttpResponse:
    return _answer(request, Answer(reader_id=_reader_id(request)))


@require_POST
@needs(LEND)
def scan(request: StaffRequest) -> HttpResponse:
    typed = request.POST.get("scan", "")[:200].strip()
    if _is_echo(request, typed):
        said = _(
            "Scanned twice at once; the second time was left out. To go on with this copy, scan it again."
        )
        return _answer(request, Answer(said, "bad", _reader_id(request)))
    answer = desk.take(typed, _reader_id(request), request.workplace, request.user)
    if answer.act is not None and answer.act[0] in ("loan", "return"):
        request.session[_SCANNED] = [typed, time.time()]
    return _answer(request, answer)


@require_POST
@needs(LEND)
def pick(request: StaffRequest, reader_id: int) -> HttpResponse:
    return _answer(request, desk.open_reader(get_object_or_404(Reader, pk=reader_id), request.user))


@require_POST
@needs(LEND)
def renew(request: StaffRequest) -> HttpResponse:
    barcode = request.POST.get("barcode", "")[:64]
    return _answer(request, desk.renew(barcode, _reader_id(request), request.workplace, request.user))


@require_POST
@needs(LEND)
def register(request: StaffRequest) -> HttpResponse:
    reader_id = _reader_id(request)
    if reader_id is None:
        return redirect("desk")
    pending = request.POST.get("pending", "")[:64]
    return _answer(request, desk.register_for_year(reader_id, pending, request.workplace, request.user))


@require_POST
@needs(LEND)
def undo(request: StaffRequest) -> HttpResponse:
    act = request.session.pop(_ACT, None)
    if act is None:
        return _answer(request, Answer(reader_id=_reader_id(request)))
    return _answer(request, desk.undo((act[0], act[1]), _reader_id(request), request.user))


@require_POST
@needs(LEND)
def close(request: StaffRequest) -> HttpResponse:
    request.session.pop(_LOG, None)
    return _answer(request, Answer())


def _is_echo(request: StaffRequest, typed: str) -> bool:
    """True for the same label scanned again within the moment; only once, so that a third scan counts."""
    scanned, at = request.session.pop(_SCANNED, ("", 0.0))
    return bool(typed) and typed == scanned and time.time() - at < ECHO_SECONDS


def _reader_id(request: StaffRequest) -> int | None:
    found: int | None = request.session.get(_READER)
    return found


def _answer(request: StaffRequest, answer: Answer) -> HttpResponse:
    """Shows the desk as it stands after an act: the whole page, or its live part for htmx."""
    library: Unit = request.workplace
    if library.kind != Unit.Kind.LIBRARY:
        return render(request, "circulation/no_library.html")
    request.session[_READER] = answer.reader_id
    if answer.act is not None:
        request.session[_ACT] = list(answer.act)
    log = request.session.get(_LOG, [])
    if answer.text:
        request.session[_LOG] = [[answer.text, answer.tone], *log][:LONG_LOG]
    day = clock.today()
    panel = queries.reader_panel(answer.reader_id, library, day) if answer.reader_id else None
    context = {
        "answer": answer,
        "log": log,
        "panel": panel,
        "library": library,
        "visits": queries.visits_on(library, day),
        "can_undo": _ACT in request.session,
    }
    part = "circulation/_desk.html" if request.htmx else "circulation/desk.html"
    return render(request, part, context)
