"""A line of the plan: read with its evidence, changed while a draft, filled by counts, talked about."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.events.models import HeldEvent
from orda.network.alike import Earlier
from orda.network.refusals import Refusal
from orda.network.rights import (
    EDIT_PLAN,
    SEE_BOARD,
    WRITE_DIARY,
    StaffRequest,
    everybodys,
    may,
    needs,
    owned,
)
from orda.planning.document import by_hand, line_sources
from orda.planning.document import queries as document
from orda.planning.document import services as documents
from orda.planning.document.access import at_owner, plan_context, units_of
from orda.planning.document.forms import CountForm, LineForm, RemarkForm
from orda.planning.document.models import Line, ManualCount
from orda.planning.indicators.added import in_force
from orda.planning.year.models import Figure

COUNTS_SHOWN = 50


@require_safe
@needs(SEE_BOARD, pk=everybodys)
def line(request: StaffRequest, pk: int) -> HttpResponse:
    """A line: what the plan asks, what was reached, the evidence behind it, and the ways to fill it."""
    return _line_page(request, _a_line(pk))


@require_http_methods(["GET", "POST"])
@needs(EDIT_PLAN, pk=everybodys)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Changes a line of a draft."""
    found = _a_line(pk)
    at_owner(request, EDIT_PLAN)
    form = LineForm(request.POST) if request.method == "POST" else LineForm.of(found, _targets(found))
    if request.method == "POST" and form.is_valid():
        try:
            documents.change_line(found, form.texts, form.targets, request.user)
            messages.success(request, _("The line is changed."))
            return redirect("plan_line", pk=pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    sources = line_sources.fitting(found, in_force(found.plan.year))
    context = {
        **plan_context(request, found.plan),
        "line": found,
        "form": form,
        "sources": sources if line_sources.may_change(found) else (),
        "source": found.source.get("key", ""),
    }
    return render(request, "document/change.html", context, status=422 if form.errors else 200)


@require_POST
@needs(EDIT_PLAN, pk=everybodys)
def source(request: StaffRequest, pk: int) -> HttpResponse:
    """Counts a line of a draft by an indicator instead of by hand, or by hand again."""
    found = _a_line(pk)
    at_owner(request, EDIT_PLAN)
    try:
        line_sources.count_by(found, request.POST.get("indicator", ""))
        messages.success(request, _("The line is changed."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("plan_line", pk=pk)


@require_POST
@needs(WRITE_DIARY, pk=everybodys)
def count(request: StaffRequest, pk: int) -> HttpResponse:
    """Enters a count by hand, with its note and evidence."""
    found = _a_line(pk)
    form = CountForm(request.POST, request.FILES, units=units_of(request))
    if form.is_valid() and not form.warned(_like_it(form, found)):
        said = form.cleaned_data
        try:
            by_hand.count_by_hand(
                found,
                said["library"],
                said["quantity"],
                said["note"],
                request.user,
                day=said["day"],
                attachment=said["attachment"],
            )
            messages.success(request, _("The count is kept."))
            return redirect("plan_line", pk=pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return _line_page(request, found, form=form, status=422)


def _like_it(form: CountForm, line: Line) -> list[Earlier]:
    said = form.cleaned_data
    same = ManualCount.objects.filter(
        line=line, library=said["library"], day=said["day"], quantity=said["quantity"], taken_back=False
    )
    return [
        Earlier(f"{one.day:%d.%m.%Y} · {one.quantity} · {one.note} · {one.recorded_by or ''}")
        for one in same.select_related("recorded_by").order_by("pk")
    ]


@require_POST
@needs(SEE_BOARD, pk=everybodys)
def remark(request: StaffRequest, pk: int) -> HttpResponse:
    """Writes a comment on a line."""
    found = _a_line(pk)
    form = RemarkForm(request.POST)
    if form.is_valid():
        documents.remark(found, form.cleaned_data["text"], request.user)
        return redirect("plan_line", pk=pk)
    return _line_page(request, found, remark_form=form, status=422)


@require_POST
@needs(WRITE_DIARY, pk=owned(ManualCount, "library"))
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Takes a mistaken count back."""
    found = get_object_or_404(ManualCount.objects.select_related("library"), pk=pk)
    if not may(request.user, WRITE_DIARY, found.library):
        raise PermissionDenied
    try:
        by_hand.take_back(found)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("plan_line", pk=found.line_id)


@require_safe
@needs(SEE_BOARD, pk=owned(ManualCount, "library"))
def attachment(request: StaffRequest, pk: int) -> HttpResponse:
    """The evidence of a count, to be kept rather than shown: nothing that was attached runs here."""
    found = get_object_or_404(ManualCount.objects.select_related("library"), pk=pk)
    if not may(request.user, SEE_BOARD, found.library):
        raise PermissionDenied
    if not found.attachment:
        raise Http404
    with found.attachment.open("rb") as kept:
        answer = HttpResponse(kept.read(), content_type="application/octet-stream")
    name = str(found.attachment.name).rpartition("/")[2]
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _line_page(
    request: StaffRequest,
    found: Line,
    *,
    form: CountForm | None = None,
    remark_form: RemarkForm | None = None,
    status: int = 200,
) -> HttpResponse:
    (shown,) = document.lines_of(found.plan, lines=[found])
    kind = found.source["kind"]
    held = HeldEvent.objects.none()
    if kind == "events":
        held = HeldEvent.objects.filter(
            planned__year=found.plan.year, planned__number=found.source["number"], cancelled=False
        )
    counts = found.counts.select_related("library", "recorded_by")
    done = kind == "milestone"
    context = {
        **plan_context(request, found.plan),
        "shown": shown,
        "line": found,
        "term": document.term_text(found),
        "targets": sorted(_targets(found).items()),
        "indicator": found.source.get("key", ""),
        "terms": document.terms_in_words(found),
        "held": held.select_related("library").order_by("day")[:COUNTS_SHOWN],
        "counts": counts[:COUNTS_SHOWN],
        "remarks": found.remarks.select_related("written_by"),
        "parts": document.parts_of(found),
        "may_count": found.by_hand and bool(units_of(request)),
        "form": form or CountForm(units=units_of(request), done=done),
        "remark_form": remark_form or RemarkForm(),
    }
    return render(request, "document/line.html", context, status=status)


def _a_line(pk: int) -> Line:
    return get_object_or_404(Line.objects.select_related("plan", "table__section"), pk=pk)


def _targets(found: Line) -> dict[int, Any]:
    cells = Figure.objects.filter(
        year=found.plan.year, kind=Figure.TARGET, indicator=found.key, cohort=found.cohort
    )
    return {one.quarter: one.value for one in cells}
