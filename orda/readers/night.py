"""In the night nothing stays in the database's files of what was deleted by day."""

from collections.abc import Iterator

from orda.network.deleted import nothing_left_of_what_was_deleted
from orda.network.night import every_night


@every_night("deleted words")
def deleted() -> Iterator[str]:
    if not nothing_left_of_what_was_deleted():
        yield "the write-ahead log could not be cut: somebody reads for long"
