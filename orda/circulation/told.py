"""What a page says of an act of holds or exchange: how it went, and where the copy goes now."""

from collections.abc import Callable

from django.contrib import messages

from orda.circulation.copies import onward
from orda.circulation.copies.onward import Next
from orda.network.refusals import Refusal
from orda.network.rights import StaffRequest


def told(request: StaffRequest, act: Callable[[], Next | None], said: str) -> None:
    """Does an act; the next page says `said` and what becomes of the copy, or why it was refused."""
    try:
        after = act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, " · ".join(part for part in (said, onward.said(after or Next())) if part))
