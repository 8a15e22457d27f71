"""The table of rules: see it, change it, ask it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.circulation.rules import why as queries
from orda.circulation.rules.forms import RuleForm, WhatIfForm
from orda.circulation.rules.models import LoanRule
from orda.circulation.rules.queries import in_order
from orda.circulation.rules.services import (
    BadRule,
    NoSuchRule,
    RuleExists,
    add_rule,
    change_rule,
    remove_rule,
)
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.network.rights import SET_RULES, StaffRequest, may, needs, owned
from orda.network.workplace import choices_of


@require_safe
@needs(SET_RULES)
def table(request: StaffRequest) -> HttpResponse:
    """The rows in the order in which they decide, and what they would say."""
    ours = _units(request)
    libraries = [unit for unit in ours if unit.kind == Unit.Kind.LIBRARY]
    asked = WhatIfForm(request.GET if "category" in request.GET else None, libraries=libraries)
    why = None
    if asked.is_bound and asked.is_valid():
        library = next(unit for unit in libraries if str(unit.pk) == asked.cleaned_data["library"])
        told = asked.cleaned_data
        why = queries.would_be(library, told["category"], told["document_kind"], clock.today())
    rows = [(row, _may_change(request, row.unit)) for row in in_order(ours)]
    context = {"rows": rows, "defaults": LoanRule(), "asked": asked, "why": why}
    return render(request, "rules/rules.html", context)


@require_http_methods(["GET", "POST"])
@needs(SET_RULES)
def add(request: StaffRequest) -> HttpResponse:
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        answer = _kept(request, form, None)
        if answer:
            return answer
    return _shown(request, form, None)


@require_http_methods(["GET", "POST"])
@needs(SET_RULES, rule_id=owned(LoanRule, "unit"))
def change(request: StaffRequest, rule_id: int) -> HttpResponse:
    row = get_object_or_404(LoanRule.objects.select_related("unit"), pk=rule_id)
    _guard(request, row.unit)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        answer = _kept(request, form, row)
        if answer:
            return answer
    return _shown(request, form, row)


@require_POST
@needs(SET_RULES, rule_id=owned(LoanRule, "unit"))
def remove(request: StaffRequest, rule_id: int) -> HttpResponse:
    row = get_object_or_404(LoanRule.objects.select_related("unit"), pk=rule_id)
    _guard(request, row.unit)
    try:
        remove_rule(row.pk)
        messages.success(request, _("The row is removed."))
    except NoSuchRule as refusal:
        messages.error(request, str(refusal))
    return redirect("rules")


def _units(request: StaffRequest) -> list[Unit]:
    """Where the person may set rules."""
    return [unit for unit in choices_of(request) if may(request.user, SET_RULES, unit)]


def _may_change(request: StaffRequest, unit: Unit | None) -> bool:
    """A row for every library is changed by those who may at the top of the tree."""
    at = unit or network.root()
    return at is not None and may(request.user, SET_RULES, at)


def _guard(request: StaffRequest, unit: Unit | None) -> None:
    if not _may_change(request, unit):
        raise PermissionDenied


def _form(request: StaffRequest, row: LoanRule | None = None) -> RuleForm:
    initial = None
    if row is not None:
        columns = [name for name in RuleForm.base_fields if name != "unit"]
        initial = {name: getattr(row, name) for name in columns} | {"unit": row.unit_id or ""}
    everywhere = _may_change(request, None)
    return RuleForm(request.POST or None, initial=initial, units=_units(request), everywhere=everywhere)


def _kept(request: StaffRequest, form: RuleForm, row: LoanRule | None) -> HttpResponse | None:
    unit = next((unit for unit in _units(request) if unit.pk == form.unit_id), None)
    try:
        if row is None:
            add_rule(unit, form.row)
        else:
            change_rule(row.pk, unit, form.row)
    except BadRule as refusal:
        form.refuse(refusal)
        return None
    except (RuleExists, NoSuchRule) as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("The rules are kept. Loans made before keep their days."))
    return redirect("rules")


def _shown(request: StaffRequest, form: RuleForm, row: LoanRule | None) -> HttpResponse:
    context = {"form": form, "row": row}
    return render(request, "rules/rule.html", context, status=422 if form.errors else 200)
