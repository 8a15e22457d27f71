"""Lend, take back, renew."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from orda.circulation import refusals
from orda.circulation.desk_reads import CopyAtDesk, ReaderAtDesk, copy_at_desk, reader_at_desk
from orda.circulation.models import Loan, LoanRule, Renewal
from orda.diary import services as diary
from orda.network import clock
from orda.readers import services as readers
from orda.readers.models import Registration
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT

ELECTRONIC = {ELECTRONIC_DOCUMENT, "electronic_publication"}


@dataclass(frozen=True)
class Lent:
    """A loan made or renewed."""

    loan_id: int
    due_on: datetime.date
    renewal_id: int | None = None


@dataclass(frozen=True)
class Returned:
    """A loan closed. `reader_id` is None where the loan had forgotten its reader."""

    loan_id: int
    reader_id: int | None
    days_late: int


# How PostgreSQL and SQLite name the rule that a copy has one open loan.
_LENT_TWICE = ("one_open_loan_a_copy", "circulation_loan.copy_id")

_INSERT_LOAN = """
INSERT INTO circulation_loan
    (copy_id, reader_id, library_id, state, day, lent_at, lent_by_id, due_on, renewals, age_group)
VALUES (%s, %s, %s, 'open', %s, %s, %s, %s, 0, %s) RETURNING id"""

_CLOSE_LOAN = """
UPDATE circulation_loan SET state = 'returned', returned_on = %s, returned_at = %s, returned_library_id = %s
WHERE id = %s AND state = 'open' RETURNING reader_id, due_on"""


def lend(
    barcode: str,
    reader_id: int,
    *,
    library_id: int,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Lent:
    """Lends a copy to a reader for the library's number of days; counts as one loan.

    A networked document is delivered and done with at once: it is lent and given back in the same act.
    Raises UnknownCopy, CopyWithdrawn, CopyOnLoan, UnknownReader, ReaderBlocked, NotRegisteredThisYear,
    LimitReached. Source: the library's rules of use (5 items, 15 days); one copy = one loan (GOST R 7.0.20-2014).
    """
    at = at or clock.now()
    try:
        with transaction.atomic():
            return _lend(barcode, reader_id, library_id, by_id, at)
    except IntegrityError as error:
        if not any(name in str(error) for name in _LENT_TWICE):
            raise
        # Another desk lent the same copy between our look and our insert: the database let it win.
        raise refusals.CopyOnLoan from None


def _lend(barcode: str, reader_id: int, library_id: int, by_id: int | None, at: datetime.datetime) -> Lent:
    day = clock.day_of(at)
    copy = _lendable(barcode)
    # A delivered document is not held, so it takes none of the reader's places.
    reader = _may_borrow(reader_id, library_id, day, one_more=copy.document_kind != ELECTRONIC_DOCUMENT)
    due_on = day + datetime.timedelta(days=LoanRule.DAYS if reader.days is None else reader.days)
    loan_id = _execute(
        _INSERT_LOAN,
        (copy.copy_id, reader_id, library_id, day, at, by_id, due_on, reader.age_group),
    )[0]
    _post(copy, "loan", "loan", loan_id, library_id, day, at, by_id, reader.age_group)
    if copy.document_kind in ELECTRONIC and not reader.used_electronic:
        registration = Registration.objects.get(reader=reader_id, library=library_id, year=day.year)
        readers.use_electronic_resources(registration, day=day, by_id=by_id)
    if copy.document_kind == ELECTRONIC_DOCUMENT:
        _close(loan_id, copy, library_id, by_id, at)
    return Lent(loan_id, due_on)


def give_back(
    barcode: str, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> Returned:
    """Takes a copy back, whoever brings it. Raises UnknownCopy and NotOnLoan."""
    at = at or clock.now()
    with transaction.atomic():
        copy = copy_at_desk(barcode)
        if copy is None:
            raise refusals.UnknownCopy(barcode=printable(barcode))
        if copy.loan_id is None:
            raise refusals.NotOnLoan
        return _close(copy.loan_id, copy, library_id, by_id, at)


def _close(
    loan_id: int, copy: CopyAtDesk, library_id: int, by_id: int | None, at: datetime.datetime
) -> Returned:
    day = clock.day_of(at)
    closed = _execute(_CLOSE_LOAN, (day, at, library_id, loan_id))
    if closed is None:
        raise refusals.NotOnLoan
    _post(copy, "return", "loan", loan_id, library_id, day, at, by_id)
    reader_id, due_on = closed
    due_on = due_on if isinstance(due_on, datetime.date) else datetime.date.fromisoformat(due_on)
    return Returned(loan_id, reader_id, max((day - due_on).days, 0))


@transaction.atomic
def renew(
    barcode: str, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> Lent:
    """Makes an open loan longer, counted from today, never shorter; counts as a loan of its own (GOST R 7.0.20-2014).

    Raises UnknownCopy, NotOnLoan, ReaderBlocked, NotRegisteredThisYear, RenewalsUsedUp.
    """
    at = at or clock.now()
    day = clock.day_of(at)
    copy = copy_at_desk(barcode)
    if copy is None:
        raise refusals.UnknownCopy(barcode=printable(barcode))
    loan = Loan.objects.select_for_update().filter(copy=copy.copy_id, state=Loan.OPEN).first()
    if loan is None or loan.reader_id is None:
        raise refusals.NotOnLoan
    reader = _may_borrow(loan.reader_id, library_id, day, one_more=False)
    rule = LoanRule.objects.filter(unit_id=library_id).first() or LoanRule()
    if loan.renewals >= rule.renewals:
        raise refusals.RenewalsUsedUp(limit=rule.renewals)
    renewal = Renewal.objects.create(
        loan=loan, library_id=library_id, day=day, at=at, due_before=loan.due_on, by_id=by_id
    )
    due_on = max(loan.due_on, day + datetime.timedelta(days=rule.days))
    Loan.objects.filter(pk=loan.pk).update(due_on=due_on, renewals=F("renewals") + 1)
    _post(copy, "renewal", "renewal", renewal.pk, library_id, day, at, by_id, reader.age_group)
    return Lent(loan.pk, due_on, renewal.pk)


def _lendable(barcode: str) -> CopyAtDesk:
    copy = copy_at_desk(barcode, hold=True)
    if copy is None:
        raise refusals.UnknownCopy(barcode=printable(barcode))
    if copy.status != Copy.Status.IN_STOCK:
        raise refusals.CopyWithdrawn
    if copy.loan_id is not None:
        raise refusals.CopyOnLoan
    return copy


def _may_borrow(
    reader_id: int, library_id: int, day: datetime.date, *, one_more: bool = True
) -> ReaderAtDesk:
    reader = reader_at_desk(reader_id, library_id, day)
    if reader is None:
        raise refusals.UnknownReader
    if reader.blocked_reason:
        raise refusals.ReaderBlocked(reason=reader.blocked_reason)
    if reader.registration_id is None:
        raise refusals.NotRegisteredThisYear(year=day.year)
    limit = LoanRule.LIMIT if reader.limit is None else reader.limit
    if one_more and reader.open_loans >= limit:
        raise refusals.LimitReached(limit=limit)
    return reader


def _post(
    copy: CopyAtDesk,
    measure: str,
    act: str,
    act_id: int,
    library_id: int,
    day: datetime.date,
    at: datetime.datetime,
    by_id: int | None,
    age_group: str | None = None,
) -> None:
    diary.post(
        day=day,
        library_id=library_id,
        measure=measure,
        values={**copy.kind, "age_group": age_group} if age_group else copy.kind,
        act=act,
        act_id=act_id,
        by_id=by_id,
        at=at,
    )


def printable(scanned: str) -> str:
    """What was scanned, made safe and short for a message."""
    return "".join(sign if sign.isprintable() else "·" for sign in scanned[:40])


def _execute(sql: str, params: tuple[Any, ...]) -> Any:
    """Runs one statement with dates as this database's driver wants them; its returned row or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, tuple(diary.adapted(value) for value in params))
        return cursor.fetchone()
