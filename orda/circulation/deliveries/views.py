"""Books brought home: the list for the one who goes, and who was visited today."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.circulation.deliveries.models import Delivery
from orda.circulation.deliveries.queries import brought_home, round_of
from orda.circulation.deliveries.services import note_delivery, undo_delivery
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import SEE_NEEDS, StaffRequest, needs, owned
from orda.readers.looks import note_looks
from orda.readers.queries import KEPT


@require_safe
@needs(SEE_NEEDS)
def show(request: StaffRequest) -> HttpResponse:
    """The round of the library; it prints as it stands, without the buttons."""
    today = clock.today()
    stops = round_of(request.workplace, today)
    note_looks([stop.reader.pk for stop in stops], staff_id=request.user.pk)
    context = {
        "stops": [(stop, stop.visited_on(today)) for stop in stops],
        "at_a_library": request.workplace.kind == Unit.Kind.LIBRARY,
    }
    return render(request, "deliveries/deliveries.html", context)


@require_POST
@needs(SEE_NEEDS, reader_id=KEPT)
def note(request: StaffRequest, reader_id: int) -> HttpResponse:
    """Somebody was there today."""
    reader = get_object_or_404(brought_home(request.workplace, clock.today().year), pk=reader_id)
    if request.workplace.kind != Unit.Kind.LIBRARY:
        messages.error(request, _("A delivery is counted at a library. Choose the library."))
        return redirect("deliveries")
    try:
        note_delivery(reader.pk, library_id=request.workplace.pk, by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Delivery counted: %(reader)s") % {"reader": reader})
    return redirect("deliveries")


@require_POST
@needs(SEE_NEEDS, delivery_id=owned(Delivery, "library"))
def undo(request: StaffRequest, delivery_id: int) -> HttpResponse:
    """Nobody was there after all."""
    visit = get_object_or_404(Delivery, pk=delivery_id, library__path__startswith=request.workplace.path)
    try:
        undo_delivery(visit.pk, by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Undone."))
    return redirect("deliveries")
