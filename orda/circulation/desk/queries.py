"""The reader who stands at the desk: one read in plain SQL, since every scan shows them (docs/decisions/0004)."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from orda.circulation.loans.models import Place
from orda.circulation.loans.queries import LoanAtDesk
from orda.circulation.notes.models import Note
from orda.circulation.refusals import ELSEWHERE
from orda.circulation.rules.rule import rule_at
from orda.diary.plain_sql import adapted, as_date
from orda.network import reach
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.readers.queries import is_known_by_consent
from orda.readers.services import OF_AGE, OF_AGE_TO_SIGN, age_on

MOST_SHOWN = 60  # loans of a class
_BESIDE = 8  # what stands between the reader and a loan

_SHOWN = {
    "id",
    "card_number",
    "family_name",
    "given_name",
    "patronymic",
    "school_class",
    "category",
    "members",
    "birth_date",
}
_SHOWN |= {"blocked_reason", "blocked_until", "birth_date", "guardian_name", "library_id"}
_OF_READER = [field.attname for field in Reader._meta.concrete_fields if field.attname in _SHOWN]
# Brothers and sisters: (reader id, given name) as text in JSON.
_IN_JSON = {
    "sqlite": "json_group_array(json_array(s.id, s.given_name))",
    "postgresql": "json_agg(json_build_array(s.id, s.given_name))::text",
}
_PANEL = f"""
SELECT {", ".join(f"r.{name}" for name in _OF_READER)}, g.id,
       EXISTS (SELECT 1 FROM circulation_note n WHERE n.reader_id = r.id AND n.done_at IS NULL),
       EXISTS (SELECT 1 FROM circulation_hold h WHERE h.reader_id = r.id
               AND h.state IN ('waiting', 'picking', 'transit', 'ready')),
       EXISTS (SELECT 1 FROM circulation_interlibraryloan i WHERE i.reader_id = r.id)
       OR EXISTS (SELECT 1 FROM circulation_selection s WHERE s.reader_id = r.id),
       EXISTS (SELECT 1 FROM readers_consent t WHERE t.reader_id = r.id AND t.signed_on IS NOT NULL
               AND t.revoked_on IS NULL AND NOT t.own),
       (SELECT {{in_json}} FROM readers_reader s WHERE s.family_id = r.family_id AND s.id <> r.id
        AND s.merged_into_id IS NULL AND s.erased_on IS NULL),
       (SELECT SUM(v.quantity) FROM circulation_visit v WHERE v.library_id = %s AND v.day = %s AND NOT v.voided),
       EXISTS (SELECT 1 FROM circulation_cametoday m WHERE m.reader_id = r.id AND m.library_id = %s AND m.day = %s)
       OR EXISTS (SELECT 1 FROM circulation_visit w WHERE w.library_id = %s AND w.day = %s AND NOT w.voided
                  AND w.source = 'gate'),
       l.id, b.title, c.barcode, l.day, l.due_on, l.renewals, l.place
FROM readers_reader r
LEFT JOIN readers_registration g ON g.reader_id = r.id AND g.library_id = %s AND g.year = %s
LEFT JOIN circulation_loan l ON l.reader_id = r.id AND l.state = 'open'{{here}}
LEFT JOIN stock_copy c ON c.id = l.copy_id
LEFT JOIN catalog_record b ON b.id = c.record_id
WHERE r.id = """
_BY_ID = _PANEL + "%s ORDER BY l.due_on, l.id"
# The card of a double that was merged opens the reader it was merged into.
_BY_CARD = f"""{_PANEL}(SELECT COALESCE(one.merged_into_id, one.id) FROM readers_reader one
    WHERE one.card_number = %s AND one.erased_on IS NULL) ORDER BY l.due_on, l.id"""


@dataclass(frozen=True)
class ReaderPanel:
    """The reader who stands at the desk. `notes`: those that are told until somebody takes them away.

    `reader` knows what the desk shows of them and asks for anything else. `visits`: people counted here today.
    """

    reader: Reader
    registered: bool  # here for the year
    loans: Sequence[LoanAtDesk]
    limit: int
    notes: Sequence[Note]
    blocked: bool
    has_notes: bool  # of any kind
    waits: bool  # has an open hold
    asked: bool  # for something by exchange, now or before
    visits: int
    counted: bool  # this reader's visit of the day, or everybody's by a gate
    siblings: Sequence[tuple[int, str]]  # (reader id, given name) of brothers and sisters
    age: int | None  # whole years, of a person
    comes_of_age: (
        int  # 16: a parent's signature still stands for them; 18: a parent is still kept of them; else 0
    )

    is_guest: bool = False  # of another network, known here by consent alone

    @property
    def at_home(self) -> int:
        return sum(loan.place == Place.HOME for loan in self.loans)

    @property
    def visit_offered(self) -> bool:
        """Something was lent to them today, and their visit is not counted."""
        return not self.counted and any(loan.lent_today for loan in self.loans)

    @property
    def free(self) -> int:
        """How many more items may be lent home."""
        return max(self.limit - self.at_home, 0)

    @property
    def shown(self) -> Sequence[LoanAtDesk]:
        return self.loans[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.loans) - len(self.shown)

    @property
    def is_group(self) -> bool:
        return self.reader.category == Reader.Category.GROUP


def reader_panel(reader_id: int, library: Unit, day: datetime.date) -> ReaderPanel | None:
    """The reader, their registration here for the year, open loans and notes: one query, and one more for notes."""
    return _panel(_BY_ID, reader_id, library, day)


def panel_by_card(card_number: str, library: Unit, day: datetime.date) -> ReaderPanel | None:
    """`reader_panel` of the reader who holds this card."""
    if not card_number.isprintable():  # no card holds control characters, and PostgreSQL takes none
        return None
    return _panel(_BY_CARD, card_number, library, day)


def _panel(sql: str, who: int | str, library: Unit, day: datetime.date) -> ReaderPanel | None:
    with connection.cursor() as cursor:
        here = (library.pk, adapted(day))
        cursor.execute(
            sql.format(
                in_json=_IN_JSON[connection.vendor], here=reach.within_sql(library.pk, "l.library_id")
            ),
            (*here, *here, *here, library.pk, day.year, who),
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    if not rows:
        return None
    end = len(_OF_READER)
    reader = Reader.from_db("default", _OF_READER, rows[0][:end])
    is_guest = not reach.reaches(library.pk, reader.library_id)
    if is_guest and not is_known_by_consent(reader.pk, library.pk):
        return None
    own = rows[0][end : end + _BESIDE]
    registration_id, has_notes, waits, asked, by_a_parent, siblings, visits, counted = own
    if is_guest:  # what their own network knows beside the card, the name and the age is not shown here
        has_notes = asked = by_a_parent = False
        siblings, reader.guardian_name, reader.school_class = None, "", ""
        reader.blocked_reason = reader.blocked_reason and str(ELSEWHERE)
    until = None if reader.blocked_until is None else as_date(reader.blocked_until)
    reader.blocked_until = until
    reader.birth_date = None if reader.birth_date is None else as_date(reader.birth_date)
    age = None if reader.birth_date is None else age_on(reader.birth_date, day)
    return ReaderPanel(
        reader=reader,
        registered=registration_id is not None,
        loans=[_loan(row[end + _BESIDE :], day) for row in rows if row[end + _BESIDE] is not None],
        limit=rule_at(library.path, reader.category, "").limit,
        notes=standing_notes(reader.pk) if has_notes else (),
        blocked=bool(reader.blocked_reason) and not (until is not None and until < day),
        has_notes=bool(has_notes),
        waits=bool(waits),
        asked=bool(asked),
        visits=visits or 0,
        counted=bool(counted),
        siblings=[(pk, name) for pk, name in json.loads(siblings or "[]")],
        age=age,
        comes_of_age=0 if is_guest else _of_age(reader, age, bool(by_a_parent)),
        is_guest=is_guest,
    )


def _of_age(reader: Reader, age: int | None, by_a_parent: bool) -> int:
    if age is None or age < OF_AGE_TO_SIGN or reader.is_group:
        return 0
    if age >= OF_AGE and reader.guardian_name:
        return OF_AGE
    return OF_AGE_TO_SIGN if by_a_parent else 0


def standing_notes(reader_id: int) -> list[Note]:
    """Notes about a reader that are told until somebody takes them away."""
    return list(Note.objects.filter(reader=reader_id, once=False, done_at=None).order_by("pk"))


def _loan(row: tuple[Any, ...], day: datetime.date) -> LoanAtDesk:
    loan_id, title, barcode, lent_on, due_on, renewals, place = row
    due = as_date(due_on)
    late = max((day - due).days, 0)
    return LoanAtDesk(
        loan_id, title, barcode, as_date(lent_on), due, renewals, place, late, as_date(lent_on) == day
    )
