"""Events' pages: the plan and what is held of it, note one held, the list of those held."""

import datetime
from collections.abc import Container
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from orda.events import queries, services
from orda.events.forms import HoldForm, NumbersForm
from orda.events.models import Direction, HeldEvent, PlannedEvent
from orda.events.refusals import BadEventField, EventCancelled
from orda.network import clock
from orda.network import queries as network
from orda.network.alike import Earlier
from orda.network.models import Unit
from orda.network.rights import HOLD_EVENT, SEE_BOARD, StaffRequest, may, needs, owned

PLAN_LINES_ON_A_PAGE = 60
HELD_ON_A_PAGE = 50


@require_safe
@needs(SEE_BOARD)
def plan(request: StaffRequest) -> HttpResponse:
    years = queries.planned_years()
    today = clock.today()
    year = _number(request, "year", years[0] if years and today.year not in years else today.year)
    quarter = _number(request, "quarter", 0)
    state = request.GET.get("state", "")
    directions = list(Direction.objects.all())
    direction = _one_of({one.code for one in directions}, request.GET.get("direction", ""))
    library = _asked_library(request)
    found = queries.plan_of(
        year,
        unit=library or request.workplace,
        quarter=quarter,
        direction=direction,
        state=state,
        shut_from=today,
    )
    page = Paginator(found.lines, PLAN_LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    by_direction = [(name, list(lines)) for name, lines in groupby(page, lambda line: line.event.direction)]
    context = {
        "plan": found,
        "page": page,
        "sections": [
            (name, lines, sum(bool(line.missing) for line in lines)) for name, lines in by_direction
        ],
        "year": year,
        "years": years,
        "quarter": quarter,
        "quarters": ("1", "2", "3", "4"),
        "this_quarter": (today.month + 2) // 3 if year == today.year else 0,
        "state": state,
        "direction": direction,
        "directions": directions,
        "library": library,
        "libraries": network.libraries(request.workplace),
    }
    return render(request, "events/plan.html", context)


@require_http_methods(["GET", "POST"])
@needs(HOLD_EVENT)
def hold(request: StaffRequest) -> HttpResponse:
    libraries = list(network.open_libraries(request.workplace))
    planned = _planned(request)
    form = HoldForm(request.POST or None, libraries=libraries, initial=_initial(request, libraries, planned))
    if request.method == "POST" and form.is_valid() and not form.warned(_like_it(form, planned)):
        try:
            event = services.hold_event(**form.event(), planned=planned, by_id=request.user.pk)
        except BadEventField as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Noted: %(event)s") % {"event": event})
            return _go(request, "events_held")
    return _form(request, "hold", {"form": form, "planned": planned})


def _like_it(form: HoldForm, planned: PlannedEvent | None) -> list[Earlier]:
    told = form.cleaned_data
    found = queries.like_it(told["library"], told["day"], told["title"], planned)
    people = _("Attendance, people")
    return [
        Earlier(
            f"{event.day:%d.%m.%Y} · {event.title} · {people}: {event.attendance}",
            reverse("event_correct", args=[event.pk]),
        )
        for event in found
    ]


@require_safe
@needs(SEE_BOARD)
def held(request: StaffRequest) -> HttpResponse:
    today = clock.today()
    first = _day(request, "from", today.replace(month=1, day=1))
    last = _day(request, "to", today)
    library = _asked_library(request)
    channel = _one_of(HeldEvent.Channel.values, request.GET.get("channel", ""))
    found = queries.held_events(first, last, unit=library or request.workplace, channel=channel)
    found = found.annotate(shown_by=Count("evidence", filter=Q(evidence__taken_back=False)))
    context = {
        "page": Paginator(found, HELD_ON_A_PAGE).get_page(request.GET.get("page")),
        "first": first,
        "last": last,
        "library": library,
        "libraries": network.libraries(request.workplace),
        "channel": channel,
        "channels": HeldEvent.Channel.choices,
        "may_hold": may(request.user, HOLD_EVENT, request.workplace),
    }
    return render(request, "events/held.html", context)


@require_http_methods(["GET", "POST"])
@needs(HOLD_EVENT, event_id=owned(HeldEvent, "library"))
def correct(request: StaffRequest, event_id: int) -> HttpResponse:
    event = _own_event(request, event_id)
    initial = {"attendance": event.attendance, "views": event.views}
    form = NumbersForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_event(event, **form.numbers(), by_id=request.user.pk)
        except BadEventField as refusal:
            form.refuse(refusal)
        except EventCancelled as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Corrected: %(event)s") % {"event": event})
            return _go(request, "events_held")
    return _form(request, "correct", {"form": form, "event": event})


@require_POST
@needs(HOLD_EVENT, event_id=owned(HeldEvent, "library"))
def cancel(request: StaffRequest, event_id: int) -> HttpResponse:
    event = _own_event(request, event_id)
    try:
        services.cancel_event(event, by_id=request.user.pk)
    except EventCancelled as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Cancelled: %(event)s") % {"event": event})
    return _go(request, "events_held")


def _form(request: StaffRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """The page with the form, or the form alone where htmx puts it in place of the old one."""
    template = f"events/_{name}_form.html" if request.htmx else f"events/{name}.html"
    status = 422 if context["form"].errors and not request.htmx else 200  # htmx swaps nothing on 422
    return render(request, template, context, status=status)


def _go(request: StaffRequest, name: str) -> HttpResponse:
    there = redirect(name)
    return HttpResponseClientRedirect(there.url) if request.htmx else there


def _own_event(request: StaffRequest, event_id: int) -> HeldEvent:
    event = get_object_or_404(HeldEvent.objects.select_related("library", "form", "direction"), pk=event_id)
    if not may(request.user, HOLD_EVENT, event.library):
        raise PermissionDenied
    return event


def _planned(request: StaffRequest) -> PlannedEvent | None:
    asked = request.GET.get("planned") or request.POST.get("planned") or ""
    if not _is_id(asked):
        return None
    return PlannedEvent.objects.select_related("form", "direction").filter(pk=int(asked)).first()


def _initial(request: StaffRequest, libraries: list[Unit], planned: PlannedEvent | None) -> dict[str, Any]:
    asked = request.GET.get("library", "")
    library = next((unit for unit in libraries if unit.code == asked), libraries[0] if libraries else None)
    initial: dict[str, Any] = {"day": clock.today(), "library": library and library.pk}
    if planned is not None:
        initial |= {
            "title": planned.title,
            "form": planned.form_id,
            "direction": planned.direction_id,
            "audience": planned.audience,
        }
    return initial


def _asked_library(request: StaffRequest) -> Unit | None:
    """The library chosen in the filter, if it stands under the person's workplace."""
    code = request.GET.get("library", "")
    return network.libraries(request.workplace).filter(code=code[:32]).first() if code.isprintable() else None


def _one_of(known: Container[str], asked: str) -> str:
    """A filter's choice; one that is not known chooses nothing."""
    return asked if asked in known else ""


def _number(request: StaffRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if _is_id(text) and len(text) <= 4 else otherwise


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _day(request: StaffRequest, name: str, otherwise: datetime.date) -> datetime.date:
    try:
        return datetime.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return otherwise
