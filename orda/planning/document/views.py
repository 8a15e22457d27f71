"""The plan as a document: read section by section, changed while a draft, carried through its steps."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network import clock
from orda.network.refusals import Refusal
from orda.network.rights import (
    APPROVE_PLAN,
    EDIT_PLAN,
    SEE_BOARD,
    StaffRequest,
    everybodys,
    needs,
)
from orda.planning.document import copying
from orda.planning.document import queries as document
from orda.planning.document import services as documents
from orda.planning.document.access import at_owner, plan_context
from orda.planning.document.differences import differences
from orda.planning.document.forms import PassageForm
from orda.planning.document.grids import grid_of
from orda.planning.document.last_year import counted_by, figures_of
from orda.planning.document.missing import by_performer, who_is_missing
from orda.planning.document.models import Passage, Plan, Section, Table, Version
from orda.planning.year.known import notes_of
from orda.planning.year.models import SourceNote

STEPS = {
    "submit": EDIT_PLAN,
    "approve": APPROVE_PLAN,
    "return": APPROVE_PLAN,
    "change": APPROVE_PLAN,
}
LINES_A_TABLE = 400


@require_safe
@needs(SEE_BOARD)
def plans(request: StaffRequest) -> HttpResponse:
    """The newest plan of this year or before; a word where there is none."""
    known = document.plans()
    today = clock.today().year
    chosen = next((one for one in known if one.year <= today), known[0] if known else None)
    if chosen:
        return redirect("plan", year=chosen.year)
    return render(request, "document/none.html")


@dataclass(frozen=True)
class SectionShare:
    """A section of the contents, with how its lines stand."""

    section: Section
    lines: int
    automatic: int
    done: int
    overdue: int


@require_safe
@needs(SEE_BOARD, year=everybodys)
def plan(request: StaffRequest, year: int) -> HttpResponse:
    """The contents of a plan: sections with how much of each is done, steps, versions."""
    found = get_object_or_404(Plan, year=year)
    lines = document.lines_of(found)
    automatic, manual = document.share_automatic(one.line for one in lines)
    context = {
        **plan_context(request, found),
        "contents": _contents(found, lines),
        "total": len(lines),
        "automatic": automatic,
        "manual": manual,
        "states": _states(lines),
        "versions": found.versions.select_related("made_by").defer("content"),
        "without_russian": len(documents.missing_russian(found)),
        "passages": Passage.objects.filter(section__plan=found).count(),
    }
    return render(request, "document/plan.html", context)


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
@needs(SEE_BOARD, year=everybodys)
def section(request: StaffRequest, year: int, key: str) -> HttpResponse:
    """A section: its prose in both languages, its tables as printed, its lines with what was reached."""
    found = get_object_or_404(Plan, year=year)
    here = get_object_or_404(Section, plan=found, key=key)
    tables = list(here.tables.prefetch_related("lines__plan"))
    asked = [line for table in tables for line in table.lines.all()]
    by_table: dict[int, list[document.LineStatus]] = defaultdict(list)
    for one in document.lines_of(found, lines=asked):
        by_table[one.line.table_id].append(one)
    figures = figures_of(found, tables)
    notes = _noted(tables, found.year)
    everything = list(found.sections.all())
    place = everything.index(here)
    context = {
        **plan_context(request, found),
        "section": here,
        "title": document.said(here, "title"),
        "passages": here.passages.all(),
        "tables": [
            (
                table,
                document.said(table, "title"),
                grid_of(table, found, figures),
                by_table[table.pk],
                counted_by(found, table),
                notes[table.pk],
            )
            for table in tables
        ],
        "parts": list(takewhile(lambda one: one.level > here.level, everything[place + 1 :])),
        "before": everything[place - 1] if place else None,
        "after": everything[place + 1] if place + 1 < len(everything) else None,
    }
    return render(request, "document/section.html", context)


def _noted(tables: Iterable[Table], year: int) -> dict[int, list[SourceNote]]:
    """Table -> what the source contradicts there. Notes name tables as their files do; one of several tables of a file
    stands below the first."""
    notes, found = notes_of(year), {}
    for table in tables:
        key = table.key.removeprefix("list.")
        found[table.pk] = [
            one for one in notes if _TABLES.get(one.table, one.table) in (key, key.partition(".")[0])
        ]
        notes = [one for one in notes if one not in found[table.pk]]
    return found


# Tables that the plan's folder calls otherwise than the document.
_TABLES = {"acquisition_plan": "new_literature", "reference_plan": "references", "media_plan": "media"}


@require_http_methods(["GET", "POST"])
@needs(EDIT_PLAN, pk=everybodys)
def passage(request: StaffRequest, pk: int) -> HttpResponse:
    """Changes a piece of a draft's prose."""
    found = get_object_or_404(Passage.objects.select_related("section__plan"), pk=pk)
    at_owner(request, EDIT_PLAN)
    texts = {"text_kk": found.text_kk, "text_ru": found.text_ru}
    form = PassageForm(request.POST) if request.method == "POST" else PassageForm(initial=texts)
    if request.method == "POST" and form.is_valid():
        try:
            documents.change_passage(found, form.cleaned_data["text_kk"], form.cleaned_data["text_ru"])
            return redirect("plan_section", year=found.section.plan.year, key=found.section.key)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {**plan_context(request, found.section.plan), "passage": found, "form": form}
    return render(request, "document/passage.html", context, status=422 if form.errors else 200)


@require_POST
@needs(SEE_BOARD, year=everybodys)
def step(request: StaffRequest, year: int) -> HttpResponse:
    """Carries the plan a step further: each step has its right."""
    found = get_object_or_404(Plan, year=year)
    name = request.POST.get("step", "")
    if name not in STEPS:
        return HttpResponse(_("There is no such step."), status=400, content_type="text/plain; charset=utf-8")
    at_owner(request, STEPS[name])
    try:
        made = documents.take_step(found, name, request.user, request.POST.get("decision", "")[:300])
        messages.success(request, _("Kept as version %(number)s.") % {"number": made.number})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("plan", year=year)


@require_safe
@needs(EDIT_PLAN, year=everybodys)
def proposal(request: StaffRequest, year: int) -> HttpResponse:
    """What next year's targets would be, and how they are made."""
    found = get_object_or_404(Plan, year=year)
    shown = [one for one in copying.proposals(found) if one.target is not None]
    context = {
        **plan_context(request, found),
        "proposals": shown,
        "expected": any(one.expected for one in shown),
        "today": clock.today(),
        "next": year + 1,
        "exists": Plan.objects.filter(year=year + 1).exists(),
    }
    return render(request, "document/proposal.html", context)


@require_POST
@needs(EDIT_PLAN, year=everybodys)
def copy(request: StaffRequest, year: int) -> HttpResponse:
    """Makes next year's draft."""
    found = get_object_or_404(Plan, year=year)
    at_owner(request, EDIT_PLAN)
    try:
        made = copying.copy_plan(found, year + 1)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("plan", year=year)
    messages.success(request, _("The draft of %(year)s is made.") % {"year": made.year})
    return redirect("plan", year=made.year)


@require_safe
@needs(SEE_BOARD, year=everybodys)
def languages(request: StaffRequest, year: int) -> HttpResponse:
    """The texts that stand in Kazakh alone."""
    found = get_object_or_404(Plan, year=year)
    context = {
        **plan_context(request, found),
        "lines": found.lines.filter(content_ru="").select_related("table")[:LINES_A_TABLE],
        "without": len(documents.missing_russian(found)),
    }
    return render(request, "document/languages.html", context)


@require_safe
@needs(SEE_BOARD, year=everybodys)
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
        **plan_context(request, found),
        "quarter": int(text),
        "quarters": (1, 2, 3, 4),
        "performers": by_performer(rows),
        "who": who,
        "rows": rows if who is None else [row for row in rows if who in row.performers],
    }
    return render(request, "document/missing.html", context)


@require_safe
@needs(SEE_BOARD, year=everybodys, number=everybodys)
def version(request: StaffRequest, year: int, number: int) -> HttpResponse:
    """A version: its seal, and what changed since an earlier one (of an approved one: the one approved before)."""
    found = get_object_or_404(Plan, year=year)
    shown = get_object_or_404(Version.objects.select_related("made_by"), plan=found, number=number)
    earlier = list(found.versions.filter(number__lt=number).defer("content"))
    before = _compared_with(shown, earlier, request.GET.get("with", ""))
    changed = differences(before.content, shown.content) if before else []
    context = {
        **plan_context(request, found),
        "version": shown,
        "before": before,
        "earlier": earlier,
        "changed": changed[:LINES_A_TABLE],
        "changed_number": len(changed),
        "sound": documents.seal_of(shown.content) == shown.seal,
    }
    return render(request, "document/version.html", context)


def _compared_with(shown: Version, earlier: Sequence[Version], asked: str) -> Version | None:
    """Each step keeps a version, so the one before an approved one is the same text as it was submitted."""
    chosen = [one for one in earlier if str(one.number) == asked]
    approved = [one for one in earlier if one.step == shown.step == Plan.Step.APPROVED]
    return next(iter([*chosen, *approved, *earlier]), None)
