"""The desk: one field, worked by keyboard and scanner alone."""

import datetime
import time
from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.circulation.desk import buttons, queries
from orda.circulation.desk import services as desk
from orda.circulation.desk.answers import ATTENTION, BAD, GOOD, Answer, Desk
from orda.circulation.desk_memory import ACTS, READER, reader_at, remember, shown_other
from orda.circulation.holds.queries import holds_of_reader
from orda.circulation.loans import slips as loans
from orda.circulation.loans.models import Channel, Place
from orda.circulation.notes.models import Note
from orda.circulation.notes.services import NothingToSay, leave_note, take_note_away
from orda.circulation.visits import queries as visits
from orda.network import clock, reach
from orda.network.codes import read
from orda.network.models import Unit
from orda.network.rights import LEND, REGISTER, StaffRequest, asked_inside, may, needs, owned
from orda.readers.models import Reader
from orda.readers.queries import served_at
from orda.stock.models import Copy

_SCANNED, _LOG = "desk_scanned", "desk_log"
_PLACE, _COPY, _PHONE = "desk_place", "desk_copy", "desk_phone"
LONG_LOG = 6
LONGEST_BARCODE = 64
# A label that is scanned again within the moment is an echo, however often; so is one that was lent by another key.
ECHO_SECONDS = 3


@require_safe
@needs(LEND)
def show(request: StaffRequest) -> HttpResponse:
    return _answer(request, Answer(reader_id=reader_at(request)))


@require_POST
@needs(LEND)
def scan(request: StaffRequest) -> HttpResponse:
    typed, reader_id = request.POST.get("scan", "")[:200].strip(), reader_at(request)
    if "offered" in request.POST and reader_id is not None:
        return _answer(request, desk.count_visit_once(reader_id, _desk(request)))
    if _is_echo(request, typed):
        return _answer(request, Answer(str(desk.ScannedTwice()), BAD, reader_at(request)))
    stale = shown_other(request)

    def keep(answer: Answer) -> None:
        if stale and answer.reader_id is None:
            _ask_who(request, answer)
        if answer.acts and answer.acts[0][0] in ("loan", "return"):
            _note_scan(request, typed)
        _remember(request, answer)
        request.session.save()
        request.session.modified = False

    reader_id = None if stale else reader_at(request)
    lately = clock.now() - datetime.timedelta(seconds=ECHO_SECONDS)
    here = replace(_desk(request), lately=lately, is_echo=lambda: _scanned_beside(request, typed))
    return _shown(request, desk.take(typed, reader_id, here, keep))


def _ask_who(request: StaffRequest, answer: Answer) -> Answer:
    """Two windows of one librarian have opened two readers: the desk asks who stands there, and lends to nobody."""
    known = [request.session.get(READER) or 0, request.POST.get("shown", "")]
    ids = [int(pk) for pk in known if str(pk).isascii() and str(pk).isdigit() and len(str(pk)) < 18]
    said = _("Another window of this desk has opened another reader since. Who stands here?")
    answer.names = answer.names or list(
        Reader.objects.filter(served_at(request.workplace.pk), pk__in=ids, erased_on=None, merged_into=None)
    )
    if answer.acts:
        answer.lines = [*answer.lines, said]
        answer.tone = ATTENTION
    else:
        answer.text, answer.tone, answer.offer = said, BAD, None
    return answer


def _for_the_reader_shown(
    act: Callable[[StaffRequest, int], HttpResponse],
) -> Callable[[StaffRequest], HttpResponse]:
    """An act for the reader at the desk: done for the one whom the page shows, or for nobody."""

    @wraps(act)
    def view(request: StaffRequest) -> HttpResponse:
        if shown_other(request):
            return _answer(request, _ask_who(request, Answer()))
        reader_id = reader_at(request)
        return redirect("desk") if reader_id is None else act(request, reader_id)

    return view


@require_POST
@needs(LEND, reader_id=asked_inside)
def pick(request: StaffRequest, reader_id: int) -> HttpResponse:
    try:
        answer = desk.open_reader(reader_id, _desk(request))
    except Reader.DoesNotExist:
        raise Http404 from None
    return _answer(request, answer)


@require_POST
@needs(LEND)
@_for_the_reader_shown
def lend(request: StaffRequest, reader_id: int) -> HttpResponse:
    """Lends what was refused, all the same."""
    place = request.POST.get("place", "")
    place = place if place in Place.values else ""
    answer = desk.lend(_barcode(request), reader_id, _desk(request), despite=_despite(request), place=place)
    if answer.acts:
        _note_scan(request, _barcode(request))
    return _answer(request, answer)


@require_POST
@needs(LEND)
@_for_the_reader_shown
def many(request: StaffRequest, reader_id: int) -> HttpResponse:
    """Lends a list of copies, one to a line."""
    lines = [line.strip()[:LONGEST_BARCODE] for line in request.POST.get("barcodes", "").splitlines()]
    return _answer(request, desk.lend_many([line for line in lines if line], reader_id, _desk(request)))


@require_POST
@needs(LEND)
def renew(request: StaffRequest) -> HttpResponse:
    return _answer(
        request, desk.renew(_barcode(request), reader_at(request), _desk(request), despite=_despite(request))
    )


@require_POST
@needs(LEND)
@_for_the_reader_shown
def renew_all(request: StaffRequest, reader_id: int) -> HttpResponse:
    return _answer(request, desk.renew_all(reader_id, _desk(request)))


@require_POST
@needs(LEND)
@_for_the_reader_shown
def register(request: StaffRequest, reader_id: int) -> HttpResponse:
    pending = request.POST.get("pending", "")[:LONGEST_BARCODE]
    answer = desk.register_for_year(reader_id, pending, _desk(request))
    if answer.acts:
        _note_scan(request, pending)
    return _answer(request, answer)


@require_POST
@needs(LEND)
def mode(request: StaffRequest) -> HttpResponse:
    """Loans go home or stay in the reading room, until it is changed again."""
    in_room = request.session.get(_PLACE) == Place.READING_ROOM
    request.session[_PLACE] = Place.HOME if in_room else Place.READING_ROOM
    said = _("Loans go home again.") if in_room else _("Loans stay in the reading room.")
    return _answer(request, Answer(said, GOOD, reader_at(request)))


@require_POST
@needs(LEND)
@_for_the_reader_shown
def phone(request: StaffRequest, reader_id: int) -> HttpResponse:
    """The reader at the desk is on the phone: their renewals are noted so, until the next reader."""
    on = request.session.pop(_PHONE, None) != reader_id
    if on:
        request.session[_PHONE] = reader_id
    said = _("Renewals are noted as made by phone.") if on else _("Renewals are made at the desk again.")
    return _answer(request, Answer(said, GOOD, reader_id))


@require_POST
@needs(LEND)
def note(request: StaffRequest) -> HttpResponse:
    """Leaves a word about the reader at the desk, or about the copy that was scanned last."""
    if shown_other(request):
        return _answer(request, _ask_who(request, Answer()))
    reader_id, copy_id = reader_at(request), None
    if request.POST.get("about") == "copy":
        copy_id = get_object_or_404(
            Copy, reach.within(request.workplace.pk), barcode=request.session.get(_COPY, "")
        ).pk
    elif reader_id is None:
        raise Http404
    text, once = request.POST.get("text", ""), request.POST.get("once") == "on"
    about_reader = reader_id if copy_id is None else None
    try:
        leave_note(text, reader_id=about_reader, copy_id=copy_id, once=once, by_id=request.user.pk)
        answer = Answer(_("The note is kept."), GOOD, reader_id)
    except NothingToSay as refusal:
        answer = Answer(str(refusal), BAD, reader_id)
    return _answer(request, answer)


@require_POST
@needs(LEND, note_id=owned(Note, "reader__library", "copy__library"))
def note_done(request: StaffRequest, note_id: int) -> HttpResponse:
    take_note_away(note_id)
    return _answer(request, Answer(_("The note is taken away."), GOOD, reader_at(request)))


@require_safe
@needs(LEND)
def slip(request: StaffRequest) -> HttpResponse:
    """The due days of the reader at the desk, to print; in the language of the family."""
    found = loans.slip(reader_at(request) or 0, request.workplace, clock.today())
    if found is None:
        return redirect("desk")
    part = "desk/_slip.html" if request.htmx else "desk/slip.html"
    with translation.override(found.language or translation.get_language()):
        return render(request, part, {"slip": found})


@require_POST
@needs(LEND)
def undo(request: StaffRequest) -> HttpResponse:
    """Takes acts back from the last, one at a time."""
    kept = request.session.get(ACTS, [])
    if not kept:
        return _answer(request, Answer(reader_id=reader_at(request)))
    if request.POST.get("last", _last(request)) != _last(request):
        said = _(
            "Something else was done since this page was shown: nothing is undone. Look, then press again."
        )
        return _answer(request, Answer(said, BAD, reader_at(request)))
    request.session[ACTS] = kept[:-1]
    acts = [(kind, act_id) for kind, act_id in kept[-1]]
    answer = desk.undo(acts, reader_at(request), _desk(request))
    if answer.tone != BAD:
        _strike_out(request, kept[-1])
    return _answer(request, answer)


def _strike_out(request: StaffRequest, acts: list[list[str | int]]) -> None:
    """What is undone loses its tick in what was said before."""
    log = request.session.get(_LOG, [])
    request.session[_LOG] = [[one[0], "undone", []] if one[2:] == [acts] else one for one in log]


@require_POST
@needs(LEND)
def close(request: StaffRequest) -> HttpResponse:
    for name in (_LOG, _COPY):
        request.session.pop(name, None)
    return _answer(request, Answer())


def _note_scan(request: StaffRequest, typed: str) -> None:
    request.session[_SCANNED] = [typed, time.time()]
    request.session[_COPY] = read(typed)


def _is_echo(request: StaffRequest, typed: str) -> bool:
    """True for the same label scanned again within the moment of its last scan; another scan between ends that."""
    scanned, at = request.session.pop(_SCANNED, ("", 0.0))
    echo = bool(typed) and typed == scanned and time.time() - at < ECHO_SECONDS
    if echo:
        request.session[_SCANNED] = [typed, time.time()]
    return echo


def _scanned_beside(request: StaffRequest, typed: str) -> bool:
    """True where another request of this session scanned the same label last, while this one waited: what it
    remembered was written with its loan."""
    request.session._session_cache = request.session.load()  # type: ignore[attr-defined]
    return bool(request.session.get(_SCANNED, ("", 0.0))[0] == typed)


def _last(request: StaffRequest) -> str:
    """What "undo" would take back, as the page carries it."""
    kept = request.session.get(ACTS, [])
    return " ".join(f"{kind}:{act_id}" for kind, act_id in kept[-1]) if kept else ""


def _desk(request: StaffRequest) -> Desk:
    channel = Channel.PHONE if _on_phone(request) else Channel.DESK
    return Desk(request.workplace, request.user, request.session.get(_PLACE, Place.HOME), channel)


def _on_phone(request: StaffRequest) -> bool:
    reader_id = reader_at(request)
    return reader_id is not None and request.session.get(_PHONE) == reader_id


def _barcode(request: StaffRequest) -> str:
    return request.POST.get("barcode", "")[:LONGEST_BARCODE]


def _despite(request: StaffRequest) -> list[str]:
    return request.POST.get("despite", "")[:200].split()


def _answer(request: StaffRequest, answer: Answer) -> HttpResponse:
    _remember(request, answer)
    return _shown(request, answer)


def _remember(request: StaffRequest, answer: Answer) -> None:
    """Keeps who stands at the desk, what may be undone and what was said."""
    if request.session.get(READER) != answer.reader_id:  # an unchanged session is not written
        request.session[READER] = answer.reader_id
    remember(request, answer.acts)
    if answer.text:
        log = request.session.get(_LOG, [])
        acts = [list(act) for act in answer.acts]
        request.session[_LOG] = [[answer.text, answer.tone, acts], *log][: LONG_LOG + 1]


def _shown(request: StaffRequest, answer: Answer) -> HttpResponse:
    """The desk as it stands after an act: the whole page, or its live part for htmx."""
    library: Unit = request.workplace
    if library.kind != Unit.Kind.LIBRARY:
        return render(request, "circulation/no_library.html")
    day, kept = clock.today(), dict(request.session.items())
    log = kept.get(_LOG, [])[1 if answer.text else 0 :][:LONG_LOG]
    panel = answer.panel
    if panel is None and answer.reader_id is not None:
        panel = queries.reader_panel(answer.reader_id, library, day)
    context = {
        "answer": answer,
        "attention": answer.tone == ATTENTION,
        "log": log,
        "panel": panel,
        "library": library,
        "visits": panel.visits if panel else visits.visits_on(library, day),
        "can_undo": bool(kept.get(ACTS)),
        "last": _last(request),
        "shown": panel.reader.pk if panel else 0,
        "in_room": kept.get(_PLACE) == Place.READING_ROOM,
        "holds": holds_of_reader(panel.reader.pk, at=library.pk) if panel and panel.waits else [],
        "visit_offered": settings.VISIT_WITH_LOAN == "offer",
        "on_phone": panel is not None and kept.get(_PHONE) == panel.reader.pk,
        "offered": tuple(buttons.offered()),
        "may_register": may(request.user, REGISTER, library),
        "copy_at_hand": kept.get(_COPY),
        "csrf_token": get_token(request),  # asked for once, not by each form
    }
    part = "desk/_desk.html" if request.htmx else "desk/desk.html"
    return render(request, part, context)
