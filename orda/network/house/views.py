"""The state of the house and its settings: for who administers all of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network.house import services, state
from orda.network.house_settings import BY_NAME, HOUSE_RULES, HouseRule, is_of_machine, is_set_here, value
from orda.network.models import Role
from orda.network.refusals import Refusal
from orda.network.rights import ADMINISTER, StaffRequest, needs, over_the_whole_house


@never_cache
@require_safe
@needs(ADMINISTER)
def house(request: StaffRequest) -> HttpResponse:
    """Facts with advice; for an administrator of a part without the machine's own."""
    whole = over_the_whole_house(request.user, ADMINISTER)
    return render(request, "house/house.html", {"facts": state.facts() if whole else [], "whole": whole})


@dataclass(frozen=True)
class Row:
    """A setting as its form shows it."""

    rule: HouseRule
    shown: Any
    of_machine: bool
    set_here: bool
    error: str = ""


@require_http_methods(["GET", "POST"])
@needs(ADMINISTER)
def settings(request: StaffRequest) -> HttpResponse:
    """All at once: each that was typed wrongly is named, the others are kept. An administrator of a part reads them."""
    whole = over_the_whole_house(request.user, ADMINISTER)
    if request.method == "POST" and not whole:
        raise PermissionDenied
    errors: dict[str, str] = {}
    if request.method == "POST":
        changed = 0
        for rule in HOUSE_RULES:
            try:
                changed += services.set_value(rule, request.POST.getlist(rule.name), by=request.user)
            except Refusal as refusal:
                errors[rule.name] = str(refusal)
        if not errors:
            messages.success(request, _("Kept.") if changed else _("Nothing was changed."))
            return redirect("settings")
    rows = [_row(rule, request, errors) for rule in HOUSE_RULES]
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(row.rule.group), []).append(row)
    context = {"groups": groups.items(), "roles": Role.choices, "errors": errors, "whole": whole}
    return render(request, "house/settings.html", context, status=422 if errors else 200)


def _row(rule: HouseRule, request: StaffRequest, errors: dict[str, str]) -> Row:
    now = value(rule.name)
    shown = ", ".join(now) if rule.kind == "addresses" else now
    if rule.name in errors:
        shown = request.POST.get(rule.name, "")
    return Row(rule, shown, is_of_machine(rule), is_set_here(rule.name), errors.get(rule.name, ""))


@require_POST
@needs(ADMINISTER)
def setting_undo(request: StaffRequest, name: str) -> HttpResponse:
    """One setting back to its default."""
    if name not in BY_NAME:
        raise Http404
    if not over_the_whole_house(request.user, ADMINISTER):
        raise PermissionDenied
    services.undo(name, by=request.user)
    return redirect("settings")
