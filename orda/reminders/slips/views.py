"""The slip of the reader at the desk, sent to the family."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orda.circulation.desk_memory import reader_at, shown_other
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import LEND, StaffRequest, needs
from orda.readers.models import Reader
from orda.reminders.slips import services


@require_POST
@needs(LEND)
def send(request: StaffRequest) -> HttpResponse:
    """Puts the due days of the reader at the desk into the outbox."""
    if shown_other(request):
        messages.error(
            request, _("Another window of this desk has opened another reader since: nothing is sent.")
        )
        return redirect("desk")
    found = Reader.objects.select_related("family").filter(pk=reader_at(request) or 0)
    reader = found.first()
    if reader is None or request.workplace.kind != Unit.Kind.LIBRARY:
        return redirect("desk")
    try:
        message = services.send_slip(reader, library=request.workplace, by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        how = _("The due days of %(reader)s are sent to the family: %(medium)s.")
        told = {"reader": reader.full_name, "medium": message.get_medium_display()}
        messages.success(request, how % told)
    return redirect("desk")
