"""State forms on the screen and as files, and where each of their numbers comes from."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orda.diary.queries import as_line
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.network.rights import SEE_BOARD, SEE_DIARY, StaffRequest, may, needs
from orda.network.workplace import choices_of
from orda.planning.board.asked import Asked, asked_by
from orda.planning.queries import limited_to
from orda.reports.forms import tracing
from orda.reports.forms.computing import Filled, fill
from orda.reports.forms.definition import Counted, Form, Formula, Place, Ratio
from orda.reports.forms.files import to_csv, to_paper, to_xlsx
from orda.reports.forms.known import known_forms
from orda.reports.forms.showing import counted_share, shown_cell, shown_outcomes, shown_sections
from orda.reports.papers.docx import to_docx
from orda.reports.papers.pdf import to_pdf

LINES_A_PAGE = 50
YEARS_SHOWN = 5
LANGUAGES = ("kk", "ru", "en")
Writer = Callable[[Filled, str, str], bytes]
WRITERS: dict[str, tuple[Writer, str]] = {
    "xlsx": (
        lambda filled, place, _language: to_xlsx(filled, place),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "docx": (
        lambda filled, place, language: to_docx(to_paper(filled, place, language)),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (lambda filled, place, language: to_pdf(to_paper(filled, place, language)), "application/pdf"),
    "csv": (lambda filled, place, _language: to_csv(filled, place), "text/csv; charset=utf-8"),
}


@dataclass(frozen=True)
class AskedForm:
    """A form, the year and place it is asked for. `form` is None where no version is valid in that year."""

    code: str
    form: Form | None
    versions: tuple[Form, ...]
    asked: Asked
    libraries: list[Unit]

    @property
    def place(self) -> str:
        cohort = f" · {Unit.Cohort(self.asked.cohort).label}" if self.asked.cohort else ""
        return f"{self.asked.library.name}{cohort}"

    def filled(self, form: Form) -> Filled:
        return fill(form, self.asked.year, self.asked.as_of, [one.pk for one in self.libraries])


@require_safe
@needs(SEE_BOARD)
def state_forms(request: StaffRequest) -> HttpResponse:
    """Every form that is known, and what is wrong with the files that can't be used."""
    asked, known = asked_by(request), known_forms()
    context = {
        "asked": asked,
        "refusal": asked.refusal,
        "forms": [(one, one.valid_in(asked.year), *counted_share(one)) for one in known.forms],
        "faults": known.faults,
    }
    return render(request, "reports/forms/forms.html", context, status=400 if asked.refusal else 200)


@require_safe
@needs(SEE_BOARD)
def state_form(request: StaffRequest, form: str) -> HttpResponse:
    """A form filled for a year and a place."""
    asked = _asked(request, form)
    context = _page(request, asked)
    if asked.form is None:
        return render(request, "reports/forms/none.html", context, status=404)
    filled = asked.filled(asked.form)
    outcomes = shown_outcomes(filled)
    context |= {
        "sections": shown_sections(filled),
        "outcomes": outcomes,
        "broken": [one for one in outcomes if one.outcome.holds is False],
        "holding": sum(one.outcome.holds is True for one in outcomes),
        "kinds": tuple(WRITERS),
    }
    return render(request, "reports/forms/form.html", context, status=400 if asked.asked.refusal else 200)


@require_safe
@needs(SEE_BOARD)
def state_form_file(request: StaffRequest, form: str, kind: str) -> HttpResponse:
    """A filled form as a file, in the language that is asked for."""
    asked = _asked(request, form)
    if asked.form is None or kind not in WRITERS:
        raise Http404
    if asked.asked.refusal:
        return HttpResponse(asked.asked.refusal, status=400, content_type="text/plain; charset=utf-8")
    language = request.GET.get("language", translation.get_language() or "kk")
    language = language if language in LANGUAGES else "kk"
    write, content_type = WRITERS[kind]
    with translation.override(language):
        answer = HttpResponse(
            write(asked.filled(asked.form), asked.place, language), content_type=content_type
        )
    name = f"{asked.code}-{asked.asked.year}-{language}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
@needs(SEE_BOARD)
def state_form_cell(request: StaffRequest, form: str, cell: str) -> HttpResponse:
    """One cell: its query in words, the months, libraries and lines of the diary behind it."""
    asked = _asked(request, form)
    parts = cell.split(".")
    if asked.form is None or len(parts) != 3 or Place(*parts) not in asked.form.cells:
        raise Http404
    place = Place(*parts)
    filled = asked.filled(asked.form)
    source = asked.form.cells[place]
    section = asked.form.section(place.section)
    context: dict[str, Any] = {
        **_page(request, asked),
        "place": place,
        "section": section,
        "row": section.row(place.row) if section else None,
        "cell": shown_cell(filled, place),
        "filled": filled,
    }
    if section and context["row"]:
        context["unit"] = asked.form.units.get(context["row"].unit, context["row"].unit)
    if isinstance(source, Formula | Ratio):
        context |= {
            "ratio": isinstance(source, Ratio),
            "scale": source.scale if isinstance(source, Ratio) else 1,
            "operands": [
                (_sign(source, number), *one)
                for number, one in enumerate(tracing.operands_of(filled, source.operands))
            ],
        }
    if isinstance(source, Counted):
        context |= _traced(request, asked, filled, source)
    return render(request, "reports/forms/cell.html", context, status=400 if context["refusal"] else 200)


def _sign(source: Formula | Ratio, number: int) -> str:
    if isinstance(source, Ratio):
        return "÷" if number else ""
    return "−" if number >= len(source.plus) else "+" if number else ""


def _traced(request: StaffRequest, asked: AskedForm, filled: Filled, source: Counted) -> dict[str, Any]:
    found: dict[str, Any] = {
        "words": tracing.words_of(source, filled),
        "behind": tracing.behind(source, filled, asked.libraries),
        "indicator": source.indicator,
        "may_see_lines": may(request.user, SEE_DIARY, asked.asked.library),
    }
    if found["may_see_lines"]:
        month = datetime.date(asked.asked.year, asked.asked.month, 1) if asked.asked.month else None
        ids = [one.pk for one in asked.libraries]
        page = Paginator(tracing.lines_behind(source, filled, ids, month), LINES_A_PAGE).get_page(
            request.GET.get("page")
        )
        found |= {"page": page, "lines": [as_line(entry) for entry in page], "month": month}
    return found


def _asked(request: StaffRequest, code: str) -> AskedForm:
    """Raises Http404 for a form that nobody knows. A cohort without a library of the place is said, not obeyed."""
    known, asked = known_forms(), asked_by(request)
    versions = known.versions(code)
    if not versions:
        raise Http404
    libraries = list(network.libraries(asked.library, asked.cohort))
    if asked.cohort and not libraries:
        wrong = _("%(library)s is not among the libraries of this cohort.") % {"library": asked.library.name}
        asked = asked.but(cohort="", refusal=f"{asked.refusal} {wrong}".strip())
        libraries = list(network.libraries(asked.library))
    return AskedForm(code, known.of_year(code, asked.year), versions, asked, libraries)


def _page(request: StaffRequest, asked: AskedForm) -> dict[str, Any]:
    return {
        "form": asked.form,
        "code": asked.code,
        "versions": asked.versions,
        "asked": asked.asked,
        "refusal": asked.asked.refusal,
        "place_name": asked.place,
        "years": _years(asked),
        "cohorts": Unit.Cohort.choices,
        "libraries": [unit for unit in choices_of(request) if may(request.user, SEE_BOARD, unit)],
        "running": asked.asked.as_of < datetime.date(asked.asked.year, 12, 31),
    }


def _years(asked: AskedForm) -> list[tuple[int, str]]:
    """The last years of the form up to now, with their addresses."""
    now = clock.today().year
    first = max(min(one.first_year for one in asked.versions), now - YEARS_SHOWN + 1)
    return [
        (year, _in_year(asked.asked, year)) for year in sorted({*range(first, now + 1), asked.asked.year})
    ]


def _in_year(asked: Asked, year: int) -> str:
    usual = limited_to(year, clock.today())
    return asked.but(year=year, as_of=usual, default_as_of=usual, month=0).address
