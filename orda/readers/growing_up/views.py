"""Who has come of age, and that a grown-up is of no family any more."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orda.network import clock
from orda.network.refusals import Refusal
from orda.network.rights import REGISTER, StaffRequest, needs
from orda.readers.finding.standing import reader_or_404
from orda.readers.growing_up import queries
from orda.readers.looks import note_looks
from orda.readers.registering import families
from orda.readers.whose import CHANGED

ON_A_PAGE = 30


@require_safe
@needs(REGISTER)
def come_of_age(request: StaffRequest) -> HttpResponse:
    """Two lists: who signs for themselves now, and of whom no parent is to be kept any more."""
    today, at_18 = clock.today(), request.GET.get("age") == "18"
    lists = {
        "16": queries.to_sign_themselves(request.workplace, today),
        "18": queries.with_a_guardian(request.workplace, today),
    }
    page = Paginator(lists["18" if at_18 else "16"], ON_A_PAGE).get_page(request.GET.get("page"))
    note_looks([reader.pk for reader in page], staff_id=request.user.pk)
    counts = {age: found.count() for age, found in lists.items()}
    context = {"page": page, "at_18": at_18, "counts": counts}
    return render(request, "growing_up/come_of_age.html", context)


@require_POST
@needs(REGISTER, reader_id=CHANGED)
def leave_family(request: StaffRequest, reader_id: int) -> HttpResponse:
    reader = reader_or_404(reader_id)
    try:
        families.leave_family(reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(reader)s stands alone now; the family stays as it was.") % {"reader": reader}
        )
    return redirect("reader", reader_id=reader.pk)
