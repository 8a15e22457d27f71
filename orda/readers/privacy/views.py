"""Requests about a person's own data, and who looked at whose record."""

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network import codes, reach
from orda.network.refusals import Refusal
from orda.network.rights import ERASE_READERS, SEE_LOOKS, StaffRequest, needs
from orda.readers import elsewhere
from orda.readers.finding import queries
from orda.readers.finding.standing import reader_or_404
from orda.readers.looks import note_look
from orda.readers.privacy import services
from orda.readers.privacy.models import Look
from orda.readers.privacy.told_labels import labelled
from orda.readers.whose import KEPT

ON_A_PAGE = 50


@require_safe
@needs(ERASE_READERS)
def requests(request: StaffRequest) -> HttpResponse:
    """Finds the person by card alone: whoever erases needs not look through readers."""
    card = request.GET.get("card", "").strip()[:64]
    reader = queries.own_by_card(card, at=request.workplace.pk) if card else None
    context: dict[str, Any] = {"card": card, "reader": reader}
    if reader is not None:
        note_look(reader, request.user)
        context["open"] = elsewhere.still_open(reader.pk)
    return render(request, "privacy/requests.html", context)


@require_safe
@needs(ERASE_READERS, reader_id=KEPT)
def data(request: StaffRequest, reader_id: int) -> HttpResponse:
    """All that is kept of a person: as a page to print, or as JSON for a machine (`?as=json`)."""
    reader = reader_or_404(reader_id)
    note_look(reader, request.user)
    told = services.told(reader)
    if request.GET.get("as") == "json":
        text = json.dumps(told, ensure_ascii=False, indent=1)
        answer = HttpResponse(text, content_type="application/json")
        name = f"{reader.card_number}.json"
        answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    else:
        answer = render(request, "privacy/data.html", {"reader": reader, "tables": labelled(told)})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@needs(ERASE_READERS, reader_id=KEPT)
def erase(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    if codes.read(request.POST.get("card", "")[:64]) != reader.card_number:
        messages.error(request, _("Type the card number to erase this reader."))
        return redirect("reader_requests")
    try:
        services.erase(reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The reader is erased; what was counted stays counted."))
    return redirect("reader_requests")


@require_safe
@needs(SEE_LOOKS)
def looks(request: StaffRequest) -> HttpResponse:
    """Who looked at whose record, the latest first; of one reader or one member of staff if asked."""
    card, who = request.GET.get("card", "").strip()[:64], request.GET.get("who", "").strip()[:150]
    found = Look.objects.filter(reach.within(request.workplace.pk, "reader__library"))
    found = found.select_related("staff", "reader").order_by("-at", "-pk")
    if card:
        reader = queries.own_by_card(card, at=request.workplace.pk)
        found = found.filter(reader=reader.pk if reader else 0)
    if who.isprintable() and who:
        found = found.filter(staff__username=who)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/looks.html", {"page": page, "card": card, "who": who})
