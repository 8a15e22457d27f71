"""Where a copy is and to whom it is promised: one short read in plain SQL, since every loan and return asks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

COLUMNS = """c.id, c.record_id, c.library_id, COALESCE(c.stands_at_id, c.library_id), h.id, h.reader_id, h.state,
       t.id, t.state, t.target_id, d.state, d.taker_id, d.name,
       (SELECT i.id FROM circulation_interlibraryloan i WHERE i.copy_id = c.id AND i.state IN ('sent', 'received')),
       EXISTS (SELECT 1 FROM circulation_hold w WHERE w.record_id = c.record_id AND w.state = 'waiting'),
       EXISTS (SELECT 1 FROM circulation_notonshelf n WHERE n.copy_id = c.id AND n.found_at IS NULL),
       EXISTS (SELECT 1 FROM circulation_losscase x WHERE x.copy_id = c.id AND x.state <> 'found'
               AND NOT (x.state = 'waived' AND x.kind = 'damaged'))"""
TABLES = """stock_copy c
LEFT JOIN circulation_hold h ON h.copy_id = c.id AND h.state IN ('picking', 'transit', 'ready')
LEFT JOIN circulation_transit t ON t.copy_id = c.id AND t.state IN ('waiting', 'sent')
LEFT JOIN circulation_depositcopy s ON s.copy_id = c.id AND s.back_on IS NULL
LEFT JOIN circulation_deposit d ON d.id = s.deposit_id"""
_WHERE = f"SELECT {COLUMNS} FROM {TABLES} WHERE c.id "


@dataclass(frozen=True)
class Whereabouts:
    """A copy between libraries and readers. `stands_at`: where it stands while it is in."""

    copy_id: int
    record_id: int
    owner_id: int
    stands_at: int
    hold_id: int | None  # the hold to which it is promised
    promised_to: int | None  # its reader
    hold_state: str | None
    transit_id: int | None  # its unfinished way
    transit_state: str | None
    target_id: int | None
    set_state: str | None  # of the set it lies in
    taker_id: int | None
    set_name: str | None
    partner_loan_id: int | None  # it is lent to another network
    awaited: bool  # somebody waits for the title
    missed: bool  # it was looked for on its shelf in vain
    spoilt: bool  # lost or damaged, so that it serves nobody (LossCase.KEEPS_AWAY)

    @property
    def simple(self) -> bool:
        """It stands on a shelf, promised to nobody: nothing is to be minded when it is lent."""
        return not (self.hold_id or self.transit_id or self.set_state or self.partner_loan_id)

    @property
    def free(self) -> bool:
        """It stands whole on a shelf, promised to nobody and packed for nobody (unless a loan holds it)."""
        packed = self.set_state in ("made", "sent")
        kept = self.hold_id or self.transit_id or self.partner_loan_id
        return not (kept or packed or self.missed or self.spoilt)

    @property
    def at_rest(self) -> bool:
        """It belongs to where it stands and is on no list: a loan and a return of it move nothing but itself."""
        minded = self.awaited or self.missed or self.spoilt or self.stands_at != self.owner_id
        return self.simple and not minded

    @property
    def home_id(self) -> int:
        """Where it belongs now: a branch to which it is lent with a set, else its owner."""
        if self.taker_id is not None and self.set_state in ("sent", "standing"):
            return self.taker_id
        return self.owner_id


def whereabouts(copy_id: int) -> Whereabouts:
    """Where a copy is now."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_WHERE}= %s", (copy_id,))
        return read(cursor.fetchone())


def whereabouts_of(copy_ids: Sequence[int]) -> list[Whereabouts]:
    """`whereabouts` of many copies."""
    if not copy_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{_WHERE}IN ({', '.join(['%s'] * len(copy_ids))})", tuple(copy_ids))
        return [read(row) for row in cursor.fetchall()]


def read(row: tuple[Any, ...]) -> Whereabouts:
    """A row of COLUMNS."""
    return Whereabouts(*row[:-3], *(bool(flag) for flag in row[-3:]))
