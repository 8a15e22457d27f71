"""Find readers."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from orda.network import clock
from orda.network.asked import words_of
from orda.network.rights import REGISTER, StaffRequest, needs
from orda.readers.finding import queries
from orda.readers.looks import note_looks
from orda.readers.years import queries as years

ON_A_PAGE = 30


@require_safe
@needs(REGISTER)
def find(request: StaffRequest) -> HttpResponse:
    text = words_of(request)
    card = queries.own_by_card(text, at=request.workplace.pk) if text else None
    if card is not None:
        return redirect("reader", reader_id=card.pk)
    found = queries.search(text, at=request.workplace.pk)
    page = Paginator(found.readers, ON_A_PAGE).get_page(request.GET.get("page"))
    note_looks([reader.pk for reader in page], staff_id=request.user.pk)
    year = clock.today().year
    counts = (
        None
        if text
        else {
            "here": years.readers_of_year(year, [request.workplace.pk]),
            "network": years.readers_of_year(year, at=request.workplace.pk),
        }
    )
    shown = {"text": text, "page": page, "all_of_them": found.all_of_them, "counts": counts, "year": year}
    return render(request, "finding/find.html", shown)
