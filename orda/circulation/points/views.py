"""The points outside the walls: seen, opened, renamed, closed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from orda.circulation.points.forms import PointForm
from orda.circulation.points.models import ServicePoint
from orda.circulation.points.services import close_point, open_point, rename_point, reopen_point
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import SET_RULES, StaffRequest, may, needs, owned
from orda.network.workplace import choices_of


@require_http_methods(["GET", "POST"])
@needs(SET_RULES)
def points(request: StaffRequest) -> HttpResponse:
    """Every point of one's libraries, and the form of a new one."""
    libraries = _libraries(request)
    form = PointForm(request.POST or None, libraries=libraries)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        library = next(unit for unit in libraries if str(unit.pk) == told["library"])
        try:
            open_point(library, told["name_kk"], told["name_ru"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The point is opened."))
            return redirect("points")
    found = ServicePoint.objects.select_related("library").filter(library__in=libraries)
    shown = found.order_by("library__path", "closed_on", "name_kk")
    status = 422 if form.errors else 200
    return render(request, "points/points.html", {"points": shown, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@needs(SET_RULES, point_id=owned(ServicePoint, "library"))
def change(request: StaffRequest, point_id: int) -> HttpResponse:
    """Renames a point."""
    point = _own(request, point_id)
    initial = {"library": point.library_id, "name_kk": point.name_kk, "name_ru": point.name_ru}
    form = PointForm(request.POST or None, initial=initial, libraries=[point.library])
    if request.method == "POST" and form.is_valid():
        try:
            rename_point(point, form.cleaned_data["name_kk"], form.cleaned_data["name_ru"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("points")
    status = 422 if form.errors else 200
    return render(request, "points/point.html", {"form": form, "point": point}, status=status)


@require_POST
@needs(SET_RULES, point_id=owned(ServicePoint, "library"))
def close(request: StaffRequest, point_id: int) -> HttpResponse:
    """Closes an open point, opens a closed one."""
    point = _own(request, point_id)
    if point.closed_on is None:
        close_point(point)
    else:
        reopen_point(point)
    return redirect("points")


def _libraries(request: StaffRequest) -> list[Unit]:
    ours = (unit for unit in choices_of(request) if unit.kind == Unit.Kind.LIBRARY)
    return [unit for unit in ours if may(request.user, SET_RULES, unit)]


def _own(request: StaffRequest, point_id: int) -> ServicePoint:
    point = get_object_or_404(ServicePoint.objects.select_related("library"), pk=point_id)
    if not may(request.user, SET_RULES, point.library):
        raise PermissionDenied
    return point
