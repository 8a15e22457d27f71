"""The indicators' pages: those of the code and those that people add, how each is counted, and since when."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.diary.measures import Text
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.network.rights import EDIT_PLAN, StaffRequest, may, needs
from orda.planning.indicator_editor import services
from orda.planning.indicator_editor.forms import IndicatorForm
from orda.planning.indicator_editor.trial import Trial, tried
from orda.planning.indicators import added as queries
from orda.planning.indicators.added import row_of
from orda.planning.indicators.checks import IndicatorRefused
from orda.planning.indicators.declared import Indicator, Rows
from orda.planning.indicators.formulas import in_words
from orda.planning.indicators.models import IndicatorVersion

Kind = IndicatorVersion.Kind
JUDGED = ("keep", "try")


@dataclass(frozen=True)
class Listed:
    """An indicator in the list: its formula in words; of an added one, when it was counted so at first."""

    row: Indicator
    formula: str
    whole: Text = ""


@require_safe
@needs(EDIT_PLAN)
def indicators(request: StaffRequest) -> HttpResponse:
    """Every indicator of this year, and those that are not counted in it."""
    known, year = queries.added(), clock.today().year
    rows = known.in_force(year)
    listed = [_listed(row, rows) for row in rows.indicators.values()]
    context = {
        "year": year,
        "declared": [one for one in listed if one.row.key not in rows.added],
        "added": [one for one in listed if one.row.key in rows.added],
        "others": [known.of_key(key)[-1] for key in known.keys if key not in rows.indicators],
        "kinds": Kind.choices,
        "may_change": _may_change(request),
    }
    return render(request, "indicator_editor/list.html", context)


def _listed(row: Indicator, rows: Rows) -> Listed:
    whole = rows.indicators.get(row.of_which_of)
    return Listed(row, in_words(row, rows), whole.label if whole else "")


@require_safe
@needs(EDIT_PLAN)
def history(request: StaffRequest, key: str) -> HttpResponse:
    """One added indicator: each version, from which year it holds, who made it and when."""
    known = queries.added()
    versions = known.of_key(key)
    if not versions:
        raise Http404
    year = clock.today().year
    current = next((one for one in known.of_year(year) if one.key == key), None)
    context = {
        "newest": versions[-1],
        "label": row_of(versions[-1]).label,
        "versions": [
            (one, _listed(row_of(one), known.in_force(one.valid_from)), one == current)
            for one in reversed(versions)
        ],
        "year": year,
        "may_change": _may_change(request),
    }
    return render(request, "indicator_editor/history.html", context)


@require_http_methods(["GET", "POST"])
@needs(EDIT_PLAN)
def new(request: StaffRequest, kind: str) -> HttpResponse:
    """Adds an indicator: looked at, tried on the last year, kept."""
    if kind not in Kind.values:
        raise Http404
    _check_may_change(request)
    known = queries.added()
    rows, act = known.in_force(clock.today().year), _act(request)
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(data, kind=kind, rows=rows, fresh=True, judged=act in JUDGED)
    return _edit(request, form, known, "")


@require_http_methods(["GET", "POST"])
@needs(EDIT_PLAN)
def change(request: StaffRequest, key: str) -> HttpResponse:
    """Defines an added indicator otherwise from a year on."""
    known = queries.added()
    versions = known.of_key(key)
    if not versions:
        raise Http404
    _check_may_change(request)
    rows, act = known.in_force(clock.today().year), _act(request)
    form = IndicatorForm.of(versions[-1], rows)
    if request.method == "POST":
        kind = versions[-1].kind
        form = IndicatorForm(request.POST, kind=kind, rows=rows, fresh=False, judged=act in JUDGED)
    return _edit(request, form, known, key)


@require_POST
@needs(EDIT_PLAN)
def retire(request: StaffRequest, key: str) -> HttpResponse:
    """Counts an added indicator no more from a year on."""
    if not queries.added().of_key(key):
        raise Http404
    _check_may_change(request)
    text = request.POST.get("valid_from", "")
    try:
        services.retire(key, int(text) if text.isascii() and text.isdigit() else 0, request.user)
        messages.success(request, _("It is counted no more from %(year)s on.") % {"year": text})
    except IndicatorRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("indicator_history", key=key)


def _act(request: StaffRequest) -> str:
    return request.POST.get("act", "").partition(":")[0]


def _edit(request: StaffRequest, form: IndicatorForm, known: queries.Added, key: str) -> HttpResponse:
    """What the person pressed: keep or try it, add or drop a term. A chosen measure only shows its filters."""
    act, trial = _act(request), None
    if act == "add":
        form.with_another()
    elif act == "drop":
        form.without(request.POST["act"].partition(":")[2])
    elif act in JUDGED and form.is_valid():
        try:
            if act == "keep":
                return _keep(request, form, key)
            trial = _try(form, known, key)
        except IndicatorRefused as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "key": key,
        "kind": Kind(form.kind),
        "trial": trial,
        "adds_up": form.kind != Kind.RATE,
        "formula": in_words(trial.row, trial.rows) if trial else "",
    }
    # htmx swaps nothing in on a 4xx; without it the status says what happened.
    status = 422 if form.errors and not request.htmx else 200
    return render(request, "indicator_editor/edit.html", context, status=status)


def _keep(request: StaffRequest, form: IndicatorForm, key: str) -> HttpResponse:
    said, year = form.definition, form.cleaned_data["valid_from"]
    if key:
        services.change(key, said, year, request.user)
    else:
        key = form.cleaned_data["key"]
        services.define(key, said, year, request.user)
    messages.success(request, _("The indicator is kept."))
    return redirect("indicator_history", key=key)


def _try(form: IndicatorForm, known: queries.Added, key: str) -> Trial:
    """The last finished year by the definition as it stands in the form, which isn't kept."""
    said, year = form.definition, form.cleaned_data["valid_from"]
    if key:
        version = services.checked_change(key, said, year, known)
    else:
        version = services.checked_new(form.cleaned_data["key"], said, year, known)
    return tried(version, known, clock.today().year - 1)


def _owner() -> Unit | None:
    return Unit.objects.filter(kind=Unit.Kind.NETWORK).order_by("path").first() or network.root()


def _may_change(request: StaffRequest) -> bool:
    """The indicators are the network's: who works in one library alone doesn't change them."""
    owner = _owner()
    return owner is not None and may(request.user, EDIT_PLAN, owner)


def _check_may_change(request: StaffRequest) -> None:
    if not _may_change(request):
        raise PermissionDenied
