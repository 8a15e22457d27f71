"""Why a loan is due on its day."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orda.circulation.loans import why as queries
from orda.circulation.loans.models import Loan
from orda.network.rights import LEND, StaffRequest, needs, owned


@require_safe
@needs(LEND, loan_id=owned(Loan, "library"))
def why(request: StaffRequest, loan_id: int) -> HttpResponse:
    """Why a loan is due on its day: a page, or its words alone for the desk."""
    found = queries.explain(loan_id)
    if found is None:
        raise Http404
    part = "loans/_why.html" if request.htmx else "loans/why.html"
    return render(request, part, {"why": found})
