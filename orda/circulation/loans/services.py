"""Lend and take back."""

import datetime
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, connection

from orda.circulation.copies.at_hand import CopyAtDesk, copy_at_desk
from orda.circulation.copies.hours import hour_of
from orda.circulation.holds import consequences
from orda.circulation.loans.acts import Lent, Returned
from orda.circulation.loans.checks import lendable, may_use, refuse_borrowing
from orda.circulation.loans.counting import of_loan, of_reader, post
from orda.circulation.loans.models import Channel, Place
from orda.circulation.loans.of_another_library import count_loan
from orda.circulation.loans.reader_at_hand import reader_at_desk
from orda.circulation.loans.refusals import CopyOnLoan
from orda.circulation.refusals import NotOnLoan, UnknownCopy
from orda.circulation.rules.rule import due_at, rule_at
from orda.diary import services as diary
from orda.diary.plain_sql import as_date
from orda.network import clock
from orda.network.acts import act
from orda.network.refusals import printable
from orda.readers import services as readers
from orda.readers.models import Registration
from orda.stock.services import ELECTRONIC_DOCUMENT

ELECTRONIC = {ELECTRONIC_DOCUMENT, "electronic_publication"}

# How PostgreSQL and SQLite name the rule that a copy has one open loan.
_LENT_TWICE = ("one_open_loan_a_copy", "circulation_loan.copy_id")

_INSERT_LOAN = """
INSERT INTO circulation_loan
    (copy_id, reader_id, library_id, state, day, lent_at, lent_by_id, due_on, renewals, age_group,
     sex, rule_id, place, channel)
VALUES (%s, %s, %s, 'open', %s, %s, %s, %s, 0, %s, %s, %s, %s, %s) RETURNING id"""

_CLOSE_LOAN = """
UPDATE circulation_loan SET state = 'returned', returned_on = %s, returned_at = %s, returned_library_id = %s
WHERE id = %s AND state = 'open' RETURNING reader_id, due_on"""


def lend(
    copy: str | CopyAtDesk,
    reader_id: int,
    *,
    library_id: int,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
    channel: str = Channel.DESK,
    place: str = Place.HOME,
    despite: Collection[str] = (),
) -> Lent:
    """Lends a copy to a reader by the rules of use; counts as one loan.

    `copy`: its barcode; or the copy as the caller has read it and holds it in the same transaction, the reader too.
    In the reading room a copy is due the same day, takes none of the reader's places at home and is lent to debtors
    too. A networked document is delivered and done with at once: it is lent and given back in the same act.
    `despite`: codes of SET_ASIDE, for a librarian who has seen the refusal and lends all the same, or of HAS_LEFT.
    Raises UnknownCopy, CopyElsewhere, ReaderElsewhere, CopyWithdrawn, CopyOnLoan, LossCaseOpen, PromisedToAnother,
    UnknownReader, ReaderBlocked, NotRegisteredThisYear, ReadingRoomOnly, LimitReached, InDebt, AgeMark, CopyUnderWay,
    CopyInASet, CopyLentAway, GoneOnSince and ClockSetBack.
    Source: the library's rules of use (5 items, 15 days); one copy = one loan (GOST R 7.0.20-2014).
    """
    try:
        with act():
            held = _in_hand(copy, library_id, reader_id) if isinstance(copy, str) else copy
            return _lend(held, reader_id, library_id, by_id, at, channel, place, despite)
    except IntegrityError as error:
        if not any(name in str(error) for name in _LENT_TWICE):
            raise
        # Another desk lent the same copy between our look and our insert: the database let it win.
        raise CopyOnLoan from None


def _lend(
    copy: CopyAtDesk,
    reader_id: int,
    library_id: int,
    by_id: int | None,
    at: datetime.datetime | None,
    channel: str,
    place: str,
    despite: Collection[str],
) -> Lent:
    # The clock is read once the copy is held: who waited for another desk acts after it.
    at, late = _hour_of_loan(at, copy), at is not None
    day = clock.day_of(at)
    lendable(copy, reader_id)
    kind, title = copy.document_kind, copy.where.record_id
    found = reader_at_desk(reader_id, library_id, day, kind, title, held=True, at=at if late else None)
    reader = may_use(found, day, despite)
    rule = rule_at(reader.path, reader.category, kind)
    refuse_borrowing(reader, rule, copy, day, place, despite)
    due_on = due_at(reader.path, rule, day) if place == Place.HOME else day
    loan_id = _execute(
        _INSERT_LOAN,
        (copy.copy_id, reader_id, library_id, day, at, by_id, due_on, reader.age_group)
        + (reader.sex, rule.row, place, channel),
    )[0]
    post(copy, "loan", "loan", loan_id, library_id, day, at, by_id, of_loan(reader, place))
    if copy.document_kind != ELECTRONIC_DOCUMENT:
        consequences.fulfil(copy.where, reader_id, reader.own_hold_id, library_id=library_id, at=at)
        if copy.where.owner_id != library_id:
            values = copy.kind | of_reader(reader)
            count_loan(
                loan_id, reader.registration_id, library_id=library_id, values=values, at=at, by_id=by_id
            )
    if copy.document_kind in ELECTRONIC and not reader.used_electronic and reader.registration_id:
        registration = Registration.objects.get(pk=reader.registration_id)
        readers.use_electronic_resources(registration, day=day, by_id=by_id)
    if copy.document_kind == ELECTRONIC_DOCUMENT:
        _close(loan_id, copy, library_id, by_id, at)
    return Lent(loan_id, due_on, title=copy.title)


def give_back(
    copy: str | CopyAtDesk,
    *,
    library_id: int,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Returned:
    """Takes a copy back, whoever brings it. `copy`: as `lend` takes it.

    Raises UnknownCopy, NotOnLoan, GoneOnSince and ClockSetBack.
    """
    with act():
        held = _in_hand(copy, library_id) if isinstance(copy, str) else copy
        if held.loan_id is None:
            raise NotOnLoan
        at = hour_of(at, held)
        returned = _close(held.loan_id, held, library_id, by_id, at)
        after = consequences.after_return(held.where, library_id=library_id, at=at)
        return replace(returned, next=after)


def _hour_of_loan(at: datetime.datetime | None, copy: CopyAtDesk) -> datetime.datetime:
    """Of a copy that is out since before the hour the rules say why not: by their own name a person can settle it."""
    if at is not None and copy.loan_id is not None and copy.since is not None and copy.since <= at:
        raise CopyOnLoan
    return hour_of(at, copy)


def _in_hand(barcode: str, library_id: int, reader_id: int | None = None) -> CopyAtDesk:
    """The copy, held to the end of the act, with the reader who is to take it."""
    copy = copy_at_desk(barcode, at=library_id, hold=True, reader_id=reader_id)
    if copy is None:
        raise UnknownCopy(barcode=printable(barcode))
    return copy


def _close(
    loan_id: int, copy: CopyAtDesk, library_id: int, by_id: int | None, at: datetime.datetime
) -> Returned:
    day = clock.day_of(at)
    closed = _execute(_CLOSE_LOAN, (day, at, library_id, loan_id))
    if closed is None:
        raise NotOnLoan
    post(copy, "return", "loan", loan_id, library_id, day, at, by_id)
    reader_id, due_on = closed
    return Returned(loan_id, reader_id, max((day - as_date(due_on)).days, 0), title=copy.title)


def _execute(sql: str, params: tuple[Any, ...]) -> Any:
    """Runs one statement with dates as this database's driver wants them; its returned row or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, tuple(diary.adapted(value) for value in params))
        return cursor.fetchone()
