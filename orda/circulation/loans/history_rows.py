"""The rows of a history: loans and renewals that are read for many at once, and written so."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from orda.circulation.loans.history_acts import Renewed
from orda.circulation.loans.models import Loan, Renewal
from orda.diary.plain_sql import as_date, many_writers, new_ids

INSERT_LOAN = """
INSERT INTO circulation_loan
    (id, copy_id, reader_id, library_id, state, day, lent_at, lent_by_id, due_on, renewals, age_group,
     returned_on, returned_at, returned_library_id, place, channel, sex, rule_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""

CHANGE_LOAN = """
UPDATE circulation_loan SET state = %s, returned_on = %s, returned_at = %s, returned_library_id = %s,
    due_on = %s, renewals = %s, rule_id = %s
WHERE id = %s AND state = 'open'"""

INSERT_RENEWAL = """
INSERT INTO circulation_renewal (id, loan_id, library_id, day, at, due_before, channel, voided, by_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"""


@dataclass(slots=True, eq=False)
class LoanRow:
    """A loan that is open, or that was closed since the last writing. `id` is 0 until it is written."""

    id: int
    copy_id: int
    document_kind: str
    reader_id: int
    due_on: datetime.date
    renewals: int
    place: str
    rule: int | None
    renewed_on: set[datetime.date] = field(default_factory=set)
    lent: tuple[Any, ...] = ()  # library, day, moment, age group, sex: of a loan not yet written
    returned: tuple[Any, Any, Any] = (None, None, None)  # day, moment, library

    @property
    def state(self) -> str:
        return Loan.OPEN if self.returned[0] is None else Loan.RETURNED


@dataclass(slots=True, eq=False)
class RenewalRow:
    """A renewal not yet written."""

    loan: LoanRow
    act: Renewed
    due_before: datetime.date
    id: int = 0


_OPEN_LOANS = """
SELECT l.id, l.copy_id, c.document_kind, l.reader_id, l.due_on, l.renewals, l.place, l.rule_id
FROM circulation_loan l JOIN stock_copy c ON c.id = l.copy_id
WHERE l.state = 'open' AND l.reader_id IS NOT NULL AND l.{column} IN ({keys}) ORDER BY l.id"""


def open_loans_of(column: str, keys: Sequence[int]) -> list[LoanRow]:
    """Loans that are open, of copies or of readers, held to the end of the act."""
    if not keys:
        return []
    sql = _OPEN_LOANS.format(column=column, keys=", ".join(["%s"] * len(keys)))
    with connection.cursor() as cursor:
        cursor.execute(sql + (" FOR UPDATE OF l" if many_writers() else ""), keys)
        rows = cursor.fetchall()
    loans = {
        pk: LoanRow(pk, copy_id, kind, reader_id, as_date(due_on), renewals, place, rule)
        for pk, copy_id, kind, reader_id, due_on, renewals, place, rule in rows
    }
    longer = [loan.id for loan in loans.values() if loan.renewals]
    days = Renewal.objects.filter(loan__in=longer, voided=False) if longer else Renewal.objects.none()
    for loan_id, day in days.values_list("loan_id", "day"):
        loans[loan_id].renewed_on.add(day)
    return list(loans.values())


def give_ids(table: str, things: Sequence[LoanRow | RenewalRow]) -> None:
    ids = new_ids(table, len(things)) if things else []
    for thing, pk in zip(things, ids, strict=True):
        thing.id = pk


def write_rows(sql: str, rows: Iterable[tuple[Any, ...]]) -> int:
    """Runs a statement for each row; how many rows of the table that concerned."""
    listed = list(rows)
    if not listed:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(sql, listed)
        return int(cursor.rowcount)
