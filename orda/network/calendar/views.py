"""The public page of hours; the page on which hours, closings and holidays are changed, proposed, decided.

Every change is asked first with what it would move, and done when the same form comes again with "sure".
"""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network import clock, queries
from orda.network.calendar import forms, services, words
from orda.network.calendar.days import Calendar, Hours, Week
from orda.network.calendar.models import Asked, Closing, Holiday, Timetable, YearlyHoliday
from orda.network.calendar.moves import Effect, preview
from orda.network.calendar.queries import asked_of, calendar_of, known_until, year_to_look_over
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import PROPOSE_CALENDAR, SET_CALENDAR, StaffRequest, may, needs, owned
from orda.network.workplace import choices_of

LOOK_AHEAD = datetime.timedelta(days=60)
LIBRARIES_ON_A_PAGE = 40
Do = Callable[[], list[Effect]]


# What everybody sees.


@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """When each library is open: now, this week, and the days soon to come on which it is shut.

    `?library=`: the page on which that one stands."""
    libraries = queries.libraries_with_doors()
    asked = [n for n, one in enumerate(libraries) if str(one.pk) == request.GET.get("library")]
    number = asked[0] // LIBRARIES_ON_A_PAGE + 1 if asked else request.GET.get("page")
    page = Paginator(libraries, LIBRARIES_ON_A_PAGE).get_page(number)
    moment = timezone.localtime(clock.now())
    shown = [_shown(library, moment) for library in page]
    return render(request, "calendar/hours.html", {"page": page, "libraries": shown})


def _shown(library: Unit, moment: datetime.datetime) -> dict[str, Any]:
    calendar, today = calendar_of(library), moment.date()
    return {
        "library": library,
        "now": words.now(calendar, moment),
        "week": _week(calendar, today),
        "shut": words.stretches(calendar, today, today + LOOK_AHEAD),
    }


def _week(calendar: Calendar, today: datetime.date) -> list[dict[str, Any]]:
    """The seven days from today on."""
    days = [today + datetime.timedelta(days=n) for n in range(7)]
    return [
        {
            "day": day,
            "name": WEEKDAYS[day.weekday()],
            "hours": calendar.hours(day),
            "why": words.why_shut(calendar.shut(day)),
        }
        for day in days
    ]


# The page of the calendar.


@require_safe
@needs(PROPOSE_CALENDAR)
def show(request: StaffRequest) -> HttpResponse:
    return _page(request, forms.ClosingForm(units=_units(request), initial=_here(request)))


def _page(request: StaffRequest, form: forms.ClosingForm) -> HttpResponse:
    unit, today = request.workplace, clock.today()
    above = _way(unit)
    units = _units(request)
    asked, asked_weeks = asked_of(units, Asked.State.PROPOSED)
    in_force, _weeks = asked_of([*units, *above], Asked.State.IN_FORCE)
    weeks = asked_of([*units, *above], Asked.State.IN_FORCE)[1].exclude(until__lt=today)
    context = {
        "form": form,
        "shown": _shown(unit, timezone.localtime(clock.now())),
        "unit": unit,
        "proposals": [(one, _decides(request, one.unit)) for one in asked[:50]],
        "week_proposals": [(_told(one), _decides(request, one.unit)) for one in asked_weeks[:50]],
        "closings": [(one, _decides(request, one.unit)) for one in in_force.filter(last__gte=today)[:50]],
        "weeks": [(_told(one), _decides(request, one.unit)) for one in weeks[:50]],
        "decides": _decides(request, unit),
        "known_until": known_until(unit),
        "look_over": year_to_look_over(unit, today),
    }
    return render(request, "calendar/calendar.html", context, status=422 if form.errors else 200)


def _told(one: Timetable) -> dict[str, Any]:
    """A timetable as a row of the page."""
    by_day = {line.weekday: line for line in one.hours.all()}
    return {
        "pk": one.pk,
        "unit": one.unit,
        "since": None if one.since == services.FROM_THE_BEGINNING else one.since,
        "until": one.until,
        "made_by": one.made_by,
        "season": (forms.season_day(one.season_first), forms.season_day(one.season_last))
        if one.season_first
        else None,
        "sanitary": _sanitary(one),
        "days": [(WEEKDAYS[day - 1], by_day.get(day)) for day in range(1, 8)],
    }


def _sanitary(one: Timetable) -> str:
    if one.sanitary_week is None or one.sanitary_weekday is None:
        return ""
    which = dict(forms.WeekForm.base_fields["sanitary_week"].choices)[one.sanitary_week]  # type: ignore[attr-defined]
    return _("sanitary day: %(which)s %(weekday)s of a month") % {
        "which": which,
        "weekday": str(WEEKDAYS[one.sanitary_weekday - 1]).lower(),
    }


@require_POST
@needs(PROPOSE_CALENDAR)
def closing(request: StaffRequest) -> HttpResponse:
    """Asks for a closing; who decides shuts at once."""
    form = forms.ClosingForm(request.POST, units=_units(request))
    if not form.is_valid():
        return _page(request, form)
    told = form.cleaned_data
    unit, by = form.chosen, request.user.pk
    args = (unit, told["first"], told["last"], told["kind"], told["note"])
    days = f"{told['first']:%d.%m.%Y} – {told['last']:%d.%m.%Y}"
    what = _("%(library)s is shut: %(days)s") % {"library": unit.name, "days": days}
    try:
        if _decides(request, unit):
            return _ask(request, what, lambda: services.close(*args, by_id=by))
        if "sure" in request.POST:
            services.propose_closing(*args, by_id=by)
            messages.success(request, _("Proposed. The director or the administrator decides."))
            return redirect("calendar")
        return _ask(request, what, lambda: services.close(*args, by_id=by), proposing=True)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form)


CLOSING_STEPS: dict[str, tuple[Callable[..., list[Effect] | None], bool]] = {
    # step: what does it, whether it takes a person who decides
    "accept": (services.accept_closing, True),
    "refuse": (services.refuse_closing, True),
    "take-back": (services.take_back_closing, True),
}


@require_POST
@needs(PROPOSE_CALENDAR, pk=owned(Closing, "unit"))
def settle_closing(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    """Accepts or refuses a proposal, takes a closing back; whoever proposed takes a proposal back."""
    found = get_object_or_404(Closing.objects.select_related("unit"), pk=pk)
    if step not in CLOSING_STEPS:
        raise Http404
    own = step == "take-back" and found.state == Asked.State.PROPOSED and found.made_by_id == request.user.pk
    _refuse_others(request, found.unit, own)
    days = {"library": found.unit.name, "days": f"{found.first:%d.%m.%Y} – {found.last:%d.%m.%Y}"}
    what = {
        "accept": _("%(library)s is shut: %(days)s"),
        "refuse": _("%(library)s stays open: %(days)s"),
        "take-back": _("%(library)s is open after all: %(days)s"),
    }[step] % days
    act = CLOSING_STEPS[step][0]
    return _settle(request, what, lambda: act(pk, by_id=request.user.pk) or [])


@require_http_methods(["GET", "POST"])
@needs(PROPOSE_CALENDAR)
def week(request: StaffRequest) -> HttpResponse:
    """The hours of a week, from a day on; with a season, of a part of each year."""
    units = _units(request)
    unit = next((one for one in units if str(one.pk) == request.GET.get("unit")), request.workplace)
    initial = {"unit": str(unit.pk), "since": clock.today() + datetime.timedelta(days=1)}
    form = forms.WeekForm(
        request.POST or None, units=units, initial=initial | forms.week_as_typed(_hours_now(unit))
    )
    if request.method == "POST" and form.is_valid():
        answer = _week_answer(request, form)
        if answer is not None:
            return answer
    return render(request, "calendar/week.html", {"form": form}, status=422 if form.errors else 200)


def _hours_now(unit: Unit) -> Sequence[Hours | None]:
    found: Week | None = calendar_of(unit).week_on(clock.today())
    return found.hours if found else [Hours()] * 7


def _week_answer(request: StaffRequest, form: forms.WeekForm) -> HttpResponse | None:
    told, unit = form.cleaned_data, form.chosen
    asked: dict[str, Any] = {
        "since": told["since"],
        "until": told["until"],
        "season": form.season(),
        "sanitary": form.sanitary(),
        "by_id": request.user.pk,
    }
    what = _("New hours of %(library)s from %(day)s") % {
        "library": unit.name,
        "day": f"{told['since']:%d.%m.%Y}",
    }
    try:
        if not _decides(request, unit):
            if "sure" in request.POST:
                services.propose_hours(unit, form.hours(), **asked)
                messages.success(request, _("Proposed. The director or the administrator decides."))
                return redirect("calendar")
            return _ask(
                request, what, lambda: services.set_hours(unit, form.hours(), **asked), proposing=True
            )
        return _ask(request, what, lambda: services.set_hours(unit, form.hours(), **asked))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


HOURS_STEPS: dict[str, Callable[..., list[Effect] | None]] = {
    "accept": services.accept_hours,
    "refuse": services.refuse_hours,
    "take-back": services.end_hours,
}


@require_POST
@needs(PROPOSE_CALENDAR, pk=owned(Timetable, "unit"))
def settle_hours(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    """Accepts or refuses proposed hours, ends hours in force; whoever proposed takes a proposal back."""
    found = get_object_or_404(Timetable.objects.select_related("unit"), pk=pk)
    if step not in HOURS_STEPS:
        raise Http404
    own = step == "take-back" and found.state == Asked.State.PROPOSED and found.made_by_id == request.user.pk
    _refuse_others(request, found.unit, own)
    what = {
        "accept": _("New hours of %(library)s are accepted"),
        "refuse": _("New hours of %(library)s are refused"),
        "take-back": _("These hours of %(library)s hold no more"),
    }[step] % {"library": found.unit.name}
    return _settle(request, what, lambda: HOURS_STEPS[step](pk, by_id=request.user.pk) or [])


# Holidays.


@require_safe
@needs(SET_CALENDAR)
def holidays(request: StaffRequest) -> HttpResponse:
    return _holidays(request)


def _holidays(request: StaffRequest, **bound: Any) -> HttpResponse:
    unit, today, units = request.workplace, clock.today(), _units(request, SET_CALENDAR)
    shown = [one.pk for one in (*_way(unit), *units)]
    year = _year(request, today)
    ours = {one.pk for one in units}
    singles = Holiday.objects.filter(unit__in=shown, day__year=year).select_related("unit")
    repeat = YearlyHoliday.objects.filter(unit__in=shown).select_related("unit")
    context = {
        "year": year,
        "years": range(today.year - 1, today.year + 6),
        "singles": [(one, words.in_language(one.name), one.unit_id in ours) for one in singles],
        "yearly": [
            (one, datetime.date(2024, one.month, one.day), words.in_language(one.name), one.unit_id in ours)
            for one in repeat
        ],
        "known_until": known_until(unit),
        "look_over": year_to_look_over(unit, today),
        "day_form": forms.SingleDayForm(units=units, initial=_here(request)),
        "yearly_form": forms.YearlyForm(units=units, initial=_here(request) | {"since": today.year}),
        "unit": unit,
    } | bound
    wrong = any(getattr(form, "errors", None) for form in bound.values())
    return render(request, "calendar/holidays.html", context, status=422 if wrong else 200)


def _year(request: StaffRequest, today: datetime.date) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else today.year
    return year if forms.YEARS[0] <= year <= forms.YEARS[1] else today.year


@require_POST
@needs(SET_CALENDAR)
def single_day(request: StaffRequest) -> HttpResponse:
    """A day of one year: shut, or worked."""
    form = forms.SingleDayForm(request.POST, units=_units(request, SET_CALENDAR))
    if not form.is_valid():
        return _holidays(request, day_form=form)
    told = form.cleaned_data

    def do() -> list[Effect]:
        return services.keep_single_day(
            form.chosen, told["day"], told["name"], works=told["works"], hours=form.hours()
        )

    what = f"{told['day']:%d.%m.%Y}: {told['name']} ({form.chosen.name})"
    try:
        return _ask(request, what, do, page="calendar_holidays")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _holidays(request, day_form=form)


@require_POST
@needs(SET_CALENDAR, pk=owned(Holiday, "unit"))
def forget_day(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Holiday.objects.select_related("unit"), pk=pk)
    _refuse_others(request, found.unit)
    what = _("%(day)s is like any other day") % {"day": f"{found.day:%d.%m.%Y}"}
    return _settle(request, what, lambda: services.forget_single_day(pk), page="calendar_holidays")


@require_POST
@needs(SET_CALENDAR)
def yearly(request: StaffRequest) -> HttpResponse:
    """A holiday that repeats."""
    form = forms.YearlyForm(request.POST, units=_units(request, SET_CALENDAR))
    if not form.is_valid():
        return _holidays(request, yearly_form=form)
    told = form.cleaned_data

    def do() -> list[Effect]:
        return services.keep_yearly_holiday(
            form.chosen, told["month"], told["day"], told["name"], since=told["since"]
        )

    what = f"{told['day']:02}.{told['month']:02}: {told['name']} ({form.chosen.name})"
    try:
        return _ask(request, what, do, page="calendar_holidays")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _holidays(request, yearly_form=form)


@require_POST
@needs(SET_CALENDAR, pk=owned(YearlyHoliday, "unit"))
def end_yearly(request: StaffRequest, pk: int) -> HttpResponse:
    """A law ends a holiday."""
    found = get_object_or_404(YearlyHoliday.objects.select_related("unit"), pk=pk)
    _refuse_others(request, found.unit)
    form = forms.EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say its last year."))
        return redirect("calendar_holidays")
    until = form.cleaned_data["until"]
    what = _("%(name)s: the last year is %(year)s") % {"name": words.in_language(found.name), "year": until}
    return _settle(request, what, lambda: services.end_yearly_holiday(pk, until), page="calendar_holidays")


@require_POST
@needs(SET_CALENDAR)
def look_over(request: StaffRequest) -> HttpResponse:
    """A year's single days were compared with the government's order."""
    form = forms.YearForm(request.POST, units=[*_way(request.workplace), *_units(request, SET_CALENDAR)])
    if not form.is_valid():
        return _holidays(request, year_form=form)
    if not may(request.user, SET_CALENDAR, form.chosen):
        raise PermissionDenied
    try:
        services.year_looked_over(form.chosen, form.cleaned_data["year"], by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The holidays of %(year)s are known.") % {"year": form.cleaned_data["year"]}
        )
    return redirect("calendar_holidays")


# Asked first, done when one is sure.


def _ask(
    request: StaffRequest, what: str, do: Do, *, proposing: bool = False, page: str = "calendar"
) -> HttpResponse:
    """The page that says what a change moves; with "sure" it is done. Raises what `do` raises."""
    if "sure" in request.POST and not proposing:
        moved = do()
        messages.success(request, ". ".join([what, *(effect.text for effect in moved)]))
        return redirect(page)
    moves = preview(do, request.user)
    again = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    context = {"what": what, "moves": moves, "again": again, "proposing": proposing, "back": page}
    return render(request, "calendar/sure.html", context)


def _settle(request: StaffRequest, what: str, do: Do, *, page: str = "calendar") -> HttpResponse:
    """`_ask` of something that has no form to go back to."""
    try:
        return _ask(request, what, do, page=page)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(page)


# Whose calendar one may speak for.


def _units(request: StaffRequest, right: str = PROPOSE_CALENDAR) -> list[Unit]:
    """The units under the person's workplace for which they may speak, the workplace first."""
    here = request.workplace
    found = [one for one in choices_of(request) if one.path.startswith(here.path) and one.pk != here.pk]
    return [one for one in (here, *found) if may(request.user, right, one)]


def _way(unit: Unit) -> list[Unit]:
    """The units above, the top first: their closings and holidays hold here too."""
    above = [pk for pk in queries.units_above(unit.path) if pk != unit.pk]
    return list(Unit.objects.filter(pk__in=above).order_by("path"))


def _here(request: StaffRequest) -> dict[str, Any]:
    return {"unit": str(request.workplace.pk)}


def _decides(request: StaffRequest, unit: Unit) -> bool:
    return may(request.user, SET_CALENDAR, unit)


def _refuse_others(request: StaffRequest, unit: Unit, own: bool = False) -> None:
    """Only who decides there, or whoever asked for it. Raises PermissionDenied."""
    if not _decides(request, unit) and not own:
        raise PermissionDenied
