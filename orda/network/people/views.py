"""Pages of staff. A person whom the administrator's places never knew is not found."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network import clock
from orda.network.asked import words_of
from orda.network.deeds import queries as deeds
from orda.network.entry import second_factor
from orda.network.entry.keys import SLIP_LASTS
from orda.network.entry.marks import qr_svg
from orda.network.models import Appointment, Leave, Staff, Unit
from orda.network.people import queries, services
from orda.network.people.forms import AppointForm, HireForm, LeaveForm, PersonForm
from orda.network.refusals import Refusal
from orda.network.rights import (
    ADMINISTER,
    StaffRequest,
    asked_inside,
    needs,
    over_the_whole_house,
    owned,
    units_where,
)

PER_PAGE = 50
DEEDS_SHOWN = 20


@require_safe
@needs(ADMINISTER)
def people(request: StaffRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in queries.STATES else "at_work"
    found = queries.staff_under(_tops(request), state=state, words=words_of(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.standing = queries.standing(one.here)  # type: ignore[attr-defined]
    states = [
        ("at_work", _("at work")),
        ("on_leave", _("on leave")),
        ("dismissed", _("dismissed")),
        ("all", _("all")),
    ]
    return render(request, "people/people.html", {"page": page, "state": state, "states": states})


@never_cache
@require_http_methods(["GET", "POST"])
@needs(ADMINISTER)
def hire(request: StaffRequest) -> HttpResponse:
    """A new person; the answer is their slip, shown once."""
    start = {"unit": request.workplace, "language": request.LANGUAGE_CODE}  # type: ignore[attr-defined]
    form = HireForm(request.POST or None, units=_units(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            staff, code = services.hire(services.NewStaff(**form.cleaned_data), by=request.user)
            return _slip(request, staff, code)
        except Refusal as refusal:
            form.add_error("username" if refusal.code == "name_taken" else None, str(refusal))
    return render(request, "people/hire.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(ADMINISTER, staff_id=asked_inside)
def person(request: StaffRequest, staff_id: int) -> HttpResponse:
    """All about a person, and what may be done; POST changes name and e-mail."""
    staff = _staff(request, staff_id)
    told = {"family_name": staff.last_name, "given_name": staff.first_name, "email": staff.email}
    form = PersonForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        return _done(
            request, staff, lambda: services.change(staff, **form.cleaned_data, by=request.user), _("Kept.")
        )
    return _person_page(request, staff, form=form)


def _person_page(request: StaffRequest, staff: Staff, **forms: Any) -> HttpResponse:
    today = clock.today()
    told = deeds.deeds(
        _tops(request),
        whole_house=over_the_whole_house(request.user, ADMINISTER),
        object_of=("staff", staff.pk),
    )
    every = _theirs_here(request, staff)
    for one in every:
        one.over = one.until is not None and one.until <= today  # type: ignore[attr-defined]
    context = {
        "person": staff,
        "whole": services.is_theirs(staff, request.user),
        "oneself": staff.pk == request.user.pk,
        "appointments": every,
        "leaves": staff.leaves.all()[:20],
        "away": staff.leaves.filter(Q(until=None) | Q(until__gt=today), since__lte=today).first(),
        "form": PersonForm(
            initial={"family_name": staff.last_name, "given_name": staff.first_name, "email": staff.email}
        ),
        "appoint_form": AppointForm(units=_units(request), initial={"unit": request.workplace}),
        "leave_form": LeaveForm(initial={"since": today}, auto_id="leave_%s"),
        "told": [deeds.told(one) for one in told[:DEEDS_SHOWN]],
        "today": today,
        **second_factor.state_of(staff),
        **forms,
    }
    bad = any(form.errors for form in forms.values())
    return render(request, "people/person.html", context, status=422 if bad else 200)


@require_POST
@needs(ADMINISTER, staff_id=asked_inside)
def appoint(request: StaffRequest, staff_id: int) -> HttpResponse:
    staff = _staff(request, staff_id)
    form = AppointForm(request.POST, units=_units(request))
    if not form.is_valid():
        return _person_page(request, staff, appoint_form=form)
    told = form.cleaned_data
    return _done(
        request,
        staff,
        lambda: services.appoint(
            staff, told["unit"], told["role"], since=told["since"], until=told["until"], by=request.user
        ),
        _("Appointed."),
    )


@require_POST
@needs(ADMINISTER, staff_id=asked_inside, appointment_id=owned(Appointment, "unit"))
def end_appointment(request: StaffRequest, staff_id: int, appointment_id: int) -> HttpResponse:
    staff = _staff(request, staff_id)
    found = next((one for one in _theirs_here(request, staff) if one.pk == appointment_id), None)
    if found is None:
        raise Http404
    return _done(
        request,
        staff,
        lambda: services.end_appointment(found, by=request.user),
        _("The appointment has ended."),
    )


@require_POST
@needs(ADMINISTER, staff_id=asked_inside)
def leave(request: StaffRequest, staff_id: int) -> HttpResponse:
    staff = _staff(request, staff_id)
    form = LeaveForm(request.POST, auto_id="leave_%s")
    if not form.is_valid():
        return _person_page(request, staff, leave_form=form)
    return _done(
        request,
        staff,
        lambda: services.begin_leave(staff, **form.cleaned_data, by=request.user),
        _("Written down."),
    )


@require_POST
@needs(ADMINISTER, staff_id=asked_inside, leave_id=asked_inside)
def end_leave(request: StaffRequest, staff_id: int, leave_id: int) -> HttpResponse:
    staff = _staff(request, staff_id)
    found = Leave.objects.filter(staff=staff, pk=leave_id).first()
    if found is None:
        raise Http404
    return _done(request, staff, lambda: services.end_leave(found, by=request.user), _("Back at work."))


@require_POST
@needs(ADMINISTER, staff_id=asked_inside)
def dismiss(request: StaffRequest, staff_id: int) -> HttpResponse:
    staff = _staff(request, staff_id)
    return _done(
        request,
        staff,
        lambda: services.dismiss(staff, by=request.user),
        _("Dismissed. Every session has ended."),
    )


@never_cache
@require_POST
@needs(ADMINISTER, staff_id=asked_inside)
def take_back(request: StaffRequest, staff_id: int) -> HttpResponse:
    staff = _staff(request, staff_id)
    return _with_slip(request, staff, lambda: services.take_back(staff, by=request.user))


@never_cache
@require_POST
@needs(ADMINISTER, staff_id=asked_inside)
def slip(request: StaffRequest, staff_id: int) -> HttpResponse:
    """A code for who forgot the password."""
    staff = _staff(request, staff_id)
    return _with_slip(request, staff, lambda: services.give_slip(staff, by=request.user))


@require_POST
@needs(ADMINISTER, staff_id=asked_inside)
def reset_factor(request: StaffRequest, staff_id: int) -> HttpResponse:
    staff = _staff(request, staff_id)
    return _done(
        request,
        staff,
        lambda: services.reset_second_factor(staff, by=request.user),
        _("The second factor is taken away: the password alone opens now. They are signed out everywhere."),
    )


@require_POST
@needs(ADMINISTER, staff_id=asked_inside)
def sign_out(request: StaffRequest, staff_id: int) -> HttpResponse:
    staff = _staff(request, staff_id)
    return _done(
        request, staff, lambda: services.sign_out(staff, by=request.user), _("Signed out everywhere.")
    )


def _done(request: StaffRequest, staff: Staff, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("person", staff.pk)


def _with_slip(request: StaffRequest, staff: Staff, act: Callable[[], str]) -> HttpResponse:
    try:
        return _slip(request, staff, act())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("person", staff.pk)


def _slip(request: StaffRequest, staff: Staff, code: str) -> HttpResponse:
    """What is printed, or sent on: shown in this answer and never again."""
    link = request.build_absolute_uri(reverse("key_open", args=[code]))
    context = {
        "person": staff,
        "code": code,
        "link": link,
        "picture": qr_svg(link),
        "where": request.build_absolute_uri(reverse("key_typed")),
        "ends": clock.today() + SLIP_LASTS,
    }
    return render(request, "people/slip.html", context)


def _tops(request: StaffRequest) -> list[Unit]:
    return units_where(request.user, ADMINISTER)


def _units(request: StaffRequest) -> Any:
    """Where one may appoint: what is open under the places one administers, departments too."""
    wanted = Q(pk__in=[])
    for top in _tops(request):
        wanted |= Q(path__startswith=top.path)
    return Unit.objects.filter(wanted).filter(Q(closed_on=None) | Q(closed_on__gt=clock.today()))


def _staff(request: StaffRequest, staff_id: int) -> Staff:
    found = queries.staff_under(_tops(request), state="all").filter(pk=staff_id).first()
    if found is None:
        raise Http404
    return found


def _theirs_here(request: StaffRequest, staff: Staff) -> list[Appointment]:
    """The person's appointments under the administrator's places."""
    here: list[Appointment] = staff.here  # type: ignore[attr-defined]
    return here
