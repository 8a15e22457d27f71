"""What the desk must know before it lends: two short reads in plain SQL.

Plain SQL, because they stand in the path that a queue of children waits on; the ORM's own cost would be
more than the database's (docs/decisions/0004).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from orda.diary.plain_sql import as_date
from orda.readers.models import Reader

LAST_GRADE_OF_LITTLE, LAST_GRADE_OF_CHILDREN = 4, 9

# PostgreSQL: the row is held to the end of the act. SQLite has one writer at a time anyway.
_HELD = " FOR NO KEY UPDATE"


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


@dataclass(frozen=True)
class ReaderAtDesk:
    """`open_loans`, `of_kind` (of the document at hand) and `first_due` are of what the reader has at home."""

    reader_id: int
    category: str
    blocked_reason: str  # empty once the block is over
    birth_date: datetime.date | None
    sex: str
    registration_id: int | None  # for the year, at this library
    age_group: str | None
    used_electronic: bool
    open_loans: int
    of_kind: int
    first_due: datetime.date | None
    open_holds: int
    path: str  # of the library in the tree


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
WHERE c.barcode {which}"""
_COPY_OF_BARCODE = _COPY.format(which="= %s")

_READER = """
SELECT r.id, r.category, r.blocked_reason, r.blocked_until, r.birth_date, r.sex, r.grade,
       g.id, g.age_group, g.electronic_user_on IS NOT NULL,
       COALESCE(o.items, 0), COALESCE(o.of_kind, 0), o.first_due,
       (SELECT COUNT(*) FROM circulation_hold h
        WHERE h.reader_id = r.id AND h.state IN ('waiting', 'picking', 'transit', 'ready')), u.path
FROM readers_reader r JOIN network_unit u ON u.id = %s
LEFT JOIN readers_registration g ON g.reader_id = r.id AND g.year = %s AND g.library_id = u.id
LEFT JOIN (SELECT l.reader_id, COUNT(*) AS items, MIN(l.due_on) AS first_due,
                  COUNT(*) FILTER (WHERE c.document_kind = %s) AS of_kind
           FROM circulation_loan l JOIN stock_copy c ON c.id = l.copy_id
           WHERE l.reader_id {which} AND l.state = 'open' AND l.place = 'home' GROUP BY l.reader_id) o
       ON o.reader_id = r.id
WHERE r.id {which} AND r.erased_on IS NULL AND r.merged_into_id IS NULL"""
_READER_OF_ID = _READER.format(which="= %s")


def copy_at_desk(barcode: str, *, hold: bool = False) -> CopyAtDesk | None:
    """The copy with this barcode and the open loan that holds it, if any.

    `hold` keeps the copy from other desks until this act is over. Held first, read after: a statement that waits for
    a row still tells of the loan, the case and the promise as they were before it.
    """
    if not barcode.isprintable():  # no barcode holds control characters, and PostgreSQL takes none
        return None
    if hold and _many_writers():
        _one(f"SELECT 1 FROM stock_copy WHERE barcode = %s{_HELD}", (barcode,))
    row = _one(_COPY_OF_BARCODE, (barcode,))
    return CopyAtDesk(*row) if row else None


def reader_at_desk(
    reader_id: int, library_id: int, day: datetime.date, document_kind: str = ""
) -> ReaderAtDesk | None:
    """The reader with all that decides whether they may borrow here today.

    The reader is held to the end of the act, so that two desks can't both lend the last item of the limit.
    Held first, read after: a statement that waits for a row still counts the loans as they were before it.
    """
    if _many_writers():
        _one(f"SELECT 1 FROM readers_reader WHERE id = %s{_HELD}", (reader_id,))
    row = _one(_READER_OF_ID, (library_id, day.year, document_kind, reader_id, reader_id))
    return None if row is None else _reader(row, day)


def _reader(row: tuple[Any, ...], day: datetime.date) -> ReaderAtDesk:
    found, category, reason, until, birth_date, sex, grade, registered, group, electronic, *more = row
    items, of_kind, first_due, holds, path = more
    over = until is not None and as_date(until) < day
    return ReaderAtDesk(
        reader_id=found,
        category=category,
        blocked_reason="" if over else reason,
        birth_date=None if birth_date is None else as_date(birth_date),
        sex=sex,
        registration_id=registered,
        age_group=group_of_grade(grade) if category == Reader.Category.GROUP else group,
        used_electronic=bool(electronic),
        open_loans=items,
        of_kind=of_kind,
        first_due=None if first_due is None else as_date(first_due),
        open_holds=holds,
        path=path,
    )


def copies_at_desk(barcodes: Sequence[str]) -> dict[str, CopyAtDesk]:
    """`copy_at_desk` of many, each held to the end of the act; those that are known."""
    known = [barcode for barcode in barcodes if barcode.isprintable()]
    _hold("stock_copy", "barcode", known)
    sql = _COPY.replace("SELECT", "SELECT c.barcode,", 1)
    return {barcode: CopyAtDesk(*row) for barcode, *row in _rows(sql, (), known, times=1)}


def readers_at_desk(ids: Sequence[int], library_id: int, day: datetime.date) -> list[ReaderAtDesk]:
    """`reader_at_desk` of many at one library, each held to the end of the act; those who are kept.

    A block is over or not by `day`; what is of a document's kind is left out.
    """
    _hold("readers_reader", "id", ids)
    rows = _rows(_READER, (library_id, day.year, ""), ids, times=2)
    return [_reader(row, day) for row in rows]


def _hold(table: str, column: str, keys: Sequence[Any]) -> None:
    """In the order of their rows, so that two who hold many never wait for each other."""
    if keys and _many_writers():
        _rows(f"SELECT 1 FROM {table} WHERE {column} {{which}} ORDER BY id{_HELD}", (), keys, times=1)


def _rows(sql: str, params: tuple[Any, ...], keys: Sequence[Any], *, times: int) -> list[tuple[Any, ...]]:
    """The rows of a statement that asks for its keys so many times."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            sql.format(which=f"IN ({', '.join(['%s'] * len(keys))})"), (*params, *(tuple(keys) * times))
        )
        return list(cursor.fetchall())


def group_of_grade(grade: int | None) -> str:
    """The age group in whose name a class or a kindergarten borrows: children of grade 4 turn ten or eleven."""
    if grade is None or grade > LAST_GRADE_OF_CHILDREN:
        return "other"
    return "0-10" if grade <= LAST_GRADE_OF_LITTLE else "11-15"


def _many_writers() -> bool:
    return connection.vendor == "postgresql"


def _one(sql: str, params: tuple[Any, ...]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
