"""The report builder's page and its files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network.models import Unit
from orda.network.rights import SEE_BOARD, StaffRequest, may, needs
from orda.network.workplace import asked_unit, choices_of
from orda.reports.models import SavedReport
from orda.reports.pivots.choices import BadChoice, Choice, axes_of, choice_of, countable
from orda.reports.pivots.files import WRITERS
from orda.reports.pivots.pivot import Pivot, pivot

LONGEST_TITLE = 200
SAVED_SHOWN = 50
WIDEST = 60  # columns that a page shows; files have them all
SHADES = 5


@require_safe
@needs(SEE_BOARD)
def builder(request: StaffRequest) -> HttpResponse:
    """Choose what is counted, by what it is told apart, when and where: a table, a plot, files."""
    refusal = ""
    unit = asked_unit(request, SEE_BOARD)
    try:
        choice = choice_of(request.GET.dict(), unit)
    except BadChoice as bad:
        refusal, choice = str(bad), choice_of({}, unit)
    made = pivot(choice)
    context = {
        "refusal": refusal,
        "choice": choice,
        "countable": countable(),
        "axes": axes_of(choice.counted),
        "cohorts": Unit.Cohort.choices,
        "libraries": [one for one in choices_of(request) if may(request.user, SEE_BOARD, one)],
        "heads": [label for _value, label in made.columns[:WIDEST]],
        "narrowed": max(0, len(made.columns) - WIDEST),
        "rows": _rows(made),
        "sums": [made.column_total(value) for value, _label in made.columns[:WIDEST]],
        "total": made.total,
        "bars": _bars(made),
        "forms": tuple(WRITERS),
        "saved": _saved(request, request.GET.get("page")),
    }
    return render(request, "reports/builder.html", context, status=400 if refusal else 200)


def _rows(made: Pivot) -> list[dict[str, Any]]:
    """Rows with their cells and how dark each stands beside the greatest: the table is its own heat map."""
    most = max((abs(number) for number in made.cells.values()), default=0)
    return [
        {
            "label": label,
            "cells": [
                (number, -(-abs(number) * SHADES // most) if most else 0)
                for value, _label in made.columns[:WIDEST]
                for number in [made.cell(row, value)]
            ],
            "total": made.row_total(row),
        }
        for row, label in made.rows
    ]


def _bars(made: Pivot) -> list[dict[str, Any]]:
    """The rows' totals as bars, in hundredths of the greatest."""
    totals = [(label, made.row_total(row)) for row, label in made.rows]
    most = max((abs(number) for _label, number in totals), default=0)
    return [
        {"label": label, "number": number, "width": abs(number) * 800 // most}
        for label, number in (totals[:40] if most else [])
    ]


def _saved(request: StaffRequest, page: str | None) -> Any:
    mine = SavedReport.objects.filter(Q(owner=request.user) | Q(shared=True)).select_related("owner")
    return Paginator(mine, SAVED_SHOWN).get_page(page)


@require_safe
@needs(SEE_BOARD)
def builder_file(request: StaffRequest, form: str) -> HttpResponse:
    """The same pivot as a file."""
    if form not in WRITERS:
        raise Http404
    try:
        choice: Choice = choice_of(request.GET.dict(), asked_unit(request, SEE_BOARD))
    except BadChoice as bad:
        return HttpResponse(str(bad), status=400)
    write, kind = WRITERS[form]
    answer = HttpResponse(write(pivot(choice)), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="orda-report.{form}"'
    return answer


@require_POST
@needs(SEE_BOARD)
def save(request: StaffRequest) -> HttpResponse:
    """Keeps a report under a title, for oneself or for all who see the board."""
    title = request.POST.get("title", "").strip()
    try:
        choice = choice_of(request.POST.dict(), asked_unit(request, SEE_BOARD))
    except BadChoice as bad:
        return HttpResponse(str(bad), status=400)
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        return HttpResponse(_("Title: write up to %(most)s signs.") % {"most": LONGEST_TITLE}, status=422)
    SavedReport.objects.create(
        title=title, address=choice.address, owner=request.user, shared="shared" in request.POST
    )
    messages.success(request, _("The report is kept."))
    return redirect(f"{request.path.removesuffix('save/')}?{choice.address}")


@require_POST
@needs(SEE_BOARD)
def forget(request: StaffRequest, pk: int) -> HttpResponse:
    """Its owner removes a kept report."""
    found = get_object_or_404(SavedReport, pk=pk)
    if found.owner_id != request.user.pk:
        raise PermissionDenied
    found.delete()
    return redirect("report_builder")
