"""The report builder's page, its files, and the reports that are kept."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.diary.measures import DIMENSIONS
from orda.network import clock
from orda.network.extras import NotInstalled
from orda.network.models import Unit
from orda.network.rights import BUILD_REPORTS, SEE_BOARD, StaffRequest, asked_inside, may, needs
from orda.network.workplace import asked_unit, choices_of
from orda.reports.models import SavedReport
from orda.reports.pivots.choices import (
    HOUR,
    PLOTS,
    TIMES,
    WHERE,
    BadChoice,
    Choice,
    axes_of,
    carried_by,
    choice_of,
    countable,
    values_of,
)
from orda.reports.pivots.files import WRITERS
from orda.reports.pivots.forms import LONGEST_TITLE, SavedForm
from orda.reports.pivots.mailing import choice_kept_in
from orda.reports.pivots.periods import RELATIVE
from orda.reports.pivots.pivot import Pivot, pivot
from orda.reports.pivots.plots import plot_of

SAVED_SHOWN = 50
WIDEST = 60  # columns that a page shows; files have them all
LONGEST = 200  # rows, likewise
SHADES = 5


@require_safe
@needs(SEE_BOARD)
def builder(request: StaffRequest) -> HttpResponse:
    """Choose what is counted, by what it is told apart, when and where: a table, a plot, files."""
    unit = asked_unit(request, SEE_BOARD)
    try:
        choice = choice_of(request.GET.dict(), unit)
    except BadChoice as bad:
        return _page(request, choice_of({}, unit), str(bad), status=400)
    return _page(request, choice)


def _page(request: StaffRequest, choice: Choice, refusal: str = "", status: int = 200) -> HttpResponse:
    made = pivot(choice)
    context = {
        "refusal": refusal,
        "choice": choice,
        "countable": countable(choice.known),
        "axes": axes_of(choice.counted, choice.known),
        "periods": RELATIVE,
        "cohorts": Unit.Cohort.choices,
        "filters": _filters(choice),
        "plots": PLOTS,
        "libraries": [one for one in choices_of(request) if may(request.user, SEE_BOARD, one)],
        "heads": [label for _value, label in made.shown_columns[:WIDEST]],
        "columns_left": max(0, len(made.shown_columns) - WIDEST),
        "rows_left": max(0, len(made.rows) - LONGEST),
        "rows": _rows(made),
        "sums": [made.column_total(value) for value, _label in made.shown_columns[:WIDEST]],
        "total": made.total,
        "plot": plot_of(made),
        "bars_instead": choice.plot == "lines" and choice.rows not in TIMES,
        "by_hour": HOUR in (choice.rows, choice.columns),
        "forms": tuple(WRITERS),
        "saved": _saved(request, request.GET.get("page")),
        "may_send": may(request.user, BUILD_REPORTS, request.workplace),
    }
    return render(request, "reports/builder/page.html", context, status=status)


def _filters(choice: Choice) -> list[dict[str, Any]]:
    """The dimensions whose one value may be asked for, with their values."""
    return [
        {
            "name": f"{WHERE}{name}",
            "label": DIMENSIONS[name].label,
            "values": values_of(name),
            "chosen": choice.where.get(name, ""),
        }
        for name in carried_by(choice.counted, choice.known)
    ]


def _rows(made: Pivot) -> list[dict[str, Any]]:
    """Rows with their cells and how dark each stands beside the greatest: the table is its own heat map."""
    most = max((abs(number) for number in made.cells.values()), default=0)
    return [
        {
            "label": label,
            "cells": [
                (number, -(-abs(number) * SHADES // most) if most else 0)
                for value, _label in made.shown_columns[:WIDEST]
                for number in [made.cell(row, value)]
            ],
            "total": made.row_total(row),
        }
        for row, label in made.rows[:LONGEST]
    ]


def _saved(request: StaffRequest, page: str | None) -> Any:
    mine = SavedReport.objects.filter(Q(owner=request.user) | Q(shared=True)).select_related("owner")
    return Paginator(mine, SAVED_SHOWN).get_page(page)


@require_safe
@needs(SEE_BOARD)
def builder_file(request: StaffRequest, form: str) -> HttpResponse:
    """The same pivot as a file; the page says so where what makes the file is not installed."""
    if form not in WRITERS:
        raise Http404
    try:
        choice: Choice = choice_of(request.GET.dict(), asked_unit(request, SEE_BOARD))
    except BadChoice as bad:
        return HttpResponse(str(bad), status=400, content_type="text/plain; charset=utf-8")
    write, kind = WRITERS[form]
    try:
        answer = HttpResponse(write(pivot(choice)), content_type=kind)
    except NotInstalled as missing:
        return _page(request, choice, str(missing), status=501)
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
        return HttpResponse(str(bad), status=400, content_type="text/plain; charset=utf-8")
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        return HttpResponse(
            _("Title: write up to %(most)s signs.") % {"most": LONGEST_TITLE},
            status=422,
            content_type="text/plain; charset=utf-8",
        )
    SavedReport.objects.create(
        title=title,
        address=choice.address,
        owner=request.user,
        shared="shared" in request.POST,
        language=(get_language() or "kk")[:2],
    )
    messages.success(request, _("The report is kept."))
    return redirect(f"{reverse('report_builder')}?{choice.address}")


@require_http_methods(["GET", "POST"])
@needs(BUILD_REPORTS, pk=asked_inside)
def saved(request: StaffRequest, pk: int) -> HttpResponse:
    """Its owner changes a kept report: title, who sees it, and when it goes to whom."""
    report = _own(request, pk)
    form = SavedForm(
        request.POST or None, initial={name: getattr(report, name) for name in SavedForm.base_fields}
    )
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["schedule"] != report.schedule:
            report.scheduled_on = clock.today()
        for name, value in form.cleaned_data.items():
            setattr(report, name, value)
        report.save()
        messages.success(request, _("The report is kept."))
        return redirect(f"{reverse('report_builder')}?{report.address}")
    context = {"form": form, "report": report, "choice": _choice_or_none(report)}
    return render(request, "reports/builder/saved.html", context, status=422 if form.errors else 200)


@require_POST
@needs(SEE_BOARD, pk=asked_inside)
def forget(request: StaffRequest, pk: int) -> HttpResponse:
    """Its owner removes a kept report."""
    _own(request, pk).delete()
    return redirect("report_builder")


def _own(request: StaffRequest, pk: int) -> SavedReport:
    found = get_object_or_404(SavedReport, pk=pk)
    if found.owner_id != request.user.pk:
        raise PermissionDenied
    return found


def _choice_or_none(report: SavedReport) -> Choice | None:
    """None where what it asks for is no more."""
    try:
        return choice_kept_in(report)
    except (BadChoice, Unit.DoesNotExist):
        return None
