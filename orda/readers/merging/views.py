"""Two records side by side, and one of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from orda.network.refusals import Refusal
from orda.network.rights import MERGE_READERS, StaffRequest, needs
from orda.readers import iin
from orda.readers.finding import queries
from orda.readers.looks import note_looks
from orda.readers.merging import services
from orda.readers.merging.services import CHOICES, moves_of
from orda.readers.privacy.told_labels import named
from orda.readers.registering.access import sees_needs
from orda.readers.registering.models import Reader

LABELS: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "birth_date": gettext_lazy("Birth date"),
    "sex": gettext_lazy("Sex"),
    "iin": gettext_lazy("IIN"),
    "category": gettext_lazy("Category"),
    "school": gettext_lazy("School or kindergarten"),
    "phone": gettext_lazy("Telephone"),
    "guardian": gettext_lazy("Parent or guardian"),
    "library": gettext_lazy("Library"),
    "needs": gettext_lazy("Disability"),
    "home_delivery": gettext_lazy("Home delivery"),
    "photo": gettext_lazy("Photograph"),
}


@dataclass(frozen=True)
class Line:
    """A choice between two values."""

    group: str
    label: str
    kept: str
    double: str

    @property
    def take_double(self) -> bool:
        """What is empty here and said there is taken from there, unless somebody decides otherwise."""
        return not self.kept and bool(self.double)


@require_http_methods(["GET", "POST"])
@needs(MERGE_READERS)
def merge(request: StaffRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    kept, double = (_by_card(request, asked.get(name, "")) for name in ("kept", "double"))
    context: dict[str, Any] = {"kept_card": asked.get("kept", ""), "double_card": asked.get("double", "")}
    if kept is None or double is None:
        unknown = bool(asked.get("kept") and asked.get("double"))
        return render(
            request, "merging/merge.html", {**context, "unknown": unknown}, status=422 if unknown else 200
        )
    if request.method == "POST":
        try:
            services.merge(kept, double, chosen=request.POST.dict(), by_id=request.user.pk)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Merged: %(reader)s") % {"reader": kept})
            return redirect("reader", reader_id=kept.pk)
    note_looks([kept.pk, double.pk], staff_id=request.user.pk)
    lines = [Line(group, str(LABELS[group]), *shown) for group, shown in _compared(request, kept, double)]
    moves = moves_of(kept, double)
    context |= {"kept": kept, "double": double, "lines": lines, "moves": moves}
    context["rows"] = [(named(table), many) for table, many in moves.rows.items()]
    return render(request, "merging/merge.html", context)


def _by_card(request: StaffRequest, number: str) -> Reader | None:
    return queries.own_by_card(number.strip()[:32], at=request.workplace.pk) if number.strip() else None


def _compared(request: StaffRequest, kept: Reader, double: Reader) -> list[tuple[str, tuple[str, str]]]:
    """Groups in which the two differ; health data only to who may see them."""
    seen = all(sees_needs(request, one) for one in (kept, double))
    hidden = set() if seen else {"needs", "home_delivery"}
    both = [(group, (_shown(kept, group), _shown(double, group))) for group in CHOICES if group not in hidden]
    return [(group, (one, other)) for group, (one, other) in both if one != other]


def _shown(reader: Reader, group: str) -> str:
    said: dict[str, object] = {
        "name": reader.full_name,
        "birth_date": f"{reader.birth_date:%d.%m.%Y}" if reader.birth_date else "",
        "sex": reader.get_sex_display() if reader.sex else "",
        "iin": iin.masked(reader.iin_sealed),
        "category": reader.get_category_display(),
        "school": f"{reader.school} {reader.school_class}".strip(),
        "phone": f"{reader.phone} {reader.email}".strip(),
        "guardian": f"{reader.guardian_name} {reader.guardian_phone}".strip(),
        "library": reader.library.name,
        "needs": f"{_('yes') if reader.disability else ''} {reader.access_need}".strip(),
        "home_delivery": f"{_('yes') if reader.home_delivery else ''} {reader.address}".strip(),
        "photo": _("yes") if reader.photo else "",
    }
    return str(said[group])
