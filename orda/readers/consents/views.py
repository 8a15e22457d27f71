"""Consent sheets, one or a class of them: printed, noted as they come back signed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network import clock
from orda.network.asked import LONGEST_WORDS, words_of
from orda.network.queries import network_of
from orda.network.refusals import Refusal
from orda.network.rights import REGISTER, StaffRequest, needs
from orda.readers.consents import paper, queries, services
from orda.readers.consents.forms import scope_of
from orda.readers.finding.standing import reader_or_404
from orda.readers.looks import note_look, note_looks
from orda.readers.printed import language_of, pdf_answer
from orda.readers.whose import KEPT

ON_A_PAGE, MOST_SHEETS = 60, 200


@require_safe
@needs(REGISTER)
def to_sign(request: StaffRequest) -> HttpResponse:
    """Who may borrow once a sheet is signed, ticked as the sheets come back."""
    text = words_of(request)
    page = Paginator(queries.consents_to_sign(request.workplace, text), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    note_looks([reader.pk for reader in page], staff_id=request.user.pk)
    rows = [(reader, services.signer_of(reader)) for reader in page]
    doubted = queries.doubtful_consents(request.workplace).count()
    context = {"page": page, "rows": rows, "text": text, "doubted": doubted}
    return render(request, "consents/consents.html", context)


@require_safe
@needs(REGISTER)
def sheets(request: StaffRequest) -> HttpResponse:
    """Their sheets in one file, a page for each."""
    found = queries.consents_to_sign(request.workplace, words_of(request))
    readers = list(found[:MOST_SHEETS])
    if not readers:
        raise Http404
    note_looks([reader.pk for reader in readers], staff_id=request.user.pk)
    text = services.text_in_force(clock.today())
    pdf = paper.consent_pdf(readers, text, network_of(request.workplace), language_of(request))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename="consents.pdf") or "inline"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@needs(REGISTER)
def sign(request: StaffRequest) -> HttpResponse:
    """Notes the ticked sheets as signed by the parent who stands on them, or by the grown-up themselves."""
    chosen = _numbers(request.POST.getlist("reader"))
    scope, signed = scope_of(request.POST), 0
    for reader in queries.consents_to_sign(request.workplace).filter(pk__in=chosen):
        try:
            services.sign_consent(reader, services.signer_of(reader), scope=scope, by_id=request.user.pk)
            signed += 1
        except Refusal as refusal:
            messages.error(request, f"{reader}: {refusal}")
    if signed:
        messages.success(
            request, ngettext("%(n)s sheet noted.", "%(n)s sheets noted.", signed) % {"n": signed}
        )
    elif not chosen:
        messages.error(request, _("Tick the readers whose sheets have come back."))
    return redirect(
        f"{reverse('consents_to_sign')}?{urlencode({'q': request.POST.get('q', '')[:LONGEST_WORDS]})}"
    )


def _numbers(ticked: list[str]) -> list[int]:
    return [int(one) for one in ticked[:ON_A_PAGE] if one.isdecimal() and len(one) < 18]


@require_http_methods(["GET", "POST"])
@needs(REGISTER)
def doubtful(request: StaffRequest) -> HttpResponse:
    """Consents written down by a form that asked nobody: each sheet is looked for, and found or not."""
    found = queries.doubtful_consents(request.workplace)
    if request.method == "POST":
        chosen = _numbers(request.POST.getlist("consent"))
        seen = request.POST.get("found") == "yes"
        settled = 0
        for consent in found.filter(pk__in=chosen):
            try:
                services.settle_doubt(consent, found=seen, by_id=request.user.pk)
                settled += 1
            except Refusal as refusal:
                messages.error(request, f"{consent.reader}: {refusal}")
        said = ngettext("%(n)s sheet noted.", "%(n)s sheets noted.", settled) % {"n": settled}
        messages.success(request, said) if settled else messages.error(request, _("Tick the sheets."))
        return redirect("consents_doubtful")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    note_looks([consent.reader_id for consent in page], staff_id=request.user.pk)
    return render(request, "consents/doubtful.html", {"page": page})


@require_safe
@needs(REGISTER, reader_id=KEPT)
def consent_sheet(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    note_look(reader, request.user)
    text = services.text_in_force(clock.today())
    pdf = paper.consent_pdf([reader], text, network_of(reader.library), language_of(request))
    return pdf_answer(pdf, f"{reader.card_number}-consent.pdf")
