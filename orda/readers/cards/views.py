"""Cards printed, one or a class of them; a new PIN."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from orda.network.asked import words_of
from orda.network.rights import REGISTER, StaffRequest, needs
from orda.readers.cards import paper
from orda.readers.cards.pins import give_pin
from orda.readers.finding import queries
from orda.readers.finding.standing import reader_or_404
from orda.readers.looks import note_look, note_looks
from orda.readers.printed import language_of, pdf_answer
from orda.readers.whose import CHANGED, KEPT

MOST_CARDS = 200


@require_safe
@needs(REGISTER, reader_id=KEPT)
def card(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    note_look(reader, request.user)
    return pdf_answer(
        paper.cards_pdf([reader], language_of(request), sheet=False), f"{reader.card_number}.pdf"
    )


@require_safe
@needs(REGISTER)
def cards(request: StaffRequest) -> HttpResponse:
    """Cards of all who are found by a search (a class), on A4 sheets."""
    found = queries.find_readers(words_of(request), at=request.workplace.pk)
    readers = list(found.select_related("library")[:MOST_CARDS])
    if not readers:
        raise Http404
    note_looks([reader.pk for reader in readers], staff_id=request.user.pk)
    return pdf_answer(paper.cards_pdf(readers, language_of(request), sheet=True), "cards.pdf")


@require_POST
@needs(REGISTER, reader_id=CHANGED)
def pin(request: StaffRequest, reader_id: int) -> HttpResponse:
    """A new PIN, shown once on a slip to be printed or copied by hand."""
    reader = reader_or_404(reader_id)
    answer = render(request, "cards/pin.html", {"reader": reader, "pin": give_pin(reader)})
    answer["Cache-Control"] = "no-store"
    return answer
