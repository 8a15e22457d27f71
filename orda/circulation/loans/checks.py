"""What the rules of use say against a loan or a renewal, each refusal by its name. Asks the database nothing."""

import datetime
from collections.abc import Collection

from orda.circulation.copies.at_hand import CopyAtDesk
from orda.circulation.loans.models import Place
from orda.circulation.loans.reader_at_hand import ReaderAtDesk
from orda.circulation.loans.refusals import (
    AgeMark,
    CopyOnLoan,
    InDebt,
    LimitReached,
    NotRegisteredThisYear,
    ReadingRoomOnly,
    RenewalsUsedUp,
    RenewedToday,
)
from orda.circulation.refusals import (
    CopyWithdrawn,
    LossCaseOpen,
    PromisedToAnother,
    ReaderBlocked,
    ReaderElsewhere,
    UnknownReader,
)
from orda.circulation.rules.rule import Rule
from orda.readers import services as readers
from orda.readers.models import Reader
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT

# Refusals that the librarian may set aside: given to `lend` as `despite`.
SET_ASIDE = frozenset({AgeMark.code, InDebt.code})
# And where the copy left the house while the desk had no connection: what happened is written down.
HAS_LEFT = SET_ASIDE | {
    ReaderBlocked.code,
    LimitReached.code,
    ReadingRoomOnly.code,
}


def lendable(copy: CopyAtDesk, reader_id: int) -> None:
    """The copy may be lent to the reader. Raises CopyWithdrawn, CopyOnLoan, LossCaseOpen, PromisedToAnother."""
    if copy.status != Copy.Status.IN_STOCK:
        raise CopyWithdrawn
    if copy.loan_id is not None:
        raise CopyOnLoan
    if copy.loss_case_id is not None:
        raise LossCaseOpen
    if copy.where.promised_to not in (None, reader_id):
        raise PromisedToAnother


def may_use(reader: ReaderAtDesk | None, day: datetime.date, despite: Collection[str] = ()) -> ReaderAtDesk:
    """The reader who was read, where they may borrow here in this year.

    Raises UnknownReader, ReaderElsewhere, ReaderBlocked, NotRegisteredThisYear.
    """
    if reader is None:
        raise UnknownReader
    if not reader.served:
        raise ReaderElsewhere
    if reader.blocked_reason and ReaderBlocked.code not in despite:
        raise ReaderBlocked(reason=reader.blocked_reason)
    # A class or a kindergarten borrows as one and is entered for no year: its children are, each for themselves.
    if reader.registration_id is None and reader.category != Reader.Category.GROUP:
        raise NotRegisteredThisYear(year=day.year)
    return reader


def refuse_borrowing(
    reader: ReaderAtDesk,
    rule: Rule,
    copy: CopyAtDesk,
    day: datetime.date,
    place: str,
    despite: Collection[str],
) -> None:
    """What the rules of use say against this loan, beside what the copy and the reader say.

    Raises ReadingRoomOnly, LimitReached, InDebt, AgeMark.
    """
    if place == Place.HOME:
        _may_take_home(reader, rule, copy, day, despite)
    _old_enough(reader, copy, day, despite)


def refuse_renewal(rule: Rule, renewals: int, renewed_today: bool) -> None:
    """Raises RenewedToday and RenewalsUsedUp."""
    if renewed_today:
        raise RenewedToday
    if renewals >= rule.renewals:
        raise RenewalsUsedUp(limit=rule.renewals)


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
