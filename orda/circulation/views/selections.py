"""Pages of selections: what branches and readers ask for, and what was found for them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from orda.circulation.forms.exchange import AnswerForm, SelectionForm
from orda.circulation.models import Selection
from orda.circulation.queries import exchange as queries
from orda.circulation.refusals import Refusal
from orda.circulation.services import selections
from orda.circulation.views.asked_for import asked_for
from orda.network.rights import EXCHANGE, StaffRequest, needs
from orda.readers.looks import note_looks

ON_A_PAGE = 50


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
    return render(request, "circulation/exchange/selections.html", context)


@require_http_methods(["GET", "POST"])
@needs(EXCHANGE)
def new(request: StaffRequest) -> HttpResponse:
    form = SelectionForm(request.POST or None)
    return asked_for(request, form, _ask, "circulation/exchange/selection_new.html", "selections")


def _ask(request: StaffRequest, wanted: dict[str, Any]) -> None:
    reader = wanted.pop("card")
    selections.ask_selection(
        **wanted,
        library=request.workplace,
        reader_id=reader.pk if reader else None,
        by_id=request.user.pk,
    )


@require_http_methods(["GET", "POST"])
@needs(EXCHANGE)
def answer(request: StaffRequest, selection_id: int) -> HttpResponse:
    selection = get_object_or_404(queries.selections_of(request.workplace), pk=selection_id)
    note_looks([selection.reader_id], staff_id=request.user.pk)
    form = AnswerForm(request.POST or None, initial={"found": selection.wanted})
    if request.method == "POST" and form.is_valid():
        try:
            _answered(request, selection, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Answered: %(topic)s") % {"topic": selection.topic})
            return redirect("selections")
    context = {"selection": selection, "form": form, "open": selection.state == Selection.State.ASKED}
    return render(request, "circulation/exchange/selection.html", context, status=422 if form.errors else 200)


def _answered(request: StaffRequest, selection: Selection, found: int, answer: str) -> None:
    if found:
        selections.selection_done(
            selection.pk, found, giver=request.workplace, answer=answer, by_id=request.user.pk
        )
    else:
        selections.refuse_selection(selection.pk, answer, by_id=request.user.pk)
