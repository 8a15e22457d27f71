"""The visits of a day: seen by the hour, counted, taken back."""

import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.circulation.points.models import ServicePoint
from orda.circulation.visits import services
from orda.circulation.visits.forms import VisitForm
from orda.circulation.visits.hour_plot import plot_of
from orda.circulation.visits.models import Visit
from orda.circulation.visits.queries import PURPOSES, visits_like, visits_of_day
from orda.diary.measures import PURPOSE
from orda.network import clock
from orda.network.alike import Earlier
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import LEND, StaffRequest, needs, owned


@require_safe
@needs(LEND)
def day(request: StaffRequest) -> HttpResponse:
    """One day's visits by hour and purpose, with the form that counts more of them today."""
    return _shown(request, _form(request), _asked_day(request))


@require_POST
@needs(LEND)
def count(request: StaffRequest) -> HttpResponse:
    """Counts people who came here or were served at a point outside."""
    form = _form(request, bound=True)
    if not form.is_valid():
        return _shown(request, form, clock.today(), status=422)
    told = form.cleaned_data
    here, today = request.workplace.pk, clock.today()
    alike = visits_like(here, today, told["quantity"], told["purpose"], form.point_id)
    if form.warned([Earlier(_said(visit)) for visit in alike]):
        return _shown(request, form, today, status=422)
    try:
        visit = services.count_visit(
            library_id=request.workplace.pk,
            quantity=told["quantity"],
            purpose=told["purpose"],
            age_group=told["age_group"],
            point_id=form.point_id,
            by_id=request.user.pk,
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, form, clock.today(), status=422)
    messages.success(request, _("Visits counted: %(n)s") % {"n": visit.quantity})
    return redirect("visits")


@require_POST
@needs(LEND, visit_id=owned(Visit, "library"))
def undo(request: StaffRequest, visit_id: int) -> HttpResponse:
    """Takes one of today's counts back."""
    visit = get_object_or_404(Visit, pk=visit_id, library=request.workplace)
    try:
        services.undo_visit(visit.pk, by_id=request.user.pk)
        messages.success(request, _("Undone."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("visits")


def _said(visit: Visit) -> str:
    counted = _("Visits counted: %(n)s") % {"n": visit.quantity}
    return " · ".join(
        [f"{timezone.localtime(visit.at):%H:%M}", counted, *([str(visit.by)] if visit.by else [])]
    )


def _form(request: StaffRequest, *, bound: bool = False) -> VisitForm:
    points = ServicePoint.objects.filter(library=request.workplace, closed_on=None).order_by("name_kk")
    return VisitForm(request.POST if bound else None, points=list(points))


def _asked_day(request: StaffRequest) -> datetime.date:
    """The day in the address, today without one; none that lies ahead."""
    try:
        asked = datetime.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()
    return min(asked, clock.today())


def _shown(
    request: StaffRequest, form: VisitForm, asked: datetime.date, *, status: int = 200
) -> HttpResponse:
    if request.workplace.kind != Unit.Kind.LIBRARY:
        return render(request, "circulation/no_library.html")
    found = visits_of_day(request.workplace, asked)
    labels = PURPOSE.values or {}
    context = {
        "visits": found,
        "plot": plot_of(found.hours),
        "purposes": [(one, labels[one], found.by_purpose[one]) for one in PURPOSES],
        "form": form,
        "today_asked": asked == clock.today(),
    }
    return render(request, "visits/visits.html", context, status=status)
