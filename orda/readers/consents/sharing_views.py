"""Known in another network: the sheet, its signature, its end. At the reader's own libraries alone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import REGISTER, StaffRequest, needs, owned
from orda.readers.consents import paper, services, sharing
from orda.readers.consents.models import Consent, ConsentText
from orda.readers.consents.refusals import BadNetwork
from orda.readers.finding.standing import reader_or_404
from orda.readers.looks import note_look
from orda.readers.printed import language_of, pdf_answer
from orda.readers.registering.models import Reader
from orda.readers.whose import CHANGED, KEPT, may_change


@require_safe
@needs(REGISTER, reader_id=KEPT)
def sheet(request: StaffRequest, reader_id: int) -> HttpResponse:
    """The sheet to be signed, for one network."""
    reader = reader_or_404(reader_id)
    network = _network(reader, request.GET.get("network", ""))
    if network is None:
        raise Http404
    note_look(reader, request.user)
    text = services.text_in_force(clock.today(), ConsentText.Purpose.SHARING)
    pdf = paper.consent_pdf([reader], text, network, language_of(request), scope=False)
    return pdf_answer(pdf, f"{reader.card_number}-{network.code}.pdf")


@require_POST
@needs(REGISTER, reader_id=CHANGED)
def share(request: StaffRequest, reader_id: int) -> HttpResponse:
    """Notes that a signed sheet was seen."""
    reader = reader_or_404(reader_id)
    network = _network(reader, request.POST.get("network", ""))
    try:
        if network is None:
            raise BadNetwork
        sharing.share(reader, network, request.POST.get("signed_by", ""), by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The card serves in another network now: %(network)s.") % {"network": network}
        )
    return redirect("reader", reader_id=reader.pk)


@require_POST
@needs(REGISTER, consent_id=owned(Consent, "reader__library"))
def end(request: StaffRequest, consent_id: int) -> HttpResponse:
    """The reader or the parent takes it back."""
    consent = get_object_or_404(Consent.sharing.select_related("reader", "network"), pk=consent_id)
    if not may_change(request, REGISTER, consent.reader):
        raise Http404
    try:
        sharing.end_sharing(consent.reader, consent.network_id or 0)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("The card serves in another network no more: %(network)s.")
        messages.success(request, said % {"network": consent.network})
    return redirect("reader", reader_id=consent.reader_id)


def _network(reader: Reader, asked: str) -> Unit | None:
    return next((one for one in sharing.other_networks(reader) if str(one.pk) == asked), None)
