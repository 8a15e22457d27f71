"""Papers and pictures of readers: cards, the form, the consent sheet, the photograph, a new PIN."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network import clock
from orda.network.queries import network_of
from orda.network.refusals import Refusal
from orda.network.rights import REGISTER, StaffRequest, needs
from orda.readers import papers, queries, services
from orda.readers.looks import note_looks
from orda.readers.models import Reader
from orda.readers.pins import give_pin

MOST_CARDS = 200


def language_of(request: StaffRequest) -> str:
    """The paper's language: asked for, else the page's, else Kazakh."""
    asked = request.GET.get("lang") or (get_language() or "kk")[:2]
    return asked if asked in papers.LANGUAGES else "kk"


def pdf_answer(data: bytes, name: str) -> HttpResponse:
    """A paper about a person: shown, kept by no cache."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer


def reader_or_404(reader_id: int) -> Reader:
    """A reader who is neither erased nor merged into another."""
    found = Reader.objects.select_related("library")
    return get_object_or_404(found, pk=reader_id, erased_on=None, merged_into=None)


@require_safe
@needs(REGISTER)
def card(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    services.note_look(reader, request.user)
    return pdf_answer(papers.cards_pdf([reader], language_of(request), sheet=False), f"{reader.card_number}.pdf")


@require_safe
@needs(REGISTER)
def cards(request: StaffRequest) -> HttpResponse:
    """Cards of all who are found by a search (a class), on A4 sheets."""
    found = queries.find_readers(request.GET.get("q", "")[:100].replace("\0", ""))
    readers = list(found.select_related("library")[:MOST_CARDS])
    if not readers:
        raise Http404
    note_looks([reader.pk for reader in readers], staff_id=request.user.pk)
    return pdf_answer(papers.cards_pdf(readers, language_of(request), sheet=True), "cards.pdf")


@require_safe
@needs(REGISTER)
def form(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    services.note_look(reader, request.user)
    return pdf_answer(papers.form_pdf(reader, language_of(request)), f"{reader.card_number}-form.pdf")


@require_safe
@needs(REGISTER)
def consent_sheet(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    services.note_look(reader, request.user)
    text = services.text_in_force(clock.today())
    pdf = papers.consent_pdf([reader], text, network_of(reader.library), language_of(request))
    return pdf_answer(pdf, f"{reader.card_number}-consent.pdf")


@require_safe
@needs(REGISTER)
def photo(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    try:
        with reader.photo.open("rb") as file:
            answer = HttpResponse(file.read(), content_type="image/jpeg")
    except (ValueError, FileNotFoundError):  # none is kept, or its file is gone
        raise Http404 from None
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@needs(REGISTER)
def set_photo(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    try:
        services.set_photo(reader, request.FILES.get("photo"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    return redirect("reader", reader_id=reader.pk)


@require_POST
@needs(REGISTER)
def pin(request: StaffRequest, reader_id: int) -> HttpResponse:
    """A new PIN, shown once on a slip to be printed or copied by hand."""
    reader = reader_or_404(reader_id)
    answer = render(request, "readers/pin.html", {"reader": reader, "pin": give_pin(reader)})
    answer["Cache-Control"] = "no-store"
    return answer
