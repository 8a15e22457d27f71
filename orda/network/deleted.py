"""What was deleted is nowhere in the database's files.

SQLite overwrites it in its file (secure_delete), but its write-ahead log holds pages as they were until it is written
back and cut. PostgreSQL's own servants do both (VACUUM, its log's end).
"""

import logging

from django.db import DatabaseError, connection

log = logging.getLogger(__name__)
PATIENCE = 2_000  # milliseconds for those who read at this moment; the night tries again


def nothing_left_of_what_was_deleted() -> bool:
    """Cuts SQLite's write-ahead log; False where somebody reads for long (the night does it then)."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        [before] = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            [busy, _pages, _written] = cursor.fetchone()
        except DatabaseError:
            log.warning("the write-ahead log could not be cut", exc_info=True)
            busy = 1
        finally:
            cursor.execute(f"PRAGMA busy_timeout={before}")
    return not busy
