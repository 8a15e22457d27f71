"""Pages of losses: the cases, one case and how it is settled, the notebook of replacements."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.catalog.models import Record
from orda.circulation.losses import queries
from orda.circulation.losses import services as losses
from orda.circulation.losses.forms import OpenForm, PayForm, ReopenForm, ReplaceForm, WaiveForm, WriteOffForm
from orda.circulation.losses.models import LossCase
from orda.circulation.losses.notebook import notebook_pdf
from orda.circulation.losses.refusals import BadSettlement, CaseSettledAlready
from orda.circulation.losses.reversal import reopen as reopen_case
from orda.network import clock
from orda.network.codes import read
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import LEND, StaffRequest, needs, owned
from orda.readers.looks import note_looks
from orda.stock.models import Copy
from orda.stock.services import NewCopy

ON_A_PAGE = 30
FORMS: dict[str, type[forms.Form]] = {"replace": ReplaceForm, "pay": PayForm, "waive": WaiveForm}


@require_safe
@needs(LEND)
def show_all(request: StaffRequest) -> HttpResponse:
    state = request.GET.get("state", queries.OPEN)
    if state not in (queries.OPEN, queries.SETTLED, queries.DONE):
        state = queries.OPEN
    page = Paginator(queries.cases(request.workplace, state), ON_A_PAGE).get_page(request.GET.get("page"))
    note_looks([case.reader_id for case in page], staff_id=request.user.pk)
    numbers = queries.numbers(request.workplace)
    tabs = (
        (queries.OPEN, _("open cases"), numbers.open),
        (queries.SETTLED, _("to be written off"), numbers.settled),
        (queries.DONE, _("done with"), numbers.done),
    )
    context = {"page": page, "state": state, "tabs": tabs, "write_off": WriteOffForm()}
    return render(request, "losses/losses.html", context)


@require_http_methods(["GET", "POST"])
@needs(LEND)
def open_one(request: StaffRequest) -> HttpResponse:
    if request.workplace.kind != Unit.Kind.LIBRARY:
        return render(request, "circulation/no_library.html")
    form = OpenForm(request.POST or None, initial={"barcode": request.GET.get("barcode", "")[:32]})
    if request.method == "POST" and form.is_valid():
        try:
            case = losses.open_case(
                **form.cleaned_data, library_id=request.workplace.pk, by_id=request.user.pk
            )
        except Refusal as refusal:
            form.add_error("barcode", str(refusal))
        else:
            return redirect("loss", case_id=case.pk)
    context = {"form": form, "copy": _named(request.GET.get("barcode", ""))}
    return render(request, "losses/open.html", context, status=422 if form.errors else 200)


def _named(barcode: str) -> Copy | None:
    """The copy that the page is opened for, so that its title can be read before anything is written down."""
    barcode = read(barcode)
    if not barcode.isprintable():
        return None
    return Copy.objects.select_related("record").filter(barcode=barcode[:32]).first()


@require_safe
@needs(LEND, case_id=owned(LossCase, "library"))
def show(request: StaffRequest, case_id: int) -> HttpResponse:
    case = _case(request, case_id)
    note_looks([case.reader_id], staff_id=request.user.pk)
    return _show(request, case)


def _show(
    request: StaffRequest, case: LossCase, wrong: tuple[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    filled: dict[str, forms.Form] = {
        "replace": ReplaceForm(initial={"record": case.copy.record_id, "price": case.copy.price}),
        "pay": PayForm(initial={"paid": case.copy.price}),
        "waive": WaiveForm(),
    }
    if wrong:
        filled[wrong[0]] = wrong[1]
    context: dict[str, Any] = {"case": case, "forms": filled, "is_open": case.state == LossCase.State.OPEN}
    if LossCase.State.OPEN in LossCase.TRANSITIONS.get(case.state, ()) and case.withdrawal_id is None:
        context["reopening"] = ReopenForm()
    return render(request, "losses/loss.html", context, status=status)


@require_POST
@needs(LEND, case_id=owned(LossCase, "library"))
def settle(request: StaffRequest, case_id: int, way: str) -> HttpResponse:
    """Settles a case in one of the ways that its page offers."""
    case = _case(request, case_id)
    if way == "found":
        here = request.workplace.pk if request.workplace.kind == Unit.Kind.LIBRARY else None
        return _done(
            request, case, lambda: losses.find_again(case.pk, library_id=here, by_id=request.user.pk)
        )
    if way not in FORMS:
        raise Http404
    form = FORMS[way](request.POST)
    if not form.is_valid():
        return _show(request, case, (way, form), 422)
    try:
        _SETTLED[way](case.pk, form, request.user.pk)
    except BadSettlement as refusal:
        form.add_error(refusal.field, str(refusal))
        return _show(request, case, (way, form), 422)
    except CaseSettledAlready as refusal:
        messages.error(request, str(refusal))
        return redirect("loss", case_id=case.pk)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _show(request, case, (way, form), 422)
    messages.success(request, _("Settled."))
    return redirect("loss", case_id=case.pk)


@require_POST
@needs(LEND, case_id=owned(LossCase, "library"))
def reopen(request: StaffRequest, case_id: int) -> HttpResponse:
    """A settlement was pressed by mistake: the case is open again."""
    case = _case(request, case_id)
    try:
        reopen_case(case.pk, request.POST.get("why", ""), by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The case is open again."))
    return redirect("loss", case_id=case.pk)


def _replace(case_id: int, form: forms.Form, by_id: int) -> None:
    data = form.cleaned_data
    record = Record.objects.filter(pk=data.pop("record")).first()
    if record is None:
        raise BadSettlement("record", _("The catalogue has no record of this number."))
    losses.replace(case_id, NewCopy(record=record, **data), by_id=by_id)


_SETTLED: dict[str, Callable[[int, forms.Form, int], Any]] = {
    "replace": _replace,
    "pay": lambda case_id, form, by_id: losses.pay(case_id, by_id=by_id, **form.cleaned_data),
    "waive": lambda case_id, form, by_id: losses.waive(case_id, by_id=by_id, **form.cleaned_data),
}


def _done(request: StaffRequest, case: LossCase, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Settled."))
    return redirect("loss", case_id=case.pk)


@require_POST
@needs(LEND)
def write_off(request: StaffRequest) -> HttpResponse:
    """One act for the chosen cases of this library."""
    form = WriteOffForm(request.POST)
    chosen = [int(one) for one in request.POST.getlist("case")[:500] if one.isdecimal() and len(one) < 18]
    known = list(queries.cases(request.workplace).filter(pk__in=chosen).values_list("pk", flat=True))
    if not form.is_valid() or request.workplace.kind != Unit.Kind.LIBRARY:
        messages.error(request, _("An act needs a number, and the library whose act it is."))
        return redirect("losses")
    try:
        act = losses.write_off(
            known, library=request.workplace, number=form.cleaned_data["number"], by_id=request.user.pk
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Act № %(number)s, copies: %(n)s") % {"number": act.number, "n": len(known)}
        )
    return redirect("losses")


@require_safe
@needs(LEND)
def notebook(request: StaffRequest) -> HttpResponse:
    """The notebook of replacements of a year, as a page or (`file=pdf`) to be signed."""
    asked = request.GET.get("year", "")
    year = clock.year_asked(asked)
    accepted = list(queries.notebook(request.workplace, year))
    note_looks([case.reader_id for case in accepted], staff_id=request.user.pk)
    if request.GET.get("file") == "pdf":
        data = notebook_pdf(accepted, request.workplace, year, (get_language() or "kk")[:2])
        answer = HttpResponse(data, content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="notebook-{year}.pdf"'
        return answer
    years = sorted({year, clock.today().year, *queries.notebook_years(request.workplace)}, reverse=True)
    return render(request, "losses/notebook.html", {"cases": accepted, "year": year, "years": years})


def _case(request: StaffRequest, case_id: int) -> LossCase:
    return get_object_or_404(queries.cases(request.workplace), pk=case_id)
