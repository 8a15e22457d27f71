"""Who looked at whose data. Lists show persons too: whoever sees a list of readers has looked at each of them."""

from collections.abc import Iterable

from django.db import connection

from orda.diary.plain_sql import adapted
from orda.network import clock
from orda.network.models import Staff
from orda.readers.privacy.models import Look
from orda.readers.registering.models import Reader

_INSERT = "INSERT INTO readers_look (reader_id, staff_id, at) VALUES (%s, %s, %s)"


def note_looks(reader_ids: Iterable[int | None], *, staff_id: int) -> None:
    """Writes down that a member of staff saw these readers' data in a list: one statement (law № 94-V)."""
    at = adapted(clock.now())
    seen = sorted({one for one in reader_ids if one is not None})
    with connection.cursor() as cursor:  # plain SQL: every card at the desk waits for it
        cursor.executemany(_INSERT, [(one, staff_id, at) for one in seen])


def note_look(reader: Reader, staff: Staff) -> None:
    """Writes down that a member of staff opened this reader's record."""
    Look.objects.create(reader=reader, staff=staff, at=clock.now())
