"""A copy as the desk must know it before it acts: one short read in plain SQL.

Plain SQL, because it stands in the path that a queue of children waits on; the ORM's own cost would be
more than the database's (docs/decisions/0004).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orda.circulation.copies import whereabouts
from orda.circulation.copies.whereabouts import Whereabouts
from orda.circulation.refusals import CopyElsewhere
from orda.diary.plain_sql import as_moment, hold_many, many_writers, one_row, rows_of
from orda.network import known, reach
from orda.network.codes import read
from orda.network.models import Unit

# PostgreSQL: rows are held to the end of the act (migrations 0011, 0012), behind the gate of the calendar.
# SQLite has one writer at a time anyway.
_HOLD = "SELECT circulation_held_for_desk(%s, %s)"
_COPY = f"""
SELECT (SELECT number FROM network_knownstate),
       c.status, c.subject_field, c.language, c.document_kind, b.title, b.age_mark, l.id, l.reader_id,
       o.family_name, o.given_name, y.id,
       (SELECT MAX(COALESCE(e.returned_at, e.lent_at)) FROM circulation_loan e
        WHERE e.copy_id = c.id AND e.state <> 'voided'),
       EXISTS (SELECT 1 FROM circulation_note m WHERE m.copy_id = c.id AND m.done_at IS NULL),
       {whereabouts.COLUMNS}
FROM {whereabouts.TABLES}
JOIN catalog_record b ON b.id = c.record_id
LEFT JOIN circulation_loan l ON l.copy_id = c.id AND l.state = 'open'
LEFT JOIN readers_reader o ON o.id = l.reader_id
LEFT JOIN circulation_losscase y ON y.copy_id = c.id
          AND y.state <> 'found' AND (y.state <> 'waived' OR y.kind <> 'damaged')
WHERE c.barcode """
_OWN = 14  # columns before those of its whereabouts: the known state, then what stands in CopyAtDesk


@dataclass(frozen=True)
class CopyAtDesk:
    """A copy in hand. `where`: its whereabouts, as they were when it was read."""

    where: Whereabouts
    status: str
    subject_field: str
    language: str
    document_kind: str
    title: str
    age_mark: int | None
    loan_id: int | None  # the open loan that holds it
    borrower_id: int | None  # of that loan, with their names
    borrower_family_name: str | None
    borrower_given_name: str | None
    loss_case_id: int | None  # open
    since: datetime.datetime | None  # the hour of its last loan or return
    has_notes: bool

    @property
    def copy_id(self) -> int:
        return self.where.copy_id

    @property
    def borrower(self) -> str:
        """Who has it; "" where nobody does."""
        return " ".join(name for name in (self.borrower_family_name, self.borrower_given_name) if name)

    @property
    def kind(self) -> dict[str, str]:
        """Its diary dimensions."""
        return {
            "subject_field": self.subject_field,
            "language": self.language,
            "document_kind": self.document_kind,
        }


def copy_at_desk(
    barcode: str, *, at: int, hold: bool = False, reader_id: int | None = None
) -> CopyAtDesk | None:
    """The copy with this barcode, however it was scanned or typed, the open loan that holds it, and its whereabouts.

    `at`: the unit at which it is in hand. Raises CopyElsewhere for one of another network, and touches nothing of it.

    `hold` keeps the copy from other desks until this act is over; of one that is out its loan and title too, of one
    that is in the reader who is to take it. Held first, read after: a statement that waits for a row still tells of
    the loan, the case and the promise as they were before it.
    """
    barcode = read(barcode)
    if not barcode.isprintable():  # no barcode holds control characters, and PostgreSQL takes none
        return None
    if hold and many_writers() and not one_row(_HOLD, (barcode, reader_id))[0]:  # type: ignore[index]
        return None
    row = one_row(f"{_COPY}= %s", (barcode,))
    return _ours(_read(row), at) if row else None


def copies_at_desk(barcodes: Sequence[str]) -> dict[str, CopyAtDesk]:
    """`copy_at_desk` of many, of whichever network, each held to the end of the act; those that are known."""
    meant = {barcode: read(barcode) for barcode in barcodes if barcode.isprintable()}
    labels = list(dict.fromkeys(meant.values()))
    hold_many("stock_copy", "barcode", labels)
    found = {row[0]: row[1:] for row in rows_of(_COPY.replace("SELECT", "SELECT c.barcode,", 1), labels)}
    return {scanned: _read(tuple(found[label])) for scanned, label in meant.items() if label in found}


def _ours(copy: CopyAtDesk, at: int) -> CopyAtDesk:
    """A copy that belongs to the network of a unit, or that was brought there to stand."""
    if reach.reaches(at, copy.where.owner_id) or reach.reaches(at, copy.where.stands_at):
        return copy
    raise CopyElsewhere(library=Unit.objects.get(pk=copy.where.owner_id).name)


def _read(row: tuple[Any, ...]) -> CopyAtDesk:
    """What is known (rules, the calendar) stands from here on as at the moment the copy was held."""
    known.state_was_read(row[0])
    own = (
        *row[1 : _OWN - 2],
        as_moment(row[_OWN - 2]),
        bool(row[_OWN - 1]),
    )  # the last two: since, has_notes
    return CopyAtDesk(whereabouts.read(row[_OWN:]), *own)
