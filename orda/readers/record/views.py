"""A reader's record and the acts on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network import clock
from orda.network.refusals import Refusal
from orda.network.rights import REGISTER, StaffRequest, needs
from orda.readers import iin
from orda.readers.blocks import services as blocks
from orda.readers.cards import services as cards
from orda.readers.consents import services as consents
from orda.readers.consents import sharing
from orda.readers.consents.forms import scope_of
from orda.readers.consents.models import Consent
from orda.readers.fields import a_day
from orda.readers.guardians import services as guardians
from orda.readers.looks import note_look
from orda.readers.privacy import services as privacy
from orda.readers.record.pictures import photos_missing
from orda.readers.registering.access import sees_needs
from orda.readers.registering.models import Reader
from orda.readers.registering.queries import siblings_of
from orda.readers.whose import CHANGED, KEPT, may_change
from orda.readers.years import services as years
from orda.readers.years.ages import age_on
from orda.readers.years.queries import registration_of

LOOKS_SHOWN = 10


@require_safe
@needs(REGISTER, reader_id=KEPT)
def show(request: StaffRequest, reader_id: int) -> HttpResponse:
    found = Reader.objects.select_related("library", "family")
    reader = get_object_or_404(found, pk=reader_id, erased_on=None)
    if reader.merged_into_id:
        return redirect("reader", reader_id=reader.merged_into_id)
    note_look(reader, request.user)
    today = clock.today()
    signed = list(reader.consents.select_related("noted_by").order_by("-pk"))
    context = {
        "reader": reader,
        "photos_missing": photos_missing(),
        "iin": iin.masked(reader.iin_sealed),
        "sees_needs": sees_needs(request, reader),
        "blocked": reader.is_blocked_on(today),
        "siblings": siblings_of(reader),
        "may_write": any(one.allows(Consent.Scope.MESSAGES) for one in signed),
        # The parts that the sheet still to be signed asks for, else those that were signed last.
        "networks": sharing.other_networks(reader),
        "shared": Consent.sharing.filter(reader=reader).select_related("network", "noted_by").order_by("-pk"),
        "may_change": may_change(request, REGISTER, reader),
        "signer": consents.signer_of(reader),
        "signing": signed[0].scope.split() if signed else [],
        "registrations": reader.registrations.select_related("library").order_by("-year", "pk"),
        "consents": signed,
        "age": age_on(reader.birth_date, today) if reader.birth_date else None,
        "is_child": guardians.is_child(reader, today),
        "guardianships": reader.guardianships.filter(ended_on=None).select_related("guardian__reader"),
        "looks": reader.looks.select_related("staff").order_by("-at")[:LOOKS_SHOWN],
        "merges": reader.merges.select_related("by", "double").order_by("-at"),
        "registered_here": registration_of(reader, request.workplace.pk, today.year),
    }
    return render(request, "record/reader.html", context)


@require_POST
@needs(REGISTER, reader_id=KEPT)
def register_for_year(request: StaffRequest, reader_id: int) -> HttpResponse:
    done = _do(request, reader_id, years.register_for_year, library=request.workplace, by_id=request.user.pk)
    page = request.POST.get("list", "")  # from the list of those who have not come: back to where it stood
    if page.isascii() and page.isdecimal():
        return redirect(f"{reverse('readers_year')}?page={page[:6]}")
    return done


@require_POST
@needs(REGISTER, reader_id=CHANGED)
def block(request: StaffRequest, reader_id: int) -> HttpResponse:
    try:
        until = a_day("", required=False).clean(request.POST.get("until", ""))
    except ValidationError as wrong:
        messages.error(request, wrong.messages[0])
        return redirect("reader", reader_id=reader_id)
    return _do(request, reader_id, blocks.block, reason=request.POST.get("reason", ""), until=until)


@require_POST
@needs(REGISTER, reader_id=CHANGED)
def unblock(request: StaffRequest, reader_id: int) -> HttpResponse:
    return _do(request, reader_id, blocks.unblock)


@require_POST
@needs(REGISTER, reader_id=CHANGED)
def sign_consent(request: StaffRequest, reader_id: int) -> HttpResponse:
    signed_by, scope = request.POST.get("signed_by", ""), scope_of(request.POST)
    return _do(
        request,
        reader_id,
        consents.sign_consent,
        signed_by=signed_by,
        scope=scope,
        by_id=request.user.pk,
    )


@require_POST
@needs(REGISTER, reader_id=CHANGED)
def revoke_consent(request: StaffRequest, reader_id: int) -> HttpResponse:
    return _do(request, reader_id, consents.revoke_consent)


@require_POST
@needs(REGISTER, reader_id=CHANGED)
def keep_history(request: StaffRequest, reader_id: int) -> HttpResponse:
    return _do(request, reader_id, privacy.keep_history, keep=request.POST.get("keep") == "yes")


@require_POST
@needs(REGISTER, reader_id=CHANGED)
def new_card(request: StaffRequest, reader_id: int) -> HttpResponse:
    return _do(
        request, reader_id, cards.give_new_card, card_number=request.POST.get("card_number", "").strip()
    )


def _do(request: StaffRequest, reader_id: int, act: Callable[..., Any], **given: Any) -> HttpResponse:
    """Does one act on a reader's page and goes back to it; a refusal is shown there."""
    reader = get_object_or_404(Reader, pk=reader_id, erased_on=None)
    try:
        act(reader, **given)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    return redirect("reader", reader_id=reader.pk)
