"""At the desk: a guardian is confirmed, gets a PIN of the telephone, sees the child's pages no more."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from orda.network.refusals import Refusal
from orda.network.rights import REGISTER, StaffRequest, needs, owned
from orda.readers.finding.queries import own_by_card
from orda.readers.finding.standing import reader_or_404
from orda.readers.guardians import refusals, services
from orda.readers.guardians.models import Guardianship
from orda.readers.whose import CHANGED


@never_cache
@require_POST
@needs(REGISTER, reader_id=CHANGED)
def confirm(request: StaffRequest, reader_id: int) -> HttpResponse:
    child = reader_or_404(reader_id)
    typed = request.POST.get("card", "")[:32].strip()
    try:
        card = own_by_card(typed, at=request.workplace.pk) if typed else None
        if typed and card is None:
            raise refusals.NoGuardian
        done = services.confirm(
            child, card=card, phone=request.POST.get("phone", "")[:32], by_id=request.user.pk
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("reader", reader_id=child.pk)
    if done.pin:
        return _pin_page(request, done.guardianship, done.pin)
    if card is not None and not card.pin:
        messages.warning(request, _("The guardian's card has no PIN yet: give one on its page."))
    messages.success(request, _("%(name)s sees this child's pages.") % {"name": done.guardianship.guardian})
    return redirect("reader", reader_id=child.pk)


@require_POST
@needs(REGISTER, pk=owned(Guardianship, "child__library"))
def end(request: StaffRequest, pk: int) -> HttpResponse:
    standing = get_object_or_404(Guardianship, pk=pk)
    services.end(standing, by_id=request.user.pk)
    messages.success(request, _("Done."))
    return redirect("reader", reader_id=standing.child_id)


@never_cache
@require_POST
@needs(REGISTER, pk=owned(Guardianship, "child__library"))
def pin(request: StaffRequest, pk: int) -> HttpResponse:
    """A new PIN of a guardian's telephone, shown once."""
    standing = get_object_or_404(Guardianship.objects.select_related("guardian"), pk=pk, ended_on=None)
    if standing.guardian.reader_id is not None:
        return redirect("reader", reader_id=standing.guardian.reader_id)
    return _pin_page(request, standing, services.new_pin(standing.guardian))


def _pin_page(request: StaffRequest, standing: Guardianship, drawn: str) -> HttpResponse:
    context = {"guardian": standing.guardian, "child_id": standing.child_id, "pin": drawn}
    return render(request, "guardians/pin.html", context)
