"""What the desk remembers between two scans, in the session of who stands behind it: the reader, what may be undone."""

from collections.abc import Sequence

from django.http import HttpRequest

from orda.network import reach
from orda.network.rights import StaffRequest
from orda.readers.models import Reader
from orda.readers.queries import served_at

READER, ACTS = "desk_reader", "desk_acts"
LONG_UNDO = 10


def shown_other(request: HttpRequest) -> bool:
    """True where the page that sends this shows another reader than the desk has now: two windows of one librarian
    share the desk, and what is done for a reader is done for the one whom the page shows, or not at all."""
    shown = request.POST.get("shown")
    return shown is not None and shown != str(request.session.get(READER) or 0)


def reader_at(request: StaffRequest) -> int | None:
    """The reader who stands at the desk; nobody where the workplace is of another network since, which knows them
    not."""
    kept: int | None = request.session.get(READER)
    if kept is None or not reach.is_parted():
        return kept
    return kept if Reader.objects.filter(served_at(request.workplace.pk), pk=kept).exists() else None


def remember(request: StaffRequest, acts: Sequence[tuple[str, int]]) -> None:
    """Keeps what was done together, so that the desk's undo takes it back together."""
    if acts:
        kept = request.session.get(ACTS, [])
        request.session[ACTS] = [*kept, [list(act) for act in acts]][-LONG_UNDO:]
