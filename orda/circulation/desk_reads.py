"""What the desk must know before it lends: two short reads in plain SQL.

Plain SQL, because they stand in the path that a queue of children waits on; the ORM's own cost would be
more than the database's (docs/decisions/0004).
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

# PostgreSQL: the row is held to the end of the act. SQLite has one writer at a time anyway.
_HELD = " FOR NO KEY UPDATE"


@dataclass(frozen=True)
class CopyAtDesk:
    copy_id: int
    status: str
    subject_field: str
    language: str
    document_kind: str
    loan_id: int | None  # the open loan that holds it

    @property
    def kind(self) -> dict[str, str]:
        """Its diary dimensions."""
        return {
            "subject_field": self.subject_field,
            "language": self.language,
            "document_kind": self.document_kind,
        }


@dataclass(frozen=True)
class ReaderAtDesk:
    reader_id: int
    blocked_reason: str
    registration_id: int | None  # for the year, at this library
    age_group: str | None
    used_electronic: bool
    open_loans: int
    limit: int | None  # the library's own numbers, None for the network's
    days: int | None


_COPY = """
SELECT c.id, c.status, c.subject_field, c.language, c.document_kind, l.id
FROM stock_copy c LEFT JOIN circulation_loan l ON l.copy_id = c.id AND l.state = 'open'
WHERE c.barcode = %s"""

_READER = """
SELECT r.id, r.blocked_reason, g.id, g.age_group, g.electronic_user_on IS NOT NULL,
       (SELECT COUNT(*) FROM circulation_loan l WHERE l.reader_id = r.id AND l.state = 'open'),
       u."limit", u.days
FROM readers_reader r
LEFT JOIN readers_registration g ON g.reader_id = r.id AND g.year = %s AND g.library_id = %s
LEFT JOIN circulation_loanrule u ON u.unit_id = %s
WHERE r.id = %s"""


def copy_at_desk(barcode: str, *, hold: bool = False) -> CopyAtDesk | None:
    """The copy with this barcode and the open loan that holds it, if any.

    `hold` keeps the copy from being withdrawn by another desk before this act is over.
    """
    if not barcode.isprintable():  # no barcode holds control characters, and PostgreSQL takes none
        return None
    row = _one(_COPY + (f"{_HELD} OF c" if hold and _many_writers() else ""), (barcode,))
    return CopyAtDesk(*row) if row else None


def reader_at_desk(reader_id: int, library_id: int, day: datetime.date) -> ReaderAtDesk | None:
    """The reader with all that decides whether they may borrow here today.

    The reader is held to the end of the act, so that two desks can't both lend the last item of the limit.
    Held first, read after: a statement that waits for a row still counts the loans as they were before it.
    """
    if _many_writers():
        _one(f"SELECT 1 FROM readers_reader WHERE id = %s{_HELD}", (reader_id,))
    row = _one(_READER, (day.year, library_id, library_id, reader_id))
    if row is None:
        return None
    found, blocked, registration, age_group, used_electronic, open_loans, limit, days = row
    return ReaderAtDesk(
        found, blocked, registration, age_group, bool(used_electronic), open_loans, limit, days
    )


def _many_writers() -> bool:
    return connection.vendor == "postgresql"


def _one(sql: str, params: tuple[Any, ...]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
