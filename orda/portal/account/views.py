"""Pages of a reader who signed in with card and PIN."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.catalog.models import Record
from orda.circulation import services as circulation
from orda.circulation.holds import services as holds
from orda.circulation.models import Channel, Hold, Loan
from orda.network import clock, tries
from orda.network import queries as network
from orda.network.refusals import Refusal
from orda.network.scan_field import ScanField
from orda.network.sign_in import address_of
from orda.portal.account import queries, signed
from orda.portal.account.signed import FamilyRequest, ReaderRequest, for_families, for_readers
from orda.readers import queries as readers
from orda.readers.models import Reader
from orda.readers.phones import written
from orda.readers.services import guardian_by_pin, reader_by_pin


class CardForm(forms.Form):
    card_number = ScanField(
        label=gettext_lazy("Card number, or the parent's telephone"),
        attrs={"autofocus": True, "autocapitalize": "characters"},
    )
    pin = forms.CharField(
        label=gettext_lazy("PIN"),
        max_length=12,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("The librarian gives you the PIN with your card."),
    )


@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """A card and its PIN open the reader's pages."""
    form = CardForm(request.POST or None)
    after = request.POST.get("next") or request.GET.get("next", "")
    if form.is_valid():
        try:
            card = form.cleaned_data["card_number"].strip()
            place = tries.place_of(request, address_of(request), card)
            _open(request, card, form.cleaned_data["pin"].strip(), place)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            safe = url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure())
            answer = redirect(after if safe else "my")
            tries.remember(answer, request, card)
            return answer
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/account/sign_in.html", {"form": form, "next": after}, status=status)


def _open(request: HttpRequest, typed: str, pin: str, place: tries.Place) -> None:
    """A card opens its reader's pages, a telephone those of a guardian's children. Raises WrongCardOrPin, PinShut.

    What is both is a card: nobody learns here which telephones are known.
    """
    if written(typed).startswith("+7 ") and readers.holder_of(typed) is None:
        signed.sign_in_guardian(request, guardian_by_pin(typed, pin, place))
    else:
        signed.sign_in(request, reader_by_pin(typed, pin, place))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    signed.sign_out(request)
    return redirect("catalogue")


@never_cache
@require_safe
@for_families
def mine(request: FamilyRequest) -> HttpResponse:
    """What I have, what I wait for; and my children."""
    today = clock.today()
    context: dict[str, Any] = {
        "reader": request.reader,
        "guardian": request.guardian,
        "children": [(child, queries.mine(child, today)) for child in request.children],
    }
    if request.reader is not None:
        context["mine"] = queries.mine(request.reader, today)
    return render(request, "portal/account/mine.html", context)


@require_POST
@for_families
def renew(request: FamilyRequest) -> HttpResponse:
    """Makes one of my loans longer, or of my child's, or all that one of us has."""
    wanted = request.POST.get("loan", "")
    loans = Loan.objects.filter(reader=_whose(request), state=Loan.OPEN).select_related("copy__record")
    if wanted != "all":
        loans = loans.filter(pk=wanted if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0)
    for loan in loans:
        title = loan.copy.record.title
        try:
            lent = circulation.renew(loan.copy.barcode, library_id=loan.library_id, channel=Channel.ONLINE)
        except Refusal as refusal:
            messages.error(request, f"{title}: {refusal}")
        else:
            until = {"title": title, "day": f"{lent.due_on:%d.%m.%Y}"}
            messages.success(request, _("Renewed until %(day)s: %(title)s") % until)
    return redirect("my")


@require_http_methods(["GET", "POST"])
@for_families
def hold(request: FamilyRequest, record_id: int) -> HttpResponse:
    """Asks for a title for me or for my child, to be fetched at a library."""
    record = get_object_or_404(Record, pk=record_id)
    libraries = list(network.open_libraries())
    if request.method == "POST":
        chosen = next((one for one in libraries if one.code == request.POST.get("library")), None)
        if chosen is not None:
            try:
                holds.place_hold(record.pk, _whose(request).pk, library_id=chosen.pk, channel=Channel.ONLINE)
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("You wait for it: %(title)s") % {"title": record.title})
            return redirect("my")
    people = _people(request)
    if not people:  # of a guardian whose children are all 16
        return redirect("my")
    context = {"record": record, "libraries": libraries, "usual": people[0].library_id, "people": people}
    return render(request, "portal/account/hold.html", context)


@require_POST
@for_families
def cancel(request: FamilyRequest, pk: int) -> HttpResponse:
    """I, or my child, want it no more."""
    mine = get_object_or_404(Hold, pk=pk, reader__in=_people(request), state__in=Hold.OPEN)
    try:
        holds.cancel_hold(mine.pk)
        messages.success(request, _("The hold is cancelled."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("my")


@never_cache
@require_safe
@for_readers
def history(request: ReaderRequest) -> HttpResponse:
    """What I have read, where I chose that it be kept; and the choice."""
    context = {"reader": request.reader, "loans": queries.kept_history(request.reader)}
    return render(request, "portal/account/history.html", context)


@require_POST
@for_readers
def keep(request: ReaderRequest) -> HttpResponse:
    """Chooses whether what I read is kept; from the next loan on."""
    Reader.objects.filter(pk=request.reader.pk).update(keep_history=request.POST.get("keep") == "yes")
    messages.success(request, _("Your choice is kept."))
    return redirect("my_history")


def _people(request: FamilyRequest) -> list[Reader]:
    """Whose pages these are: the reader's own, then the children's."""
    return [*([request.reader] if request.reader else []), *request.children]


def _whose(request: FamilyRequest) -> Reader:
    """The person of whom a form speaks (`whose`), else the reader. Raises Http404 for somebody else's child."""
    asked = request.POST.get("whose", "")
    found = [one for one in _people(request) if asked in ("", str(one.pk))]
    if not found:
        raise Http404
    return found[0]
