"""Who is not yet entered for the year."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orda.network import clock
from orda.network.rights import REGISTER, StaffRequest, needs
from orda.readers.looks import note_looks
from orda.readers.years import queries
from orda.readers.years.models import SchoolYear

AWAITED_ON_A_PAGE = 30


@require_safe
@needs(REGISTER)
def year(request: StaffRequest) -> HttpResponse:
    """Readers of last year who have not come yet, and what 1 September did to grades."""
    this_year = clock.today().year
    waiting = queries.not_yet_registered(request.workplace.pk, this_year)
    page = Paginator(waiting, AWAITED_ON_A_PAGE).get_page(request.GET.get("page"))
    note_looks([reader.pk for reader in page], staff_id=request.user.pk)
    school_year = SchoolYear.objects.order_by("-year").first()
    return render(request, "years/year.html", {"page": page, "year": this_year, "school_year": school_year})
