"""A copy as the desk must know it before it acts: one short read in plain SQL.

Plain SQL, because it stands in the path that a queue of children waits on; the ORM's own cost would be
more than the database's (docs/decisions/0004).
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

# PostgreSQL: the row is held to the end of the act. SQLite has one writer at a time anyway.
HELD = " FOR NO KEY UPDATE"


@dataclass(frozen=True)
class CopyAtDesk:
    copy_id: int
    status: str
    subject_field: str
    language: str
    document_kind: str
    library_id: int  # that owns it
    record_id: int
    title: str
    age_mark: int | None
    loan_id: int | None  # the open loan that holds it
    promised_to: int | None  # the reader for whom it was found
    transit_id: int | None  # its unfinished way between libraries
    loss_case_id: int | None  # open
    has_notes: bool

    @property
    def kind(self) -> dict[str, str]:
        """Its diary dimensions."""
        return {
            "subject_field": self.subject_field,
            "language": self.language,
            "document_kind": self.document_kind,
        }


_COPY = """
SELECT c.id, c.status, c.subject_field, c.language, c.document_kind, c.library_id, c.record_id, b.title,
       b.age_mark, l.id, h.reader_id, t.id, x.id, EXISTS (SELECT 1 FROM circulation_note n
                                                    WHERE n.copy_id = c.id AND n.done_at IS NULL)
FROM stock_copy c JOIN catalog_record b ON b.id = c.record_id
LEFT JOIN circulation_loan l ON l.copy_id = c.id AND l.state = 'open'
LEFT JOIN circulation_hold h ON h.copy_id = c.id AND h.state IN ('picking', 'transit', 'ready')
LEFT JOIN circulation_transit t ON t.copy_id = c.id AND t.state IN ('waiting', 'sent')
LEFT JOIN circulation_losscase x ON x.copy_id = c.id
          AND x.state <> 'found' AND (x.state <> 'waived' OR x.kind <> 'damaged')
WHERE c.barcode = %s"""


def copy_at_desk(barcode: str, *, hold: bool = False) -> CopyAtDesk | None:
    """The copy with this barcode and the open loan that holds it, if any.

    `hold` keeps the copy from other desks until this act is over. Held first, read after: a statement that waits for
    a row still tells of the loan, the case and the promise as they were before it.
    """
    if not barcode.isprintable():  # no barcode holds control characters, and PostgreSQL takes none
        return None
    if hold and many_writers():
        one_row(f"SELECT 1 FROM stock_copy WHERE barcode = %s{HELD}", (barcode,))
    row = one_row(_COPY, (barcode,))
    return CopyAtDesk(*row) if row else None


def many_writers() -> bool:
    return connection.vendor == "postgresql"


def one_row(sql: str, params: tuple[Any, ...]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
