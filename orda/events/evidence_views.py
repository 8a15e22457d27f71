"""An event's page with what shows that it took place."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from orda.events import services
from orda.events.forms import EvidenceForm
from orda.events.models import Evidence, HeldEvent
from orda.events.refusals import BadEventField, EventCancelled
from orda.network.rights import HOLD_EVENT, SEE_BOARD, StaffRequest, may, needs, owned


@require_safe
@needs(SEE_BOARD, event_id=owned(HeldEvent, "library"))
def evidence(request: StaffRequest, event_id: int) -> HttpResponse:
    """The event, its numbers, its evidence, and for those who note events a form for more."""
    return _page(request, _event(request, event_id, SEE_BOARD), EvidenceForm())


@require_POST
@needs(HOLD_EVENT, event_id=owned(HeldEvent, "library"))
def add(request: StaffRequest, event_id: int) -> HttpResponse:
    """Puts a link, a photo or a document to the event."""
    event, form = _event(request, event_id, HOLD_EVENT), EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_evidence(event, **form.cleaned_data, by_id=request.user.pk)
            return redirect("event_evidence", event_id=event.pk)
        except BadEventField as refusal:
            form.refuse(refusal)
        except EventCancelled as refusal:
            form.add_error(None, str(refusal))
    return _page(request, event, form, status=422)


@require_safe
@needs(SEE_BOARD, pk=owned(Evidence, "event__library"))
def file(request: StaffRequest, pk: int) -> HttpResponse:
    """The file, to be kept rather than shown: nothing that was attached runs here."""
    found = _standing(request, pk, SEE_BOARD)
    if not found.file:
        raise Http404
    with found.file.open("rb") as kept:
        answer = HttpResponse(kept.read(), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    return answer


@require_POST
@needs(HOLD_EVENT, pk=owned(Evidence, "event__library"))
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Takes evidence back that was put to the wrong event."""
    found = _standing(request, pk, HOLD_EVENT)
    services.take_evidence_back(found)
    return redirect("event_evidence", event_id=found.event_id)


def _page(request: StaffRequest, event: HeldEvent, form: EvidenceForm, status: int = 200) -> HttpResponse:
    context = {
        "event": event,
        "evidence": event.evidence.filter(taken_back=False).select_related("recorded_by"),
        "may_add": may(request.user, HOLD_EVENT, event.library) and not event.cancelled,
        "form": form,
    }
    return render(request, "events/evidence.html", context, status=status)


def _event(request: StaffRequest, pk: int, right: str) -> HeldEvent:
    found = HeldEvent.objects.select_related("library", "form", "direction", "planned")
    event = get_object_or_404(found, pk=pk)
    if not may(request.user, right, event.library):
        raise PermissionDenied
    return event


def _standing(request: StaffRequest, pk: int, right: str) -> Evidence:
    found = get_object_or_404(Evidence.objects.select_related("event__library"), pk=pk, taken_back=False)
    if not may(request.user, right, found.event.library):
        raise PermissionDenied
    return found
