"""Pages of interlibrary loans."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from orda.circulation.exchange.asked_for import asked_for
from orda.circulation.exchange.interlibrary import queries, services
from orda.circulation.exchange.interlibrary.forms import InterlibraryForm, StepForm
from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.network.refusals import Refusal
from orda.network.rights import EXCHANGE, StaffRequest, needs, owned
from orda.readers.looks import note_looks

ON_A_PAGE = 50


@require_safe
@needs(EXCHANGE)
def show_all(request: StaffRequest) -> HttpResponse:
    over = request.GET.get("over") == "1"
    found = queries.interlibrary_of(request.workplace, over=over)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    note_looks([one.reader_id for one in page], staff_id=request.user.pk)
    return render(request, "interlibrary/interlibrary.html", {"page": page, "over": over})


@require_http_methods(["GET", "POST"])
@needs(EXCHANGE)
def new(request: StaffRequest) -> HttpResponse:
    form = InterlibraryForm(request.POST or None, at=request.workplace.pk)
    return asked_for(request, form, _ask, "interlibrary/interlibrary_new.html", "interlibrary")


def _ask(request: StaffRequest, wanted: dict[str, Any]) -> None:
    library, by_id, reader = request.workplace, request.user.pk, wanted["card"]
    if wanted["direction"] == InterlibraryLoan.Direction.OUT:
        services.ask_out(wanted["barcode"], wanted["partner"], library=library, by_id=by_id)
        return
    services.ask_in(
        wanted["document"],
        wanted["partner"],
        library=library,
        reader_id=reader.pk if reader else None,
        by_id=by_id,
    )


@require_http_methods(["GET", "POST"])
@needs(EXCHANGE, loan_id=owned(InterlibraryLoan, "library"))
def show(request: StaffRequest, loan_id: int) -> HttpResponse:
    loan = get_object_or_404(queries.interlibrary_of(request.workplace, over=None), pk=loan_id)
    note_looks([loan.reader_id], staff_id=request.user.pk)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.move_on(
                loan.pk, request.POST.get("state", ""), **form.cleaned_data, by_id=request.user.pk
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted: %(document)s") % {"document": loan.document})
            return redirect("interlibrary")
    steps = [(code, str(InterlibraryLoan.State(code).label)) for code in services.next_steps(loan)]
    context = {"loan": loan, "form": form, "steps": steps}
    return render(request, "interlibrary/interlibrary_loan.html", context, status=422 if form.errors else 200)
