"""The page on which a library asks for something by exchange: a selection, an interlibrary loan."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import StaffRequest

Ask = Callable[[StaffRequest, dict[str, Any]], None]


def asked_for(request: StaffRequest, form: forms.Form, ask: Ask, template: str, after: str) -> HttpResponse:
    """Shows the form, or asks by it and goes on to the page `after`; a refusal is said above the form."""
    if request.workplace.kind != Unit.Kind.LIBRARY:
        return render(request, "circulation/no_library.html")
    if request.method == "POST" and form.is_valid():
        try:
            ask(request, dict(form.cleaned_data))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(after)
    return render(request, template, {"form": form}, status=422 if form.errors else 200)
