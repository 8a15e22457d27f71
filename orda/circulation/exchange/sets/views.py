"""Pages of ready-made sets and standing deposits."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orda.circulation.copies import onward
from orda.circulation.exchange.sets import queries
from orda.circulation.exchange.sets import services as sets
from orda.circulation.exchange.sets.forms import BarcodesForm, SetForm
from orda.circulation.exchange.sets.models import Deposit
from orda.network import reach
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.network.rights import EXCHANGE, StaffRequest, needs, owned
from orda.stock.models import Copy

ON_A_PAGE = 50

_OURS = owned(Deposit, "giver", "taker")


@require_safe
@needs(EXCHANGE)
def show_all(request: StaffRequest) -> HttpResponse:
    over = request.GET.get("over") == "1"
    page = Paginator(queries.sets_of(request.workplace, over=over), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    return render(request, "sets/sets.html", {"page": page, "over": over})


@require_http_methods(["GET", "POST"])
@needs(EXCHANGE)
def new(request: StaffRequest) -> HttpResponse:
    giver = request.workplace
    if giver.kind != Unit.Kind.LIBRARY:
        return render(request, "circulation/no_library.html")
    libraries = [unit for unit in reach.open_libraries_near(giver) if unit != giver]
    form = SetForm(request.POST or None, libraries=libraries)
    if request.method == "POST" and form.is_valid():
        taker = next(unit for unit in libraries if str(unit.pk) == form.cleaned_data["taker"])
        try:
            made = sets.make_set(
                form.cleaned_data["name"],
                giver=giver,
                taker=taker,
                due_on=form.cleaned_data["due_on"],
                by_id=request.user.pk,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("set", made.pk)
    status = 422 if form.errors else 200
    return render(request, "sets/set_new.html", {"form": form}, status=status)


@require_safe
@needs(EXCHANGE, set_id=_OURS)
def show(request: StaffRequest, set_id: int) -> HttpResponse:
    deposit = _ours(request, set_id)
    context = {
        "deposit": deposit,
        "items": queries.items_of(deposit),
        "form": BarcodesForm(),
        "giving": deposit.giver_id == request.workplace.pk,
        "taking": deposit.taker_id == request.workplace.pk,
    }
    return render(request, "sets/set.html", context)


@require_POST
@needs(EXCHANGE, set_id=_OURS)
def scan(request: StaffRequest, set_id: int) -> HttpResponse:
    deposit = _ours(request, set_id)
    barcode = request.POST.get("barcode", "").strip()[:32]
    return _done(request, deposit, lambda: sets.put_in(deposit.pk, barcode), "")


@require_POST
@needs(EXCHANGE, set_id=_OURS, copy_id=owned(Copy, "library"))
def take_out(request: StaffRequest, set_id: int, copy_id: int) -> HttpResponse:
    deposit = _ours(request, set_id)
    return _done(request, deposit, lambda: sets.take_out(deposit.pk, copy_id), "")


@require_POST
@needs(EXCHANGE, set_id=_OURS)
def give_back(request: StaffRequest, set_id: int) -> HttpResponse:
    deposit = _ours(request, set_id)
    barcodes = request.POST.get("barcodes", "")[:20_000].split()

    def give() -> None:
        over = sets.give_set_back(
            deposit.pk, barcodes, library_id=request.workplace.pk, by_id=request.user.pk
        )
        said = _("Given back: %(back)s. Missing: %(missing)s.")
        messages.success(request, said % {"back": over.back, "missing": len(over.missing)})

    return _done(request, deposit, give, "")


@require_POST
@needs(EXCHANGE, set_id=_OURS, copy_id=owned(Copy, "library"))
def turned_up(request: StaffRequest, set_id: int, copy_id: int) -> HttpResponse:
    """A missing copy of a set that was given back has turned up here; says where it goes now."""
    deposit = _ours(request, set_id)
    here = request.workplace.pk

    def find() -> None:
        after = sets.turned_up(deposit.pk, copy_id, library_id=here)
        title = Copy.objects.values_list("record__title", flat=True).get(pk=copy_id)
        said = (_("Found: %(title)s") % {"title": title}, onward.said(after))
        messages.success(request, " · ".join(part for part in said if part))

    return _done(request, deposit, find, "")


@require_POST
@needs(EXCHANGE, set_id=_OURS)
def act(request: StaffRequest, set_id: int, act: str) -> HttpResponse:
    """Sends, receives or gives up a set."""
    deposit = _ours(request, set_id)
    by_id, here = request.user.pk, request.workplace.pk
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "send": (lambda: sets.send_set(deposit.pk, by_id=by_id), _("The set is on its way.")),
        "receive": (
            lambda: sets.receive_set(deposit.pk, library_id=here, by_id=by_id),
            _("The set stands here now."),
        ),
        "give-up": (lambda: sets.give_up(deposit.pk), _("The set is given up.")),
    }
    if act not in acts:
        raise Http404
    return _done(request, deposit, *acts[act])


def _ours(request: StaffRequest, set_id: int) -> Deposit:
    """A set that the workplace gives or takes. Raises Http404."""
    return get_object_or_404(queries.sets_of(request.workplace), pk=set_id)


def _done(request: StaffRequest, deposit: Deposit, do: Callable[[], object], said: str) -> HttpResponse:
    try:
        do()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect("set", deposit.pk)
