"""Tells the catalogue which copies are out and how many readers wait, and nothing of who they are."""

from collections.abc import Collection, Iterable

from django.db import connection

from orda.circulation.holds.queries import waiting_for
from orda.circulation.models import Hold, Loan, Transit
from orda.diary.plain_sql import as_date
from orda.search.availability import Taken, tells_taken, tells_waiting

# Plain SQL: the text of this one took the ORM as long as half of a catalogue page's other questions together.
_TAKEN = """
SELECT c.record_id, l.copy_id, l.due_on FROM circulation_loan l JOIN stock_copy c ON c.id = l.copy_id
WHERE l.state IN ({open}) AND c.record_id IN ({records})
UNION SELECT h.record_id, h.copy_id, NULL FROM circulation_hold h
WHERE h.state IN ({with_a_copy}) AND h.record_id IN ({records})
UNION SELECT c.record_id, t.copy_id, NULL FROM circulation_transit t JOIN stock_copy c ON c.id = t.copy_id
WHERE t.state IN ({unfinished}) AND c.record_id IN ({records})"""
_STATES = {"open": [Loan.OPEN], "with_a_copy": Hold.WITH_A_COPY, "unfinished": Transit.UNFINISHED}


@tells_taken
def taken(record_ids: Collection[int]) -> Iterable[Taken]:
    """The copies of these records that are on loan, put by for a reader or under way: one query."""
    if not record_ids:
        return []
    # Ids and states of our own, so they stand in the statement itself.
    told = {name: ", ".join(f"'{state}'" for state in states) for name, states in _STATES.items()}
    sql = _TAKEN.format(records=", ".join(str(int(one)) for one in record_ids), **told)
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    return [(record, copy, None if due is None else as_date(due)) for record, copy, due in rows]


@tells_waiting
def waiting(record_id: int) -> int:
    """How many readers wait for a title: one query."""
    return waiting_for(record_id)
