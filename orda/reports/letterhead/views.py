"""The page of the letterhead: whose papers they are and who signs them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from orda.network.rights import SUBMIT_REPORT, StaffRequest, may, needs
from orda.reports.letterhead.services import FIELDS, set_letterhead
from orda.reports.letterhead.signed import network_of_papers
from orda.reports.models import Letterhead


class LetterheadForm(ModelForm):
    """The names, in both languages."""

    class Meta:
        model = Letterhead
        fields = FIELDS


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SUBMIT_REPORT)
def letterhead(request: StaffRequest) -> HttpResponse:
    """Shows and keeps the letterhead of the network."""
    network = network_of_papers()
    if network is None or not may(request.user, SUBMIT_REPORT, network):
        raise PermissionDenied
    kept = Letterhead.objects.filter(network=network).first()
    form = LetterheadForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        set_letterhead(network, form.cleaned_data)
        messages.success(request, _("Every paper gives these names from now on."))
        return redirect("letterhead")
    status = 422 if form.errors else 200
    return render(request, "letterhead/letterhead.html", {"form": form, "network": network}, status=status)
