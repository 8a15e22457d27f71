"""A paper as the file that is asked for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from orda.reports.papers.docx import to_docx
from orda.reports.papers.paper import Paper
from orda.reports.papers.pdf import to_pdf
from orda.reports.papers.xlsx import to_xlsx

WRITERS = {
    "pdf": (to_pdf, "application/pdf"),
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
LANGUAGES = ("kk", "ru")


def as_file(paper: Paper, form: str, name: str) -> HttpResponse:
    """The paper to be saved under a name. Raises Http404 for a form that is not written."""
    if form not in WRITERS:
        raise Http404
    write, kind = WRITERS[form]
    answer = HttpResponse(write(paper), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="orda-{name}-{paper.language}.{form}"'
    return answer


def asked_language(request: HttpRequest) -> str:
    """The language of a paper: the one asked for, else that of the page."""
    asked = request.GET.get("language", translation.get_language() or "kk")
    return asked if asked in LANGUAGES else "kk"
