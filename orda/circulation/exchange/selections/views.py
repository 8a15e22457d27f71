"""Pages of selections: what branches and readers ask for, and what was found for them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.circulation.exchange.asked_for import asked_for
from orda.circulation.exchange.selections import chosen, queries
from orda.circulation.exchange.selections import services as selections
from orda.circulation.exchange.selections import standing as chosen_copies
from orda.circulation.exchange.selections.forms import AnswerForm, BackByForm, SelectionForm
from orda.circulation.exchange.selections.models import Selection
from orda.circulation.exchange.sets.models import Deposit
from orda.circulation.refusals import UnknownCopy
from orda.network.asked import words_of
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import EXCHANGE, StaffRequest, needs, owned
from orda.readers.looks import note_looks
from orda.search.queries import LONGEST_QUERY
from orda.stock.models import Copy

ON_A_PAGE = 50

_OURS = owned(Selection, "library", "giver")


@require_safe
@needs(EXCHANGE)
def show_all(request: StaffRequest) -> HttpResponse:
    asked = request.GET.get("state", Selection.State.ASKED)
    state = asked if asked in Selection.State.values else Selection.State.ASKED
    found = queries.selections_of(request.workplace, state)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    note_looks([one.reader_id for one in page], staff_id=request.user.pk)
    tabs = [(code, label) for code, label in Selection.State.choices]
    context = {"page": page, "state": state, "tabs": tabs}
    return render(request, "selections/selections.html", context)


@require_http_methods(["GET", "POST"])
@needs(EXCHANGE)
def new(request: StaffRequest) -> HttpResponse:
    form = SelectionForm(request.POST or None, at=request.workplace.pk)
    return asked_for(request, form, _ask, "selections/selection_new.html", "selections")


def _ask(request: StaffRequest, wanted: dict[str, Any]) -> None:
    reader = wanted.pop("card")
    selections.ask_selection(
        **wanted,
        library=request.workplace,
        reader_id=reader.pk if reader else None,
        by_id=request.user.pk,
    )


@require_http_methods(["GET", "POST"])
@needs(EXCHANGE, selection_id=_OURS)
def answer(request: StaffRequest, selection_id: int) -> HttpResponse:
    """What is asked and what was chosen for it; the answer, with which the copies are counted."""
    selection = _seen(request, selection_id)
    note_looks([selection.reader_id], staff_id=request.user.pk)
    scanned = chosen_copies.chosen_for(selection)
    form = AnswerForm(request.POST or None, scanned=len(scanned), initial={"found": selection.wanted})
    if request.method == "POST" and form.is_valid():
        try:
            _answered(request, selection, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Answered: %(topic)s") % {"topic": selection.topic})
            return redirect("selection", selection.pk) if scanned else redirect("selections")
    words = words_of(request, longest=LONGEST_QUERY)
    state = chosen.set_state(selection)
    here, asked = request.workplace, selection.state == Selection.State.ASKED
    choosing = asked and here.kind == Unit.Kind.LIBRARY
    context = {
        "selection": selection,
        "form": form,
        "open": asked,
        "choosing": choosing,
        "chosen": scanned,
        "words": words,
        "offered": chosen_copies.offered(selection, words, here) if choosing and words else [],
        "back_by": BackByForm(),
        "giving": selection.state == Selection.State.DONE and selection.giver_id == here.pk,
        "to_branch": selection.library_id != here.pk and state in (None, Deposit.State.MADE),
        "new_set": state is None,
    }
    return render(request, "selections/selection.html", context, status=422 if form.errors else 200)


def _answered(request: StaffRequest, selection: Selection, answer: str, found: int | None = None) -> None:
    if found == 0:
        selections.refuse_selection(selection.pk, answer, by_id=request.user.pk)
    else:
        giver, by_id = request.workplace, request.user.pk
        selections.selection_done(selection.pk, found or 0, giver=giver, answer=answer, by_id=by_id)


@require_POST
@needs(EXCHANGE, selection_id=_OURS)
def choose(request: StaffRequest, selection_id: int) -> HttpResponse:
    """A copy is scanned into the selection; what is no copy's number is looked for in the catalogue."""
    selection = _seen(request, selection_id)
    scan = request.POST.get("scan", "").strip()[:LONGEST_QUERY]
    back = reverse("selection", args=[selection.pk])
    words = request.POST.get("q", "")[:LONGEST_QUERY]
    try:
        selections.choose(selection.pk, scan, giver=request.workplace)
    except UnknownCopy:
        words = scan
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{back}?{urlencode({'q': words})}" if words else back)


@require_POST
@needs(EXCHANGE, selection_id=_OURS, copy_id=owned(Copy, "library"))
def leave_out(request: StaffRequest, selection_id: int, copy_id: int) -> HttpResponse:
    selection = _seen(request, selection_id)
    try:
        selections.leave_out(selection.pk, copy_id)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("selection", selection.pk)


@require_POST
@needs(EXCHANGE, selection_id=_OURS)
def as_a_set(request: StaffRequest, selection_id: int) -> HttpResponse:
    """The copies chosen become a set for the branch; its page sends it."""
    selection, form = _given(request, selection_id), BackByForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The day lies in the past."))
        return redirect("selection", selection.pk)
    try:
        made, onward = chosen.put_into_a_set(selection.pk, **form.cleaned_data, by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("selection", selection.pk)
    _say(request, _("Put into the set: %(n)s"), onward)
    return redirect("set", made.pk)


@require_POST
@needs(EXCHANGE, selection_id=_OURS)
def hold(request: StaffRequest, selection_id: int) -> HttpResponse:
    selection = _given(request, selection_id)
    note_looks([selection.reader_id], staff_id=request.user.pk)
    try:
        _say(
            request,
            _("Held for the reader: %(n)s"),
            chosen.hold_for_the_reader(selection.pk, by_id=request.user.pk),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("selection", selection.pk)


def _say(request: StaffRequest, said: str, onward: chosen.Onward) -> None:
    if onward.copies:
        messages.success(request, said % {"n": onward.copies})
    for title, refusal in onward.left:
        messages.error(request, f"{title}: {refusal}")
    if not onward.copies and not onward.left:
        messages.info(request, _("All of them go on already."))


def _seen(request: StaffRequest, selection_id: int) -> Selection:
    """A selection that this workplace sees. Raises Http404."""
    return get_object_or_404(queries.selections_of(request.workplace), pk=selection_id)


def _given(request: StaffRequest, selection_id: int) -> Selection:
    """A selection that this workplace answered: the copies are in its hands. Raises Http404."""
    return get_object_or_404(
        queries.selections_of(request.workplace), pk=selection_id, giver=request.workplace
    )
