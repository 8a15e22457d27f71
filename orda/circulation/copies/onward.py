"""What becomes of a copy in hand, and how the desk says it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from orda.network.models import Unit
from orda.readers.models import Reader

STAYS, HOLD_SHELF, TRANSIT = "stays", "hold_shelf", "transit"


@dataclass(frozen=True)
class Next:
    """What becomes of a copy that came back: it stays, waits for a reader, or goes to a library."""

    what: str = STAYS
    reader_id: int | None = None
    library_id: int | None = None


def said(after: Next) -> str:
    """What is to be done with a copy in hand; "" where it goes to its own shelf."""
    if after.what == HOLD_SHELF and after.reader_id is not None:
        reader = Reader.objects.get(pk=after.reader_id)
        return _("Put it by for %(reader)s, card %(card)s.") % {"reader": reader, "card": reader.card_number}
    if after.what == TRANSIT and after.library_id is not None:
        return _("Goes to: %(library)s") % {"library": Unit.objects.get(pk=after.library_id).name}
    return ""
