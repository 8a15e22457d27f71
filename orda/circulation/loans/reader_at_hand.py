"""A reader as the desk must know them before it lends: one short read in plain SQL (docs/decisions/0004)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orda.circulation.refusals import ELSEWHERE
from orda.diary.plain_sql import adapted, as_date, hold_many, many_writers, one_row, rows_of
from orda.network import reach
from orda.readers.models import Reader
from orda.readers.queries import is_known_by_consent
from orda.readers.services import group_of_grade


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
    own_hold_id: int | None  # the reader's open hold on the title at hand
    path: str  # of the library in the tree
    served: bool  # here: a reader of another network is by their consent alone


_HOLD = "SELECT 1 FROM readers_reader WHERE id = %s FOR NO KEY UPDATE"
_AT_HOME = "circulation_loan l WHERE l.reader_id = r.id AND l.state = 'open' AND l.place = 'home'"
# As it was at an hour that is over: what was lent by then and had not come back. The hour is filled in twice.
_AT_HOME_THEN = (
    "circulation_loan l WHERE l.reader_id = r.id AND l.place = 'home' AND l.lent_at <= %s"
    " AND (l.state = 'open' OR l.state = 'returned' AND l.returned_at > %s)"
)
_READER = f"""
SELECT r.id, r.category, r.blocked_reason, r.blocked_until, r.birth_date, r.sex, r.grade,
       g.id, g.age_group, g.electronic_user_on IS NOT NULL,
       (SELECT COUNT(*) FROM {_AT_HOME}),
       (SELECT COUNT(*) FROM {_AT_HOME} AND EXISTS
        (SELECT 1 FROM stock_copy c WHERE c.id = l.copy_id AND c.document_kind = %s)),
       (SELECT MIN(l.due_on) FROM {_AT_HOME}),
       (SELECT h.id FROM circulation_hold h WHERE h.reader_id = r.id AND h.record_id = %s
        AND h.state IN ('waiting', 'picking', 'transit', 'ready')), u.path, r.library_id
FROM readers_reader r JOIN network_unit u ON u.id = %s
LEFT JOIN readers_registration g ON g.reader_id = r.id AND g.year = %s AND g.library_id = u.id
WHERE r.erased_on IS NULL AND r.merged_into_id IS NULL AND r.id """
_READER_THEN = _READER.replace(_AT_HOME, _AT_HOME_THEN)


def reader_at_desk(
    reader_id: int,
    library_id: int,
    day: datetime.date,
    document_kind: str = "",
    record_id: int | None = None,
    *,
    held: bool = False,
    at: datetime.datetime | None = None,
) -> ReaderAtDesk | None:
    """The reader with all that decides whether they may borrow here on a day; with what they had at home `at` an hour
    that is over, else with what they have.

    The reader is held to the end of the act (`held`: by the caller), so that two desks can't both lend the last item
    of the limit.
    Held first, read after: a statement that waits for a row still counts the loans as they were before it.
    """
    if not held and many_writers():
        one_row(_HOLD, (reader_id,))
    rest = (record_id, library_id, day.year, reader_id)
    if at is None:
        row = one_row(f"{_here(_READER, library_id)}= %s", (document_kind, *rest))
    else:
        then = (adapted(at), adapted(at))
        sql = _here(_READER_THEN, library_id)
        row = one_row(f"{sql}= %s", (*then, *then, document_kind, *then, *rest))
    return None if row is None else _read(row, library_id, day)


def readers_at_desk(ids: Sequence[int], library_id: int, day: datetime.date) -> list[ReaderAtDesk]:
    """`reader_at_desk` of many at one library, each held to the end of the act; those who are kept.

    A block is over or not by `day`; what is of a document's kind is left out.
    """
    hold_many("readers_reader", "id", ids)
    sql = _here(_READER, library_id)
    return [_read(row, library_id, day) for row in rows_of(sql, ids, before=("", None, library_id, day.year))]


def _here(sql: str, library_id: int) -> str:
    """What a reader has at home of this network: what another lent is no affair of its desks."""
    return sql.replace("l.place = 'home'", "l.place = 'home'" + reach.within_sql(library_id, "l.library_id"))


def _read(row: tuple[Any, ...], library_id: int, day: datetime.date) -> ReaderAtDesk:
    found, category, reason, until, birth_date, sex, grade, registered, group, electronic, *more = row
    items, of_kind, first_due, own_hold, path, home = more
    over = until is not None and as_date(until) < day
    own = reach.reaches(library_id, home)
    # Why is for their own network alone to know.
    reason = reason if own or not reason else str(ELSEWHERE)
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
        own_hold_id=own_hold,
        path=path,
        served=own or is_known_by_consent(found, library_id),
    )
