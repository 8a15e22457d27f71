"""What the desk remembers between two scans, in the session of who stands behind it: the reader, what may be undone."""

from collections.abc import Sequence

from orda.network.rights import StaffRequest

READER, ACTS = "desk_reader", "desk_acts"
LONG_UNDO = 10


def remember(request: StaffRequest, acts: Sequence[tuple[str, int]]) -> None:
    """Keeps what was done together, so that the desk's undo takes it back together."""
    if acts:
        kept = request.session.get(ACTS, [])
        request.session[ACTS] = [*kept, [list(act) for act in acts]][-LONG_UNDO:]
