"""A page to try a scanner: what it sends, what it means, what to set."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orda.network import codes
from orda.network.refusals import printable
from orda.network.rights import LEND, StaffRequest, needs
from orda.readers.queries import bars_svg

# Printed on the page; it stands on no label. Letters of both cases and digits show every wrong setting.
TRY_ME = "ORDA-0123456789"


@dataclass(frozen=True)
class Tried:
    """What a scanner sent. `is_ours`: it was the page's own bars. `carries`: what has that label, in words."""

    sent: str
    code: str
    doubts: list[codes.Doubt]
    is_ours: bool
    carries: str


@require_safe
@needs(LEND)
def try_it(request: StaffRequest) -> HttpResponse:
    """Says what a scan means and opens nothing: no look at a reader, no loan."""
    sent = request.GET.get("sent", "")[:200]
    context = {"tried": _tried(sent) if sent.strip() else None, "bars": bars_svg(TRY_ME), "try_me": TRY_ME}
    return render(request, "desk/scanner.html", context)


def _tried(sent: str) -> Tried:
    code = codes.read(sent)
    kind = codes.kinds_of([code]).get(code) if codes.is_code(code) else None
    carries = codes.what_carries(kind) if kind else _("nothing here has this label")
    return Tried(printable(sent), code, codes.doubts(sent), code == TRY_ME, carries)
