"""The texts of consent, by version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orda.network import clock
from orda.network.refusals import Refusal
from orda.network.rights import SET_RULES, StaffRequest, needs
from orda.readers.consents import services
from orda.readers.consents.forms import ConsentTextForm
from orda.readers.consents.models import ConsentText


@require_http_methods(["GET", "POST"])
@needs(SET_RULES)
def texts(request: StaffRequest) -> HttpResponse:
    """All versions; a new one begins as a copy of the one in force."""
    now = services.text_in_force(clock.today())
    start = {"text_kk": now.text_kk, "text_ru": now.text_ru, "valid_from": clock.today()}
    form = ConsentTextForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            text = services.publish_text(**form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Consent text %(version)s is kept.") % {"version": text})
            return redirect("consent_texts")
    context = {
        "form": form,
        "texts": ConsentText.objects.all(),
        "now": [services.text_in_force(clock.today(), purpose) for purpose in ConsentText.Purpose.values],
    }
    return render(request, "consents/consent_texts.html", context, status=422 if form.errors else 200)
