"""The outbox: what was said and what waits."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network.refusals import Refusal
from orda.network.rights import REMIND, StaffRequest, needs, owned
from orda.readers.looks import note_looks
from orda.reminders.messages.models import Message
from orda.reminders.messages.queries import spoken_of
from orda.reminders.outbox import queries, sending

MESSAGES_ON_A_PAGE = 40


@require_safe
@needs(REMIND)
def outbox(request: StaffRequest) -> HttpResponse:
    """What was said and what waits to be said."""
    numbers = queries.messages_by_state(request.workplace)
    state = request.GET.get("state", "")
    state = state if state in Message.State.values else ""
    page = Paginator(queries.messages(request.workplace, state), MESSAGES_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    about = spoken_of([message.pk for message in page])
    note_looks({one for readers in about.values() for one in readers}, staff_id=request.user.pk)
    tabs = [("", _("all"), sum(numbers.values()))]
    tabs += [(code, str(label), numbers.get(code, 0)) for code, label in Message.State.choices]
    context = {"page": page, "tabs": tabs, "state": state}
    return render(request, "outbox/outbox.html", context)


@require_POST
@needs(REMIND, message_id=owned(Message, "library"))
def send_again(request: StaffRequest, message_id: int) -> HttpResponse:
    message = get_object_or_404(queries.messages(request.workplace), pk=message_id)
    try:
        sending.send_again(message.pk, by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It goes with the next run of the job."))
    return redirect("outbox")
