"""How a paper about readers is answered: in which language, and as a PDF that no cache keeps."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from orda.network.rights import StaffRequest

LANGUAGES = ("kk", "ru")


def language_of(request: StaffRequest) -> str:
    """The paper's language: asked for, else the page's, else Kazakh."""
    asked = request.GET.get("lang") or (get_language() or "kk")[:2]
    return asked if asked in LANGUAGES else "kk"


def pdf_answer(data: bytes, name: str) -> HttpResponse:
    """A paper about a person: shown, kept by no cache."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer
