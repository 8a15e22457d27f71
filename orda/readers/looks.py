"""Lists show persons too: whoever sees a list of readers has looked at each of them."""

from collections.abc import Iterable

from orda.network import clock
from orda.readers.models import Look


def note_looks(reader_ids: Iterable[int | None], *, staff_id: int) -> None:
    """Writes down that a member of staff saw these readers' data in a list: one statement (law № 94-V)."""
    at = clock.now()
    seen = sorted({one for one in reader_ids if one is not None})
    Look.objects.bulk_create([Look(reader_id=one, staff_id=staff_id, at=at) for one in seen])
