"""Counts by hand that the plan waits for from a library, said on the first page of those who work there."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from orda.network import clock
from orda.network.duties import Duty, tells_duties
from orda.network.models import Unit
from orda.network.rights import SEE_BOARD, WRITE_DIARY, StaffRequest, may
from orda.planning.document.missing import who_is_missing
from orda.planning.document.queries import ROMAN, plan_of


@tells_duties
def counts_owed(request: StaffRequest) -> Iterator[Duty]:
    """The lines of this quarter that name the library and have no count of it."""
    library, today = request.workplace, clock.today()
    if library.kind != Unit.Kind.LIBRARY or not all(
        may(request.user, right, library) for right in (WRITE_DIARY, SEE_BOARD)
    ):
        return
    plan, quarter = plan_of(today.year), (today.month + 2) // 3
    if plan is None:
        return
    many = sum(library.code in row.performers for row in who_is_missing(plan, quarter))
    if many:
        words = ngettext(
            "The plan waits for the count of %(n)s line in quarter %(quarter)s",
            "The plan waits for the counts of %(n)s lines in quarter %(quarter)s",
            many,
        )
        asked = urlencode({"quarter": quarter, "who": library.code})
        address = f"{reverse('plan_missing', args=[plan.year])}?{asked}"
        yield Duty(words % {"n": many, "quarter": ROMAN[quarter]}, address)
