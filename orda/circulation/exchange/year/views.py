"""The year's table of exchange."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orda.circulation.exchange.year import queries as exchange
from orda.network import clock
from orda.network.rights import EXCHANGE, StaffRequest, needs


@require_safe
@needs(EXCHANGE)
def table(request: StaffRequest) -> HttpResponse:
    asked, this_year = request.GET.get("year", ""), clock.today().year
    year = clock.year_asked(asked)
    context = {
        "year": year,
        "years": (this_year - 1, this_year),
        "lines": exchange.table(year, request.workplace),
    }
    return render(request, "year/table.html", context)
