"""The day's diary, its manual lines, its closing, and the very lines behind any number."""

import datetime
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.diary import queries, services
from orda.diary.asked_lines import AskedLines, asked_lines, day_of
from orda.diary.forms import FIRST_CHOICE, ManualLineForm
from orda.diary.measures import MEASURES
from orda.diary.models import Entry
from orda.network import clock
from orda.network.alike import Earlier
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import CLOSE_DAY, SEE_DIARY, WRITE_DIARY, StaffRequest, may, needs, owned
from orda.network.workplace import asked_unit, choices_of

LATEST, LINES_A_PAGE = 20, 50
ONE_DAY = datetime.timedelta(days=1)


@require_safe
@needs(SEE_DIARY)
def day(request: StaffRequest) -> HttpResponse:
    """A library's day as the paper diary reads, with its lines by hand and its closing."""
    library = asked_unit(request, SEE_DIARY)
    shown = day_of(request.GET.get("day"), clock.today())
    if shown is None:
        refusal = _("“%(text)s” is not a day of the diary.") % {"text": request.GET["day"][:40]}
        return _day_page(request, library, clock.today(), refusal=refusal, status=400)
    return _day_page(request, library, shown)


@require_safe
@needs(SEE_DIARY)
def lines(request: StaffRequest) -> HttpResponse:
    """The very lines of a period, a measure, a library: where every number of a plan or report ends."""
    library = asked_unit(request, SEE_DIARY)
    asked = asked_lines(request.GET, clock.today())
    found = queries.entries(
        asked.first, asked.last, measures=asked.keys, library=library, where=asked.where, act=asked.act
    )
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "library": library,
        "libraries": _libraries(request),
        "asked": asked,
        "measures": MEASURES.values(),
        "page": page,
        "lines": [queries.as_line(entry) for entry in page],
        "total": _total(asked, library) if asked.measures and not asked.act else None,
        "refusal": asked.refusal,
    }
    return render(request, "diary/lines.html", context, status=400 if asked.refusal else 200)


def _total(asked: AskedLines, library: Unit) -> int:
    sums = queries.totals(
        asked.first,
        asked.last,
        measures=asked.keys,
        library_ids=queries.library_ids_under(library),
        dimension_ids=queries.sets_where(asked.where) if asked.where else None,
    )
    return sum(one.quantity for one in sums)


@require_POST
@needs(WRITE_DIARY)
def enter(request: StaffRequest) -> HttpResponse:
    """Writes a line by hand."""
    library, shown = asked_unit(request, WRITE_DIARY), _posted_day(request)
    form = ManualLineForm(request.POST)
    if form.is_valid() and not form.warned(_like_it(form, library, shown)):
        try:
            services.enter_by_hand(
                day=shown,
                library=library,
                measure=form.cleaned_data["measure"],
                quantity=form.cleaned_data["quantity"],
                reason=form.cleaned_data["reason"],
                values=form.values,
                by_id=request.user.pk,
            )
            return redirect(_address(library, shown))
        except Refusal as refusal:
            form.refuse(refusal)
    return _day_page(request, library, shown, form=form, status=422)


def _like_it(form: ManualLineForm, library: Unit, shown: datetime.date) -> list[Earlier]:
    told = form.cleaned_data
    lines = queries.lines_like(library, shown, told["measure"], told["quantity"], form.values)
    return [Earlier(f"{line.quantity} · {line.reason} · {line.recorded_by or ''}") for line in lines]


@require_safe
@needs(WRITE_DIARY)
def manual_fields(request: StaffRequest) -> HttpResponse:
    """The fields that a measure adds to the form of a line by hand."""
    form = ManualLineForm(measure=request.GET.get("measure", FIRST_CHOICE))
    return render(request, "diary/_manual_fields.html", {"form": form})


@require_POST
@needs(WRITE_DIARY, pk=owned(Entry, "library"))
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Reverses a line that was written by hand."""
    entry = get_object_or_404(Entry.objects.select_related("library"), pk=pk)
    if not may(request.user, WRITE_DIARY, entry.library):
        raise PermissionDenied
    try:
        services.take_back_by_hand(entry, by_id=request.user.pk)
    except Refusal as refusal:
        return _day_page(request, entry.library, entry.day, refusal=str(refusal), status=422)
    return redirect(_address(entry.library, entry.day))


@require_POST
@needs(CLOSE_DAY)
def close(request: StaffRequest) -> HttpResponse:
    """Closes a library's day, or closes it again after a late correction."""
    library, shown = asked_unit(request, CLOSE_DAY), _posted_day(request)
    try:
        services.close_day(library, shown, by_id=request.user.pk)
    except Refusal as refusal:
        return _day_page(request, library, shown, refusal=str(refusal), status=422)
    return redirect(_address(library, shown))


def _day_page(
    request: StaffRequest,
    library: Unit,
    shown: datetime.date,
    *,
    form: ManualLineForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    found = queries.entries(shown, shown, library=library)
    one_library = library.kind == Unit.Kind.LIBRARY
    staff = request.user
    context = {
        "library": library,
        "libraries": _libraries(request),
        "day": shown,
        "day_before": shown - ONE_DAY,
        "day_after": shown + ONE_DAY if shown < clock.today() else None,
        "sheet": queries.day_sheet(shown, queries.library_ids_under(library)),
        "by_hand": [queries.as_line(entry) for entry in found.filter(act=Entry.MANUAL)],
        "latest": [queries.as_line(entry) for entry in found[:LATEST]],
        "state": queries.day_state(library, shown) if one_library else None,
        "may_write": one_library and may(staff, WRITE_DIARY, library),
        "may_close": one_library and may(staff, CLOSE_DAY, library),
        "form": form or ManualLineForm(),
        "refusal": refusal,
    }
    # htmx swaps nothing in on a 4xx; without it the status says what happened.
    return render(request, "diary/day.html", context, status=200 if request.htmx else status)


def _libraries(request: StaffRequest) -> list[Unit]:
    return [unit for unit in choices_of(request) if may(request.user, SEE_DIARY, unit)]


def _posted_day(request: StaffRequest) -> datetime.date:
    posted = day_of(request.POST.get("day"), clock.today())
    if posted is None:
        raise Http404
    return posted


def _address(library: Unit, shown: datetime.date) -> str:
    return reverse("diary_day") + "?" + urlencode({"day": shown.isoformat(), "library": library.code})
