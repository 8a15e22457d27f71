"""Pages of doubles: the pairs, two records side by side, what was merged."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.catalog.doubles import services
from orda.catalog.doubles.models import Merge, Pair
from orda.catalog.doubles.refusals import GoneAlready
from orda.catalog.models import Record
from orda.network.refusals import Refusal
from orda.network.rights import CATALOGUE, StaffRequest, everybodys, needs

ON_A_PAGE = 30
MOST_TAGS = 200
_NOT_TAKEN = frozenset({"LDR", "001", "003", "005"})


@require_safe
@needs(CATALOGUE)
def doubles(request: StaffRequest) -> HttpResponse:
    """Pairs to be looked at, the surest first; what was merged last."""
    page = Paginator(_open_pairs().select_related("first", "second"), ON_A_PAGE)
    merges = Merge.objects.select_related("kept", "gone", "merged_by")[:ON_A_PAGE]
    context = {"page": page.get_page(request.GET.get("page")), "merges": merges}
    return render(request, "doubles/doubles.html", context)


@require_safe
@needs(CATALOGUE, one_id=everybodys, other_id=everybodys)
def pair(request: StaffRequest, one_id: int, other_id: int) -> HttpResponse:
    """Two records side by side; the one on the left stays."""
    one, other = (get_object_or_404(Record, pk=pk) for pk in (one_id, other_id))
    if one == other:
        raise Http404
    if one.merged_into_id or other.merged_into_id:
        messages.info(request, str(GoneAlready()))
        return redirect("doubles")
    found = Pair.objects.filter(first=min(one.pk, other.pk), second=max(one.pk, other.pk)).first()
    rows = _side_by_side(one, other)
    context = {
        "one": one,
        "other": other,
        "pair": found,
        "rows": rows,
        "may_take": one.format == other.format,
    }
    return render(request, "doubles/pair.html", context)


@require_POST
@needs(CATALOGUE, one_id=everybodys, other_id=everybodys)
def merge(request: StaffRequest, one_id: int, other_id: int) -> HttpResponse:
    for pk in (one_id, other_id):
        get_object_or_404(Record, pk=pk)
    try:
        services.merge(one_id, other_id, take=request.POST.getlist("take")[:MOST_TAGS], by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("doubles")
    messages.success(request, _("Merged: two records are one now. It can be undone on the page of doubles."))
    return _next_pair()


@require_POST
@needs(CATALOGUE, pair_id=everybodys)
def refuse(request: StaffRequest, pair_id: int) -> HttpResponse:
    services.refuse(get_object_or_404(Pair, pk=pair_id).pk, by_id=request.user.pk)
    messages.success(request, _("Not doubles: the pair is not shown again."))
    return _next_pair()


@require_POST
@needs(CATALOGUE, merge_id=everybodys)
def undo(request: StaffRequest, merge_id: int) -> HttpResponse:
    get_object_or_404(Merge, pk=merge_id)
    try:
        services.undo(merge_id, by_id=request.user.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Parted again: each record has its copies and its readers."))
    return redirect("doubles")


def _open_pairs() -> QuerySet[Pair]:
    """The surest first."""
    pairs = Pair.objects.filter(state=Pair.State.OPEN, first__merged_into=None, second__merged_into=None)
    return pairs.order_by("-score", "pk")


def _next_pair() -> HttpResponse:
    """On to the next pair: a cataloguer goes through them by Enter alone."""
    found = _open_pairs().first()
    return redirect("double_pair", found.first_id, found.second_id) if found else redirect("doubles")


def _side_by_side(one: Record, other: Record) -> list[tuple[str, list[str], list[str], bool, bool]]:
    """(tag, what each says there, whether they differ, whether it may be taken over) of every tag."""
    by = [_by_tag(record) for record in (one, other)]
    rows = []
    for tag in sorted({*by[0], *by[1]}, key=lambda tag: (tag != "LDR", tag)):
        left, right = by[0].get(tag, []), by[1].get(tag, [])
        rows.append(
            (tag, left, right, left != right, bool(right) and left != right and tag not in _NOT_TAKEN)
        )
    return rows


def _by_tag(record: Record) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag, content in services.fields_of(record):
        found.setdefault(tag, []).append(content.replace("\x1f", " $"))
    return found
