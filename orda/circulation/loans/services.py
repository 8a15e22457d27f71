"""Lend, take back, renew."""

import datetime
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q

from orda.circulation.copies.at_hand import CopyAtDesk, copy_at_desk
from orda.circulation.holds import consequences
from orda.circulation.holds.models import Hold
from orda.circulation.loans.acts import Lent, Returned
from orda.circulation.loans.models import Channel, Loan, Place, Renewal
from orda.circulation.loans.of_another_library import count_loan
from orda.circulation.loans.reader_at_hand import ReaderAtDesk, reader_at_desk
from orda.circulation.loans.refusals import (
    AgeMark,
    AwaitedByAnother,
    CopyOnLoan,
    InDebt,
    LimitReached,
    NotRegisteredThisYear,
    ReadingRoomOnly,
    ReadInRoom,
    RenewalsUsedUp,
    RenewedToday,
)
from orda.circulation.refusals import (
    CopyWithdrawn,
    LossCaseOpen,
    NotOnLoan,
    PromisedToAnother,
    ReaderBlocked,
    UnknownCopy,
    UnknownReader,
)
from orda.circulation.rules.rule import Rule, due_at, known_rule_at
from orda.diary import services as diary
from orda.diary.plain_sql import as_date
from orda.network import clock
from orda.network.acts import act
from orda.readers import services as readers
from orda.readers.models import Reader, Registration
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT

ELECTRONIC = {ELECTRONIC_DOCUMENT, "electronic_publication"}
# Refusals that the librarian may set aside: given to `lend` as `despite`.
SET_ASIDE = frozenset({AgeMark.code, InDebt.code})
# And where the copy left the house while the desk had no connection: what happened is written down.
HAS_LEFT = SET_ASIDE | {
    ReaderBlocked.code,
    LimitReached.code,
    ReadingRoomOnly.code,
}

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
    barcode: str,
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

    In the reading room a copy is due the same day, takes none of the reader's places at home and is lent to debtors
    too. A networked document is delivered and done with at once: it is lent and given back in the same act.
    `despite`: codes of SET_ASIDE, for a librarian who has seen the refusal and lends all the same, or of HAS_LEFT.
    Raises UnknownCopy, CopyWithdrawn, CopyOnLoan, LossCaseOpen, PromisedToAnother, UnknownReader, ReaderBlocked,
    NotRegisteredThisYear, ReadingRoomOnly, LimitReached, InDebt, AgeMark, CopyUnderWay, CopyInASet, CopyLentAway.
    Source: the library's rules of use (5 items, 15 days); one copy = one loan (GOST R 7.0.20-2014).
    """
    with act():
        copy = _in_hand(barcode, reader_id)
        return lend_copy(
            copy,
            reader_id,
            library_id=library_id,
            by_id=by_id,
            at=at,
            channel=channel,
            place=place,
            despite=despite,
        )


def lend_copy(
    copy: CopyAtDesk,
    reader_id: int,
    *,
    library_id: int,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
    channel: str = Channel.DESK,
    place: str = Place.HOME,
    despite: Collection[str] = (),
) -> Lent:
    """`lend`, of a copy that the caller has read and holds in the same transaction, the reader with it."""
    at = at or clock.now()
    try:
        with act():
            return _lend(copy, reader_id, library_id, by_id, at, channel, place, despite)
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
    at: datetime.datetime,
    channel: str,
    place: str,
    despite: Collection[str],
) -> Lent:
    day = clock.day_of(at)
    _lendable(copy, reader_id)
    reader = _may_use(reader_id, library_id, day, copy.document_kind, despite, copy.where.record_id)
    rule = known_rule_at(reader.path, reader.category, copy.document_kind)
    if place == Place.HOME:
        _may_take_home(reader, rule, copy, day, despite)
    _old_enough(reader, copy, day, despite)
    due_on = due_at(reader.path, rule, day) if place == Place.HOME else day
    loan_id = _execute(
        _INSERT_LOAN,
        (copy.copy_id, reader_id, library_id, day, at, by_id, due_on, reader.age_group)
        + (reader.sex, rule.row, place, channel),
    )[0]
    _post(copy, "loan", "loan", loan_id, library_id, day, at, by_id, _of_loan(reader, place))
    if copy.document_kind != ELECTRONIC_DOCUMENT:
        consequences.fulfil(copy.where, reader_id, reader.own_hold_id, library_id=library_id, at=at)
        if copy.where.owner_id != library_id:
            values = copy.kind | _of_reader(reader)
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
    barcode: str,
    *,
    library_id: int,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
    channel: str = Channel.DESK,
) -> Returned:
    """Takes a copy back, whoever brings it. Raises UnknownCopy and NotOnLoan."""
    with act():
        return give_back_copy(_in_hand(barcode), library_id=library_id, by_id=by_id, at=at)


def give_back_copy(
    copy: CopyAtDesk, *, library_id: int, by_id: int | None = None, at: datetime.datetime | None = None
) -> Returned:
    """`give_back`, of a copy that the caller has read and holds in the same transaction."""
    at = at or clock.now()
    if copy.loan_id is None:
        raise NotOnLoan
    with act():
        returned = _close(copy.loan_id, copy, library_id, by_id, at)
        after = consequences.after_return(copy.where, library_id=library_id, at=at)
        return replace(returned, next=after)


def _in_hand(barcode: str, reader_id: int | None = None) -> CopyAtDesk:
    """The copy, held to the end of the act, with the reader who is to take it."""
    copy = copy_at_desk(barcode, hold=True, reader_id=reader_id)
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
    _post(copy, "return", "loan", loan_id, library_id, day, at, by_id)
    reader_id, due_on = closed
    return Returned(loan_id, reader_id, max((day - as_date(due_on)).days, 0), title=copy.title)


@transaction.atomic
def renew(
    barcode: str,
    *,
    library_id: int,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
    channel: str = Channel.DESK,
) -> Lent:
    """Makes an open loan longer, counted from today, never shorter; counts as a loan of its own (GOST R 7.0.20-2014).

    Once a day: a key that is pressed twice counts once and costs the reader one renewal.
    Raises UnknownCopy, NotOnLoan, ReadInRoom, ReaderBlocked, NotRegisteredThisYear, RenewedToday, RenewalsUsedUp,
    AwaitedByAnother (a loan is renewed where nobody waits for it: rules of use).
    """
    at = at or clock.now()
    day = clock.day_of(at)
    copy = copy_at_desk(barcode)
    if copy is None:
        raise UnknownCopy(barcode=printable(barcode))
    loan = Loan.objects.select_for_update().filter(copy=copy.copy_id, state=Loan.OPEN).first()
    if loan is None or loan.reader_id is None:
        raise NotOnLoan
    if loan.place == Place.READING_ROOM:
        raise ReadInRoom
    reader = _may_use(loan.reader_id, library_id, day, copy.document_kind)
    rule = known_rule_at(reader.path, reader.category, copy.document_kind)
    if loan.renewals and Renewal.objects.filter(loan=loan, day=day, voided=False).exists():
        raise RenewedToday
    if loan.renewals >= rule.renewals:
        raise RenewalsUsedUp(limit=rule.renewals)
    if _awaited(copy, loan.reader_id, day):
        raise AwaitedByAnother
    renewal = Renewal.objects.create(
        loan=loan,
        library_id=library_id,
        day=day,
        at=at,
        due_before=loan.due_on,
        channel=channel,
        by_id=by_id,
    )
    due_on = max(loan.due_on, due_at(reader.path, rule, day))
    Loan.objects.filter(pk=loan.pk).update(due_on=due_on, renewals=F("renewals") + 1, rule=rule.row)
    _post(copy, "renewal", "renewal", renewal.pk, library_id, day, at, by_id, _of_reader(reader))
    return Lent(loan.pk, due_on, renewal.pk, copy.title)


def _awaited(copy: CopyAtDesk, reader_id: int, day: datetime.date) -> bool:
    """True where another reader waits for the title, or for this very copy, and isn't away."""
    waiting = Hold.objects.filter(record=copy.where.record_id, state=Hold.State.WAITING).exclude(
        reader=reader_id
    )
    waiting = waiting.filter(Q(wanted_copy=None) | Q(wanted_copy=copy.copy_id))
    return waiting.filter(Q(suspended_until=None) | Q(suspended_until__lt=day)).exists()


def _lendable(copy: CopyAtDesk, reader_id: int) -> None:
    if copy.status != Copy.Status.IN_STOCK:
        raise CopyWithdrawn
    if copy.loan_id is not None:
        raise CopyOnLoan
    if copy.loss_case_id is not None:
        raise LossCaseOpen
    if copy.where.promised_to not in (None, reader_id):
        raise PromisedToAnother


def _may_use(
    reader_id: int,
    library_id: int,
    day: datetime.date,
    document_kind: str,
    despite: Collection[str] = (),
    record_id: int | None = None,
) -> ReaderAtDesk:
    reader = reader_at_desk(reader_id, library_id, day, document_kind, record_id, held=record_id is not None)
    if reader is None:
        raise UnknownReader
    if reader.blocked_reason and ReaderBlocked.code not in despite:
        raise ReaderBlocked(reason=reader.blocked_reason)
    # A class or a kindergarten borrows as one and is entered for no year: its children are, each for themselves.
    if reader.registration_id is None and reader.category != Reader.Category.GROUP:
        raise NotRegisteredThisYear(year=day.year)
    return reader


def _may_take_home(
    reader: ReaderAtDesk, rule: Rule, copy: CopyAtDesk, day: datetime.date, despite: Collection[str]
) -> None:
    if not rule.home and ReadingRoomOnly.code not in despite:
        raise ReadingRoomOnly
    if copy.document_kind == ELECTRONIC_DOCUMENT:
        return  # delivered, not held: it takes none of the reader's places
    held = reader.of_kind if rule.of_kind else reader.open_loans
    if held >= rule.limit and LimitReached.code not in despite:
        raise LimitReached(limit=rule.limit)
    late = (day - reader.first_due).days if reader.first_due else 0
    if 0 < rule.debt_days < late and InDebt.code not in despite:
        raise InDebt(due=f"{reader.first_due:%d.%m.%Y}")


def _old_enough(reader: ReaderAtDesk, copy: CopyAtDesk, day: datetime.date, despite: Collection[str]) -> None:
    if copy.age_mark is None or reader.birth_date is None or AgeMark.code in despite:
        return
    age = readers.age_on(reader.birth_date, day)
    if age < copy.age_mark:
        raise AgeMark(mark=copy.age_mark, age=age)


def _of_reader(reader: ReaderAtDesk) -> dict[str, str]:
    return {"age_group": reader.age_group or ""}


def _of_loan(reader: ReaderAtDesk, place: str) -> dict[str, str]:
    """At home is the usual and stays unsaid."""
    return _of_reader(reader) | ({"place": place} if place == Place.READING_ROOM else {})


def _post(
    copy: CopyAtDesk,
    measure: str,
    act: str,
    act_id: int,
    library_id: int,
    day: datetime.date,
    at: datetime.datetime,
    by_id: int | None,
    more: dict[str, str] | None = None,
) -> None:
    diary.post(
        day=day,
        library_id=library_id,
        measure=measure,
        values=copy.kind | (more or {}),
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
