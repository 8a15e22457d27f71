"""The plan board: how the year's plan stands, and from where each number comes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orda.network import clock
from orda.network.rights import SEE_BOARD, StaffRequest, needs
from orda.planning import queries


@require_safe
@needs(SEE_BOARD)
def board(request: StaffRequest) -> HttpResponse:
    """The year's indicators at the end of a day."""
    found = queries.status(clock.today().year, library=request.workplace)
    return render(request, "planning/board.html", {"found": found})
