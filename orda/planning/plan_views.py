"""The plan as a document: read section by section, changed while a draft, carried through its steps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.events.models import HeldEvent
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import (
    APPROVE_PLAN,
    EDIT_PLAN,
    SEE_BOARD,
    WRITE_DIARY,
    StaffRequest,
    granted,
    may,
    needs,
)
from orda.network.workplace import choices_of
from orda.planning.models import Figure, Line, ManualCount, Passage, Plan, Section, Table, Version
from orda.planning.plan_forms import CountForm, LineForm, PassageForm, RemarkForm
from orda.planning.queries import document, in_force
from orda.planning.queries.missing import by_performer, who_is_missing
from orda.planning.services import by_hand, copying, documents, line_sources

STEPS = {
    "submit": EDIT_PLAN,
    "approve": APPROVE_PLAN,
    "return": APPROVE_PLAN,
    "change": APPROVE_PLAN,
}
LINES_A_TABLE = 400
COUNTS_SHOWN = 50


@require_safe
@needs(SEE_BOARD)
def plans(request: StaffRequest) -> HttpResponse:
    """The newest plan of this year or before; a word where there is none."""
    known = document.plans()
    today = clock.today().year
    chosen = next((one for one in known if one.year <= today), known[0] if known else None)
    if chosen:
        return redirect("plan", year=chosen.year)
    return render(request, "planning/plan/none.html")


@dataclass(frozen=True)
class SectionShare:
    """A section of the contents, with how its lines stand."""

    section: Section
    lines: int
    automatic: int
    done: int
    overdue: int


@require_safe
@needs(SEE_BOARD)
def plan(request: StaffRequest, year: int) -> HttpResponse:
    """The contents of a plan: sections with how much of each is done, steps, versions."""
    found = get_object_or_404(Plan, year=year)
    lines = document.lines_of(found)
    automatic, manual = document.share_automatic(one.line for one in lines)
    context = {
        **_context(request, found),
        "contents": _contents(found, lines),
        "total": len(lines),
        "automatic": automatic,
        "manual": manual,
        "states": _states(lines),
        "versions": found.versions.select_related("made_by").defer("content"),
        "without_russian": len(documents.missing_russian(found)),
        "passages": Passage.objects.filter(section__plan=found).count(),
    }
    return render(request, "planning/plan/plan.html", context)


def _contents(found: Plan, lines: Iterable[document.LineStatus]) -> list[SectionShare]:
    by_section: dict[int, list[document.LineStatus]] = defaultdict(list)
    for one in lines:
        by_section[one.line.table.section_id].append(one)
    return [
        SectionShare(
            section,
            len(mine),
            sum(one.line.automatic for one in mine),
            sum(one.state == "done" for one in mine),
            sum(one.state == "overdue" for one in mine),
        )
        for section in found.sections.all()
        for mine in [by_section[section.pk]]
    ]


def _states(lines: Iterable[document.LineStatus]) -> list[tuple[str, Any, int]]:
    counted: dict[str, int] = defaultdict(int)
    for one in lines:
        counted[one.state] += 1
    return [(state, label, counted[state]) for state, label in document.LINE_STATES.items() if counted[state]]


@require_safe
@needs(SEE_BOARD)
def section(request: StaffRequest, year: int, key: str) -> HttpResponse:
    """A section: its prose in both languages, its tables as printed, its lines with what was reached."""
    found = get_object_or_404(Plan, year=year)
    here = get_object_or_404(Section, plan=found, key=key)
    tables = list(here.tables.prefetch_related("lines__plan"))
    asked = [line for table in tables for line in table.lines.all()]
    by_table: dict[int, list[document.LineStatus]] = defaultdict(list)
    for one in document.lines_of(found, lines=asked):
        by_table[one.line.table_id].append(one)
    figures = document.figures_around(year)
    everything = list(found.sections.all())
    place = everything.index(here)
    context = {
        **_context(request, found),
        "section": here,
        "title": document.said(here, "title"),
        "passages": here.passages.all(),
        "tables": [
            (table, document.said(table, "title"), _grid(table, found, figures), by_table[table.pk])
            for table in tables
        ],
        "before": everything[place - 1] if place else None,
        "after": everything[place + 1] if place + 1 < len(everything) else None,
    }
    return render(request, "planning/plan/section.html", context)


@dataclass(frozen=True)
class Head:
    """A cell of a grid's head."""

    text: str
    columns: int
    rows: int


@dataclass(frozen=True)
class Grid:
    """A table as printed: rows of heads, and rows of a heading and cells (numbers, words or None)."""

    heads: tuple[tuple[Head, ...], ...]
    rows: tuple[tuple[str, tuple[Any, ...]], ...]
    deep: int


def _grid(table: Table, found: Plan, figures: dict[Any, Any]) -> Grid | None:
    if table.grid is None:
        return None
    language = 1 if get_language() == "ru" else 0

    def word(label: Any) -> str:
        text = label[language] or label[0] if label else ""
        return documents.in_year(text, found.year)

    paths = [[word(label) for label in column] for column in table.grid["columns"]]
    rows = tuple(
        (
            word(row["heading"]),
            tuple(
                None
                if cell is None
                else word(cell["text"])
                if isinstance(cell, dict)
                else figures.get(tuple(cell))
                for cell in row["cells"]
            ),
        )
        for row in table.grid["rows"]
    )
    return Grid(heads_of(paths), rows, max(map(len, paths)))


def heads_of(paths: list[list[str]]) -> tuple[tuple[Head, ...], ...]:
    """Column paths from the top down -> rows of heads: neighbours alike from the top are one wide cell."""
    deep = max(map(len, paths))
    rows: list[tuple[Head, ...]] = []
    for level in range(deep):
        heads: list[Head] = []
        place = 0
        while place < len(paths):
            path = paths[place]
            if level >= len(path):
                place += 1
                continue
            wide = 1
            last = level == len(path) - 1
            while (
                not last
                and place + wide < len(paths)
                and paths[place + wide][: level + 1] == path[: level + 1]
                and len(paths[place + wide]) > level + 1
            ):
                wide += 1
            heads.append(Head(path[level], wide, deep - level if last else 1))
            place += wide
        rows.append(tuple(heads))
    return tuple(rows)


@require_safe
@needs(SEE_BOARD)
def line(request: StaffRequest, pk: int) -> HttpResponse:
    """A line: what the plan asks, what was reached, the evidence behind it, and the ways to fill it."""
    return _line_page(request, _a_line(pk))


@require_http_methods(["GET", "POST"])
@needs(EDIT_PLAN)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Changes a line of a draft."""
    found = _a_line(pk)
    _at_owner(request, EDIT_PLAN)
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
        **_context(request, found.plan),
        "line": found,
        "form": form,
        "sources": sources if line_sources.may_change(found) else (),
        "source": found.source.get("key", ""),
    }
    return render(request, "planning/plan/change.html", context, status=422 if form.errors else 200)


@require_POST
@needs(EDIT_PLAN)
def source(request: StaffRequest, pk: int) -> HttpResponse:
    """Counts a line of a draft by an indicator instead of by hand, or by hand again."""
    found = _a_line(pk)
    _at_owner(request, EDIT_PLAN)
    try:
        line_sources.count_by(found, request.POST.get("indicator", ""))
        messages.success(request, _("The line is changed."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("plan_line", pk=pk)


@require_POST
@needs(WRITE_DIARY)
def count(request: StaffRequest, pk: int) -> HttpResponse:
    """Enters a count by hand, with its note and evidence."""
    found = _a_line(pk)
    form = CountForm(request.POST, request.FILES, units=_units(request))
    if form.is_valid():
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


@require_POST
@needs(SEE_BOARD)
def remark(request: StaffRequest, pk: int) -> HttpResponse:
    """Writes a comment on a line."""
    found = _a_line(pk)
    form = RemarkForm(request.POST)
    if form.is_valid():
        documents.remark(found, form.cleaned_data["text"], request.user)
        return redirect("plan_line", pk=pk)
    return _line_page(request, found, remark_form=form, status=422)


@require_POST
@needs(WRITE_DIARY)
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
@needs(SEE_BOARD)
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


@require_http_methods(["GET", "POST"])
@needs(EDIT_PLAN)
def passage(request: StaffRequest, pk: int) -> HttpResponse:
    """Changes a piece of a draft's prose."""
    found = get_object_or_404(Passage.objects.select_related("section__plan"), pk=pk)
    _at_owner(request, EDIT_PLAN)
    texts = {"text_kk": found.text_kk, "text_ru": found.text_ru}
    form = PassageForm(request.POST) if request.method == "POST" else PassageForm(initial=texts)
    if request.method == "POST" and form.is_valid():
        try:
            documents.change_passage(found, form.cleaned_data["text_kk"], form.cleaned_data["text_ru"])
            return redirect("plan_section", year=found.section.plan.year, key=found.section.key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {**_context(request, found.section.plan), "passage": found, "form": form}
    return render(request, "planning/plan/passage.html", context, status=422 if form.errors else 200)


@require_POST
@needs(SEE_BOARD)
def step(request: StaffRequest, year: int) -> HttpResponse:
    """Carries the plan a step further: each step has its right."""
    found = get_object_or_404(Plan, year=year)
    name = request.POST.get("step", "")
    if name not in STEPS:
        return HttpResponse(_("There is no such step."), status=400, content_type="text/plain; charset=utf-8")
    _at_owner(request, STEPS[name])
    try:
        made = documents.take_step(found, name, request.user, request.POST.get("decision", "")[:300])
        messages.success(request, _("Kept as version %(number)s.") % {"number": made.number})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("plan", year=year)


@require_safe
@needs(EDIT_PLAN)
def proposal(request: StaffRequest, year: int) -> HttpResponse:
    """What next year's targets would be, and how they are made."""
    found = get_object_or_404(Plan, year=year)
    shown = [one for one in copying.proposals(found) if one.target is not None]
    context = {
        **_context(request, found),
        "proposals": shown,
        "expected": any(one.expected for one in shown),
        "today": clock.today(),
        "next": year + 1,
        "exists": Plan.objects.filter(year=year + 1).exists(),
    }
    return render(request, "planning/plan/proposal.html", context)


@require_POST
@needs(EDIT_PLAN)
def copy(request: StaffRequest, year: int) -> HttpResponse:
    """Makes next year's draft."""
    found = get_object_or_404(Plan, year=year)
    _at_owner(request, EDIT_PLAN)
    try:
        made = copying.copy_plan(found, year + 1)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("plan", year=year)
    messages.success(request, _("The draft of %(year)s is made.") % {"year": made.year})
    return redirect("plan", year=made.year)


@require_safe
@needs(SEE_BOARD)
def languages(request: StaffRequest, year: int) -> HttpResponse:
    """The texts that stand in Kazakh alone."""
    found = get_object_or_404(Plan, year=year)
    context = {
        **_context(request, found),
        "lines": found.lines.filter(content_ru="").select_related("table")[:LINES_A_TABLE],
        "without": len(documents.missing_russian(found)),
    }
    return render(request, "planning/plan/languages.html", context)


@require_safe
@needs(SEE_BOARD)
def missing(request: StaffRequest, year: int) -> HttpResponse:
    """Lines counted by hand, and which of their performers have entered nothing in a quarter."""
    found = get_object_or_404(Plan, year=year)
    usual = (clock.today().month + 2) // 3 if clock.today().year == year else 4
    text = request.GET.get("quarter", str(usual))
    if text not in ("1", "2", "3", "4"):
        return HttpResponse(
            _("A quarter is 1, 2, 3 or 4."), status=400, content_type="text/plain; charset=utf-8"
        )
    rows = who_is_missing(found, int(text))
    who = request.GET.get("who")
    context = {
        **_context(request, found),
        "quarter": int(text),
        "quarters": (1, 2, 3, 4),
        "performers": by_performer(rows),
        "who": who,
        "rows": rows if who is None else [row for row in rows if who in row.performers],
    }
    return render(request, "planning/plan/missing.html", context)


@require_safe
@needs(SEE_BOARD)
def version(request: StaffRequest, year: int, number: int) -> HttpResponse:
    """A version: its seal, and what changed since an earlier one (of an approved one: the one approved before)."""
    found = get_object_or_404(Plan, year=year)
    shown = get_object_or_404(Version.objects.select_related("made_by"), plan=found, number=number)
    earlier = list(found.versions.filter(number__lt=number).defer("content"))
    before = _compared_with(shown, earlier, request.GET.get("with", ""))
    changed = document.differences(before.content, shown.content) if before else []
    context = {
        **_context(request, found),
        "version": shown,
        "before": before,
        "earlier": earlier,
        "changed": changed[:LINES_A_TABLE],
        "changed_number": len(changed),
        "sound": documents.seal_of(shown.content) == shown.seal,
    }
    return render(request, "planning/plan/version.html", context)


def _compared_with(shown: Version, earlier: Sequence[Version], asked: str) -> Version | None:
    """Each step keeps a version, so the one before an approved one is the same text as it was submitted."""
    chosen = [one for one in earlier if str(one.number) == asked]
    approved = [one for one in earlier if one.step == shown.step == Plan.Step.APPROVED]
    return next(iter([*chosen, *approved, *earlier]), None)


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
        **_context(request, found.plan),
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
        "may_count": found.by_hand and bool(_units(request)),
        "form": form or CountForm(units=_units(request), done=done),
        "remark_form": remark_form or RemarkForm(),
    }
    return render(request, "planning/plan/line.html", context, status=status)


def _a_line(pk: int) -> Line:
    return get_object_or_404(Line.objects.select_related("plan", "table__section"), pk=pk)


def _targets(found: Line) -> dict[int, Any]:
    cells = Figure.objects.filter(
        year=found.plan.year, kind=Figure.TARGET, indicator=found.key, cohort=found.cohort
    )
    return {one.quarter: one.value for one in cells}


def _units(request: StaffRequest) -> list[Unit]:
    """Where the person may enter counts."""
    return [unit for unit in choices_of(request) if may(request.user, WRITE_DIARY, unit)]


def _owner() -> Unit | None:
    return Unit.objects.filter(kind=Unit.Kind.NETWORK).order_by("path").first() or network.root()


def _at_owner(request: StaffRequest, right: str) -> None:
    """The plan is the network's: who works in one library alone doesn't change it."""
    owner = _owner()
    if owner is None or not may(request.user, right, owner):
        raise PermissionDenied


def _context(request: StaffRequest, found: Plan) -> dict[str, Any]:
    owner = _owner()
    rights = granted(request.user, owner) if owner else set()
    return {
        "plan": found,
        "years": [one.year for one in document.plans()],
        "may_edit": EDIT_PLAN in rights and found.may_change,
        "may_propose": EDIT_PLAN in rights,
        "may_submit": EDIT_PLAN in rights and found.may_change,
        "may_approve": APPROVE_PLAN in rights and found.step == Plan.Step.SUBMITTED,
        "may_open": APPROVE_PLAN in rights and found.step == Plan.Step.APPROVED,
    }
