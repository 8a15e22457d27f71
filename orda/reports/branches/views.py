"""A branch's quarter report on the screen and as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from orda.network import clock
from orda.network.models import Unit
from orda.network.rights import SEE_BOARD, StaffRequest, everybodys, may, needs
from orda.network.workplace import asked_unit, choices_of
from orda.reports.branches.quarter import BranchQuarter, branch_paper, branch_quarter
from orda.reports.ledgers.traced import Traced
from orda.reports.papers.paper import Table, Text
from orda.reports.periods import Kind, period
from orda.reports.writers import LANGUAGES, WRITERS, as_file, asked_language


@require_safe
@needs(SEE_BOARD, year=everybodys, number=everybodys)
def quarter(request: StaffRequest, year: int, number: int) -> HttpResponse:
    """The report of a branch: of the one asked for, else of the workplace."""
    found = _asked(request, year, number)
    paper = branch_paper(found, translation.get_language() or "kk")
    tables = [one for one in paper.blocks if isinstance(one, Table)]
    context = {
        "found": found,
        "words": [one.text for one in paper.blocks if isinstance(one, Text)][:-1],
        "tables": [Traced(one, tuple(("",) * len(row.cells) for row in one.rows)) for one in tables],
        "quarters": range(1, 5),
        "libraries": branches_of(request),
        "running": not found.period.over(clock.today()),
        "forms": tuple(WRITERS),
        "languages": LANGUAGES,
    }
    return render(request, "reports/branch_quarter.html", context)


@require_safe
@needs(SEE_BOARD, year=everybodys, number=everybodys)
def quarter_file(request: StaffRequest, year: int, number: int, form: str) -> HttpResponse:
    """The same as a file, in the language that is asked for."""
    found = _asked(request, year, number)
    if form not in WRITERS:
        raise Http404
    return as_file(
        branch_paper(found, asked_language(request)), form, f"branch-{found.library.pk}-{year}-{number}"
    )


def branches_of(request: StaffRequest) -> list[Unit]:
    """The libraries whose report the person may see."""
    return [
        one
        for one in choices_of(request)
        if one.kind == Unit.Kind.LIBRARY and may(request.user, SEE_BOARD, one)
    ]


def _asked(request: StaffRequest, year: int, number: int) -> BranchQuarter:
    """Raises Http404 for no quarter, and for one that has not begun: nothing can be told of it."""
    asked = period(Kind.INDICATORS, year, number)
    if asked is None or asked.first > clock.today():
        raise Http404
    library = asked_unit(request, SEE_BOARD)
    if library.kind != Unit.Kind.LIBRARY:
        known = branches_of(request)
        if not known:
            raise Http404
        library = known[0]
    return branch_quarter(asked, library)
