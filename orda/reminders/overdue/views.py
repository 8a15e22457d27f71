"""Who keeps books too long, and calls to them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network import clock
from orda.network.models import Unit
from orda.network.plain_csv import to_csv
from orda.network.refusals import Refusal
from orda.network.rights import REMIND, StaffRequest, needs
from orda.readers.looks import note_looks
from orda.readers.models import Reader
from orda.readers.queries import KEPT
from orda.reminders.overdue import queries, services
from orda.reminders.overdue.forms import AskedForm, CallForm

READERS_ON_A_PAGE = 25
MOST_IN_A_FILE = 5_000


@require_safe
@needs(REMIND)
def overdue(request: StaffRequest) -> HttpResponse:
    """The overdue page; `print=1` has everybody of the filter on one page, `file=csv` in a sheet."""
    form = AskedForm(request.GET or None)
    asked = form.asked() if form.is_bound else queries.Asked()
    unit, day = request.workplace, clock.today()
    found = queries.late_readers(unit, day, asked)
    everybody = request.GET.get("file") == "csv" or "print" in request.GET
    page = Paginator(found, MOST_IN_A_FILE if everybody else READERS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    late = queries.with_their_loans([int(str(row["reader"])) for row in page], unit, day, asked)
    note_looks([one.reader.pk for one in late], staff_id=request.user.pk)
    if request.GET.get("file") == "csv":
        return _as_csv(late)
    context = {
        "form": form,
        "page": page,
        "late": late,
        "totals": queries.totals(unit, day),
        "call": CallForm(auto_id=False),
        "at_a_library": unit.kind == Unit.Kind.LIBRARY,
        "printed": everybody,
    }
    return render(request, "overdue/overdue.html", context)


def _as_csv(late: list[queries.Late]) -> HttpResponse:
    heads = (
        *(_("Reader"), _("Card number"), _("School or kindergarten"), _("Class"), _("Parent or guardian")),
        *(
            _("Telephone"),
            _("Book"),
            _("Inventory number"),
            _("Due"),
            _("Days late"),
            _("Library"),
            _("Last said"),
        ),
    )
    rows: list[tuple[Any, ...]] = [heads]
    for one in late:
        reader, said = one.reader, one.said
        told = f"{said.get_medium_display()} {clock.day_of(said.queued_at):%d.%m.%Y}" if said else ""
        for loan in one.loans:
            rows.append(
                (
                    reader.full_name,
                    reader.card_number,
                    reader.school,
                    reader.school_class,
                    one.parent,
                    one.phone,
                )
                + (loan.copy.record.title, loan.copy.inventory_number, f"{loan.due_on:%d.%m.%Y}")
                + ((clock.today() - loan.due_on).days, loan.library.name, told)
            )
    answer = HttpResponse(to_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="overdue-{clock.today():%Y-%m-%d}.csv"'
    return answer


@require_POST
@needs(REMIND, reader_id=KEPT)
def call(request: StaffRequest, reader_id: int) -> HttpResponse:
    """Notes a call and what came of it."""
    reader = get_object_or_404(Reader.objects.select_related("family"), pk=reader_id)
    form = CallForm(request.POST)
    if request.workplace.kind != Unit.Kind.LIBRARY or not form.is_valid():
        messages.error(request, _("A call is noted at a library, with what came of it."))
        return _back(request)
    try:
        services.note_call(reader, library=request.workplace, by_id=request.user.pk, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Call noted: %(reader)s") % {"reader": reader})
    return _back(request)


def _back(request: StaffRequest) -> HttpResponse:
    """To the page from which it was sent, with its filter."""
    asked = request.POST.get("next", "")
    return redirect(asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else "overdue")
