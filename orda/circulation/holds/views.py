"""Pages of holds: all of them, a title's queue, the pick list, the hold shelf, what wasn't on its shelf."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.catalog.models import Record
from orda.circulation.copies.onward import Next
from orda.circulation.desk_memory import READER, reader_at, remember
from orda.circulation.holds import queries, services
from orda.circulation.holds import shelf as hold_shelf
from orda.circulation.holds.forms import PlaceForm, UntilForm
from orda.circulation.holds.models import Hold, NotOnShelf
from orda.circulation.told import told
from orda.network import reach
from orda.network.refusals import Refusal
from orda.network.rights import EXCHANGE, LEND, StaffRequest, everybodys, may, needs, owned
from orda.readers.looks import note_looks
from orda.readers.models import Reader
from orda.stock.models import Copy

ON_A_PAGE = 50


@require_safe
@needs(LEND)
def show_all(request: StaffRequest) -> HttpResponse:
    asked = request.GET.get("state", "")
    state = asked if asked in Hold.State.values else ""
    page = Paginator(queries.holds_at(request.workplace, state), ON_A_PAGE).get_page(request.GET.get("page"))
    note_looks([hold.reader_id for hold in page], staff_id=request.user.pk)
    numbers = queries.numbers_of_holds(request.workplace)
    tabs = [("", _("open holds"), sum(numbers.get(one, 0) for one in Hold.OPEN))]
    tabs += [(code, str(label), numbers.get(code, 0)) for code, label in Hold.State.choices]
    context = {"page": page, "state": state, "tabs": tabs}
    return render(request, "holds/holds.html", context)


@require_safe
@needs(LEND, record_id=everybodys)
def title(request: StaffRequest, record_id: int) -> HttpResponse:
    record = get_object_or_404(Record, pk=record_id)
    queue = queries.queue_of_title(record_id, at=request.workplace.pk)
    note_looks([one.hold.reader_id for one in queue], staff_id=request.user.pk)
    return render(request, "holds/queue.html", {"record": record, "queue": queue})


@require_http_methods(["GET", "POST"])
@needs(LEND)
def place(request: StaffRequest) -> HttpResponse:
    """A hold for the reader at the desk, or for the card that is scanned here."""
    asked = request.POST.get("record") or request.GET.get("record", "")
    record = get_object_or_404(Record, pk=asked if asked.isdecimal() and len(asked) < 16 else 0)
    libraries = reach.open_libraries_near(request.workplace)
    copies = Copy.objects.filter(
        reach.within(request.workplace.pk), record=record, status=Copy.Status.IN_STOCK
    )
    copies = copies.order_by("library__path", "pk")
    known = copies.values_list("pk", "barcode", "inventory_number")
    reader = _reader_at_the_desk(request)
    form = PlaceForm(
        request.POST or None,
        at=request.workplace.pk,
        libraries=list(libraries),
        copies=[(pk, f"{barcode} · № {number}") for pk, barcode, number in known],
        initial={"library": request.workplace.pk, "card": reader.card_number if reader else ""},
    )
    if request.method == "POST" and form.is_valid():
        answer = _placed(request, record, form)
        if answer is not None:
            return answer
    waiting = queries.waiting_for(record.pk, at=request.workplace.pk)
    context = {"record": record, "form": form, "waiting": waiting, "reader": reader}
    return render(request, "holds/place.html", context, status=422 if form.errors else 200)


def _placed(request: StaffRequest, record: Record, form: PlaceForm) -> HttpResponse | None:
    wanted = form.cleaned_data
    reader = wanted["card"]
    note_looks([reader.pk], staff_id=request.user.pk)
    try:
        hold = services.place_hold(
            record.pk,
            reader.pk,
            library_id=int(wanted["library"]),
            copy_id=int(wanted["copy"]) if wanted["copy"] else None,
            needed_until=wanted["needed_until"],
            by_id=request.user.pk,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    remember(request, [("hold", hold.pk)])
    request.session[READER] = reader.pk
    number = queries.place_of(hold)
    if number:
        said = _("%(reader)s waits for “%(title)s”: number %(number)s in the queue.")
    else:
        said = _("%(reader)s waits for “%(title)s”: a copy was found and is asked for.")
    messages.success(request, said % {"reader": reader, "title": record.title, "number": number})
    return redirect("desk")


@require_safe
@needs(LEND)
def shelf(request: StaffRequest) -> HttpResponse:
    ready, over = list(queries.hold_shelf(request.workplace)), list(queries.to_shelve(request.workplace))
    note_looks([hold.reader_id for hold in (*ready, *over)], staff_id=request.user.pk)
    return render(request, "holds/shelf.html", {"ready": ready, "over": over})


@require_safe
@needs(EXCHANGE)
def picking(request: StaffRequest) -> HttpResponse:
    """What is to be taken off the shelves, in their order; names of readers are not needed for it."""
    return render(request, "holds/picking.html", {"picks": queries.pick_list(request.workplace)})


@require_safe
@needs(EXCHANGE)
def missing(request: StaffRequest) -> HttpResponse:
    return render(request, "holds/missing.html", {"misses": queries.missing(request.workplace)})


@require_POST
@needs(EXCHANGE, hold_id=owned(Hold, "library"))
def found(request: StaffRequest, hold_id: int) -> HttpResponse:
    hold = _ours(request, hold_id)
    here = request.workplace.pk

    def act() -> Next:
        return hold_shelf.found(hold.pk, library_id=here, by_id=request.user.pk)

    return _done(request, act, _("Found: %(title)s") % {"title": hold.record.title}, "pick_list")


@require_POST
@needs(EXCHANGE, hold_id=owned(Hold, "library"))
def not_there(request: StaffRequest, hold_id: int) -> HttpResponse:
    hold = _ours(request, hold_id)

    def act() -> None:
        hold_shelf.not_on_shelf(hold.pk, library_id=request.workplace.pk, by_id=request.user.pk)

    said = _("Not on the shelf: %(title)s. The next copy is asked for.") % {"title": hold.record.title}
    return _done(request, act, said, "pick_list")


@require_POST
@needs(EXCHANGE, copy_id=owned(Copy, "library"))
def turned_up(request: StaffRequest, copy_id: int) -> HttpResponse:
    missed = NotOnShelf.objects.filter(found_at=None, library=request.workplace).select_related(
        "copy__record"
    )
    miss = get_object_or_404(missed, copy=copy_id)
    said = _("On its shelf again: %(title)s") % {"title": miss.copy.record.title}
    return _done(request, lambda: hold_shelf.found_after_all(miss.copy_id), said, "not_on_shelf")


@require_POST
@needs(LEND, hold_id=owned(Hold, "library"))
def cancel(request: StaffRequest, hold_id: int) -> HttpResponse:
    hold = _ours(request, hold_id)

    def act() -> Next:
        after = services.cancel_hold(hold.pk, by_id=request.user.pk)
        remember(request, [("cancelled_hold", hold.pk)])
        return after

    return _done(request, act, _("The hold is cancelled: %(title)s") % {"title": hold.record.title}, "holds")


@require_POST
@needs(LEND, hold_id=owned(Hold, "library"))
def suspend(request: StaffRequest, hold_id: int) -> HttpResponse:
    hold, form = _ours(request, hold_id), UntilForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say until which day the reader is away."))
        return redirect(_back(request, "holds"))
    until = form.cleaned_data["until"]
    said = _("Away until %(day)s, the place is kept: %(title)s")
    return _done(
        request,
        lambda: services.suspend_hold(hold.pk, until=until, by_id=request.user.pk),
        said % {"day": f"{until:%d.%m.%Y}", "title": hold.record.title},
        "holds",
    )


@require_POST
@needs(LEND, hold_id=owned(Hold, "library"))
def resume(request: StaffRequest, hold_id: int) -> HttpResponse:
    hold = _ours(request, hold_id)
    said = _("In the queue again: %(title)s") % {"title": hold.record.title}
    return _done(request, lambda: services.resume_hold(hold.pk, by_id=request.user.pk), said, "holds")


@require_POST
@needs(LEND, hold_id=owned(Hold, "library"))
def shelved(request: StaffRequest, hold_id: int) -> HttpResponse:
    hold = _ours(request, hold_id)
    said = _("Back among the books: %(title)s") % {"title": hold.record.title}
    return _done(request, lambda: hold_shelf.shelved(hold.pk), said, "hold_shelf")


def _ours(request: StaffRequest, hold_id: int) -> Hold:
    """A hold of the network: its reader may speak of it at any desk. Raises Http404."""
    found = Hold.objects.filter(reach.within(request.workplace.pk)).select_related("record", "library")
    return get_object_or_404(found, pk=hold_id)


def _done(request: StaffRequest, act: Callable[[], Next | None], said: str, page: str) -> HttpResponse:
    """Does an act, says what came of it and goes back to where it was asked."""
    told(request, act, said)
    return redirect(_back(request, page))


def _back(request: StaffRequest, page: str) -> str:
    """The page to return to: the desk where the act was done from there."""
    return (
        "desk" if request.POST.get("from") == "desk" and may(request.user, LEND, request.workplace) else page
    )


def _reader_at_the_desk(request: StaffRequest) -> Reader | None:
    return Reader.objects.filter(pk=reader_at(request) or 0).first()
