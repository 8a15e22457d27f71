"""Pages of the tree of libraries. Units outside the places that one administers are not found."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network import clock
from orda.network.deeds import queries as deeds
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import ADMINISTER, StaffRequest, needs, over_the_whole_house, owned, units_where
from orda.network.tree import services
from orda.network.tree.forms import DayForm, MoveForm, OpenForm, UnitForm
from orda.network.tree.left import left_in

PER_PAGE = 100
_ORDER = list(Unit.Kind.values)


@require_safe
@needs(ADMINISTER)
def tree(request: StaffRequest) -> HttpResponse:
    """The units one administers, each under the one it stands under."""
    today = clock.today()
    working = Q(appointments__until=None) | Q(appointments__until__gt=today)
    found = _units(request).annotate(people=Count("appointments__staff", filter=working, distinct=True))
    page = Paginator(found.order_by("path"), PER_PAGE).get_page(request.GET.get("page"))
    tops = [top.path.count("/") for top in units_where(request.user, ADMINISTER)]
    for one in page:
        one.deep = min(4, one.path.count("/") - min(tops))  # type: ignore[attr-defined]
        one.shut = services.is_closed(one, today)  # type: ignore[attr-defined]
    return render(request, "tree/tree.html", {"page": page, "today": today})


@require_http_methods(["GET", "POST"])
@needs(ADMINISTER, unit_id=owned(Unit, "pk"))
def open_unit(request: StaffRequest, unit_id: int) -> HttpResponse:
    """A new unit under this one."""
    parent = _unit(request, unit_id)
    below = _ORDER[_ORDER.index(parent.kind) + 1 :]
    form = OpenForm(request.POST or None)
    form.fields["kind"].choices = [one for one in Unit.Kind.choices if one[0] in below]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        place = {name: told.pop(name) for name in ("kind", "code", "opened_on")}
        try:
            unit = services.open_unit(services.UnitWords(**told), **place, parent=parent, by=request.user)
            messages.success(request, _("Opened."))
            return redirect("unit", unit.pk)
        except Refusal as refusal:
            form.add_error("code" if refusal.code == "code_taken" else None, str(refusal))
    context = {"form": form, "parent": parent}
    return render(request, "tree/open.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(ADMINISTER, unit_id=owned(Unit, "pk"))
def unit(request: StaffRequest, unit_id: int) -> HttpResponse:
    """A unit, and what may be done with it; POST names it anew."""
    found = _unit(request, unit_id)
    start = {name: getattr(found, name) for name in UnitForm.base_fields}
    form = UnitForm(request.POST or None, initial={**start, "kind": found.kind})
    if request.method == "POST" and form.is_valid():
        words = services.UnitWords(**form.cleaned_data)
        return _done(request, found, lambda: services.change_unit(found, words, by=request.user), _("Kept."))
    return _page(request, found, form=form)


def _page(request: StaffRequest, found: Unit, **forms: object) -> HttpResponse:
    today = clock.today()
    told = deeds.deeds(
        units_where(request.user, ADMINISTER),
        whole_house=over_the_whole_house(request.user, ADMINISTER),
        object_of=("unit", found.pk),
    )
    start = {name: getattr(found, name) for name in UnitForm.base_fields}
    context = {
        "unit": found,
        "form": UnitForm(initial=start),
        "close_form": DayForm(initial={"day": today}, auto_id="close_%s"),
        "move_form": MoveForm(parents=_parents(request, found), initial={"day": today}, auto_id="move_%s"),
        "left": left_in(found),
        "shut": found.closed_on is not None,
        "below": _units(request).filter(parent=found),
        "places": found.places.all(),
        "may_have_below": found.kind != Unit.Kind.DEPARTMENT and not services.is_closed(found, today),
        "told": [deeds.told(one) for one in told[:20]],
        **forms,
    }
    bad = any(getattr(form, "errors", None) for form in forms.values())
    return render(request, "tree/unit.html", context, status=422 if bad else 200)


@require_POST
@needs(ADMINISTER, unit_id=owned(Unit, "pk"))
def close(request: StaffRequest, unit_id: int) -> HttpResponse:
    found = _unit(request, unit_id)
    form = DayForm(request.POST, auto_id="close_%s")
    if not form.is_valid():
        return _page(request, found, close_form=form)
    day = form.cleaned_data["day"]
    return _done(request, found, lambda: services.close_unit(found, day, by=request.user), _("Closed."))


@require_POST
@needs(ADMINISTER, unit_id=owned(Unit, "pk"))
def reopen(request: StaffRequest, unit_id: int) -> HttpResponse:
    found = _unit(request, unit_id)
    return _done(request, found, lambda: services.reopen_unit(found, by=request.user), _("Open again."))


@require_POST
@needs(ADMINISTER, unit_id=owned(Unit, "pk"))
def move(request: StaffRequest, unit_id: int) -> HttpResponse:
    found = _unit(request, unit_id)
    form = MoveForm(request.POST, parents=_parents(request, found), auto_id="move_%s")
    if not form.is_valid():
        return _page(request, found, move_form=form)
    told = form.cleaned_data
    return _done(
        request,
        found,
        lambda: services.move_unit(found, told["parent"], told["day"], by=request.user),
        _("Moved. What was counted before stays where it was counted."),
    )


def _done(request: StaffRequest, found: Unit, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("unit", found.pk)


def _units(request: StaffRequest) -> QuerySet[Unit]:
    wanted = Q(pk__in=[])
    for top in units_where(request.user, ADMINISTER):
        wanted |= Q(path__startswith=top.path)
    return Unit.objects.filter(wanted)


def _unit(request: StaffRequest, unit_id: int) -> Unit:
    found = _units(request).select_related("parent").filter(pk=unit_id).first()
    if found is None:
        raise Http404
    return found


def _parents(request: StaffRequest, found: Unit) -> QuerySet[Unit]:
    """Where it may be moved: open, above its kind, not below itself."""
    above = _ORDER[: _ORDER.index(found.kind)]
    today = clock.today()
    return (
        _units(request)
        .filter(Q(closed_on=None) | Q(closed_on__gt=today), kind__in=above)
        .exclude(path__startswith=found.path)
    )
