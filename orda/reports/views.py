"""Reports: what is owed and submitted, and the papers of plan and report."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network import clock
from orda.network.refusals import Refusal
from orda.network.rights import SEE_BOARD, SUBMIT_REPORT, StaffRequest, everybodys, may, needs
from orda.planning.document.queries import plans
from orda.planning.document.services import seal_of
from orda.planning.models import Plan
from orda.reports import queries, services
from orda.reports.branches.views import branches_of
from orda.reports.leads import led
from orda.reports.models import Submission
from orda.reports.papers.paper import Table
from orda.reports.papers.plan_papers import annual_plan, annual_report
from orda.reports.papers.report_papers import report_paper, title_of
from orda.reports.periods import Kind, Period, period
from orda.reports.writers import LANGUAGES, WRITERS, as_file, asked_language

PAPERS = {"plan": annual_plan, "report": annual_report}


@require_safe
@needs(SEE_BOARD)
def reports(request: StaffRequest) -> HttpResponse:
    """Which reports the year owes, which are submitted, and the papers of plan and report."""
    known = [one.year for one in plans()]
    usual = clock.today().year if clock.today().year in known or not known else known[0]
    text, year, refusal = request.GET.get("year", str(usual)), usual, ""
    if text.isascii() and text.isdigit() and 1901 <= int(text[:6]) <= 2999:
        year = int(text)
    else:
        refusal = _("“%(text)s” is not a year of a plan.") % {"text": text[:40]}
    owed = queries.owed(year)
    context = {
        "refusal": refusal,
        "year": year,
        "years": known,
        "owed": [(one, title_of(one.period)) for one in owed],
        "late": sum(one.state == "late" for one in owed),
        "has_plan": year in known,
        "branches": branches_of(request),
        "quarters": [n for n in range(1, 5) if Period(Kind.INDICATORS, year, n).first <= clock.today()],
        "languages": LANGUAGES,
        "forms": tuple(WRITERS),
        "may_sign": _may_submit(request),
    }
    return render(request, "reports/reports.html", context, status=400 if refusal else 200)


@require_safe
@needs(SEE_BOARD, year=everybodys, number=everybodys)
def report(request: StaffRequest, kind: str, year: int, number: int) -> HttpResponse:
    """A report: as submitted, or as it would be submitted now."""
    asked = _asked(kind, year, number)
    done = queries.submitted(asked)
    content = done.content if done else queries.content_of(asked)
    paper = report_paper(asked, content, translation.get_language() or "kk")
    context = {
        "period": asked,
        "title": title_of(asked),
        "submission": done,
        "sound": done is not None and seal_of(done.content) == done.seal,
        "tables": led(asked, content, [one for one in paper.blocks if isinstance(one, Table)]),
        "over": asked.over(clock.today()),
        "may_submit": not done and asked.over(clock.today()) and _may_submit(request),
        "corrected": sum(bool(row.get("carried")) for row in content["rows"]),
        "unshown": sum(not row.get("evidence") for row in content.get("events", [])) if not done else 0,
        "changed_since": done is not None and _differs(asked, done),
        "forms": tuple(WRITERS),
        "languages": LANGUAGES,
    }
    return render(request, "reports/report.html", context)


def _differs(asked: Period, done: Submission) -> bool:
    """Whether the diary says otherwise by now of what was reported: the next report will carry it."""
    reported = {(row["key"], row["cohort"]) for row in done.content["rows"]}
    now = queries.content_of(asked)
    now["rows"] = [row for row in now["rows"] if (row["key"], row["cohort"]) in reported]
    return not queries.said_the_same(now, done.content)


@require_POST
@needs(SUBMIT_REPORT, year=everybodys, number=everybodys)
def submit(request: StaffRequest, kind: str, year: int, number: int) -> HttpResponse:
    """Submits a report: from now on it is locked."""
    _asked(kind, year, number)
    if not _may_submit(request):
        raise PermissionDenied
    try:
        services.submit(kind, year, number, request.user, request.POST.get("note", ""))
        messages.success(request, _("The report is submitted and locked."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("report", kind=kind, year=year, number=number)


@require_safe
@needs(SEE_BOARD, year=everybodys, number=everybodys)
def report_file(request: StaffRequest, kind: str, year: int, number: int, form: str) -> HttpResponse:
    """A report as a file, in the language that is asked for."""
    asked = _asked(kind, year, number)
    done = queries.submitted(asked)
    content = done.content if done else queries.content_of(asked)
    sealed = {"note": done.note, "seal": done.seal} if done else {}
    paper = report_paper(asked, content, asked_language(request), **sealed)
    return as_file(paper, form, f"{kind}-{year}-{number}")


@require_safe
@needs(SEE_BOARD, year=everybodys)
def plan_file(request: StaffRequest, year: int, what: str, form: str) -> HttpResponse:
    """The annual plan or the annual report as a file."""
    if what not in PAPERS:
        raise Http404
    found = get_object_or_404(Plan, year=year)
    return as_file(PAPERS[what](found, asked_language(request)), form, f"{what}-{year}")


def _asked(kind: str, year: int, number: int) -> Period:
    found = period(kind, year, number)
    if found is None:
        raise Http404
    return found


def _may_submit(request: StaffRequest) -> bool:
    owner = queries.network_of_reports()
    return owner is not None and may(request.user, SUBMIT_REPORT, owner)
