"""The slip of the reader at the desk, sent to the family."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orda.circulation.desk_memory import READER
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import LEND, StaffRequest, needs
from orda.readers.models import Reader
from orda.reminders.slips import services


@require_POST
@needs(LEND)
def send(request: StaffRequest) -> HttpResponse:
    """Puts the due days of the reader at the desk into the outbox."""
    found = Reader.objects.select_related("family").filter(pk=request.session.get(READER) or 0)
    reader = found.first()
    if reader is None or request.workplace.kind != Unit.Kind.LIBRARY:
        return redirect("desk")
    try:
        message = services.send_slip(reader, library=request.workplace, by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        how = _("The due days are sent to the family: %(medium)s.")
        messages.success(request, how % {"medium": message.get_medium_display()})
    return redirect("desk")
