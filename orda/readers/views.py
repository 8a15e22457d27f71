"""Readers' pages: find, register, look at a card."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import REGISTER, StaffRequest, needs
from orda.readers import queries, services
from orda.readers.forms import RegistrationForm
from orda.readers.models import Reader

ON_A_PAGE = 30


@require_safe
@needs(REGISTER)
def find(request: StaffRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:100].strip()
    card = queries.reader_by_card(text) if text else None
    if card is not None:
        return redirect("reader", reader_id=card.pk)
    page = Paginator(queries.readers_by_name(text), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "readers/find.html", {"text": text, "page": page})


@require_http_methods(["GET", "POST"])
@needs(REGISTER)
def register(request: StaffRequest) -> HttpResponse:
    if request.workplace.kind != Unit.Kind.LIBRARY:
        return render(request, "readers/no_library.html")
    form = RegistrationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reader = services.register(form.as_new_reader(), library=request.workplace, by_id=request.user.pk)
        except services.BadReaderField as refusal:
            form.refuse(refusal)
        except services.CardTaken as refusal:
            form.add_error("card_number", str(refusal))
        else:
            messages.success(request, _("Registered: %(reader)s") % {"reader": reader})
            return redirect("reader", reader_id=reader.pk)
    return render(request, "readers/register.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@needs(REGISTER)
def show(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = get_object_or_404(Reader.objects.select_related("library"), pk=reader_id)
    services.note_look(reader, request.user)
    context = {
        "reader": reader,
        "registrations": reader.registrations.select_related("library").order_by("-year", "pk"),
        "consents": reader.consents.order_by("-pk"),
        "looks": reader.looks.select_related("staff").order_by("-at")[:10],
        "registered_here": queries.registration_of(reader, request.workplace.pk, clock.today().year),
    }
    return render(request, "readers/reader.html", context)


@require_POST
@needs(REGISTER)
def register_for_year(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = get_object_or_404(Reader, pk=reader_id)
    return _do(request, reader, services.register_for_year, library=request.workplace, by_id=request.user.pk)


@require_POST
@needs(REGISTER)
def block(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = get_object_or_404(Reader, pk=reader_id)
    return _do(request, reader, services.block, reason=request.POST.get("reason", ""))


@require_POST
@needs(REGISTER)
def unblock(request: StaffRequest, reader_id: int) -> HttpResponse:
    return _do(request, get_object_or_404(Reader, pk=reader_id), services.unblock)


def _do(request: StaffRequest, reader: Reader, act, **given) -> HttpResponse:  # type: ignore[no-untyped-def]
    """Does one act on a reader's page and goes back to it; a refusal is shown there."""
    try:
        act(reader, **given)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("reader", reader_id=reader.pk)
