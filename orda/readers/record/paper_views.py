"""The reader's form on paper, and their photograph."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network.refusals import Refusal
from orda.network.rights import REGISTER, StaffRequest, needs
from orda.readers.finding.standing import reader_or_404
from orda.readers.looks import note_look
from orda.readers.printed import language_of, pdf_answer
from orda.readers.record import paper, pictures
from orda.readers.whose import CHANGED, KEPT


@require_safe
@needs(REGISTER, reader_id=KEPT)
def form(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    note_look(reader, request.user)
    return pdf_answer(paper.form_pdf(reader, language_of(request)), f"{reader.card_number}-form.pdf")


@require_safe
@needs(REGISTER, reader_id=KEPT)
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
@needs(REGISTER, reader_id=CHANGED)
def set_photo(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    try:
        pictures.set_photo(reader, request.FILES.get("photo"))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    return redirect("reader", reader_id=reader.pk)
