"""Enter a history: loans, returns and renewals as they happened, many at once, in their order.

Every rule is that of `lend`, `give_back` and `renew`. What is plain is judged here by their own functions, over what
was read for many at once, and written by a few statements. Whatever isn't plain (somebody waits for the title, the
copy is in a set or on its way, a rule refuses it) goes the desk's way, one at a time: the desk alone decides.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.db import transaction

from orda.circulation.copies.at_hand import CopyAtDesk, copies_at_desk
from orda.circulation.copies.gate import pass_the_gate
from orda.circulation.holds.models import Hold
from orda.circulation.loans import checks, counting, renewing
from orda.circulation.loans import services as desk
from orda.circulation.loans.history_acts import Act, Aside, Borrowed, BroughtBack, Moment, Renewed
from orda.circulation.loans.history_rows import (
    CHANGE_LOAN,
    INSERT_LOAN,
    INSERT_RENEWAL,
    LoanRow,
    RenewalRow,
    give_ids,
    open_loans_of,
    write_rows,
)
from orda.circulation.loans.models import Channel, Place
from orda.circulation.loans.reader_at_hand import ReaderAtDesk, readers_at_desk
from orda.circulation.rules.rule import due_at, rule_at
from orda.diary import services as diary
from orda.diary.plain_sql import parts
from orda.network import clock
from orda.network.refusals import Refusal
from orda.stock.services import ELECTRONIC_DOCUMENT


def enter_history(acts: Sequence[Act], *, by_id: int | None = None, despite: Collection[str] = ()) -> None:
    """Enters acts of desks in their order: all of them, or none. `despite`: as `lend` takes it.

    Raises what `lend`, `give_back` and `renew` raise, at the first act that they refuse; a transaction around it is
    lost then too. (Inside a savepoint SQLite walks its whole journal after every UPDATE: half of the time.)
    """
    with transaction.atomic(savepoint=False):
        pass_the_gate()
        book = _Book(acts, by_id, despite)
        for act in acts:
            book.enter(act)
        book.write()


class _Book:
    """What the desks know of the copies and readers of the acts, kept in step with what is entered."""

    def __init__(self, acts: Sequence[Act], by_id: int | None, despite: Collection[str]) -> None:
        self.by_id = by_id
        self.despite = despite
        self.day = cache(clock.day_of)
        self.rule = cache(rule_at)
        self.due = cache(due_at)
        self.copies: dict[str, CopyAtDesk] = {}
        self.since: dict[int, Moment] = {}  # copy -> the hour of its last act
        self.of_title: dict[int, set[str]] = {}  # record -> barcodes
        self.asked_for: set[int] = set()  # titles with an open hold
        self.open: dict[int, LoanRow] = {}  # copy -> its loan
        self.readers: dict[tuple[int, int, int], ReaderAtDesk] = {}  # (reader, library, year)
        self.at_home: dict[int, list[LoanRow]] = {}  # reader -> what they have at home
        self.made: list[LoanRow] = []
        self.changed: dict[int, LoanRow] = {}
        self.longer: list[RenewalRow] = []
        self.told: list[tuple[str, str, LoanRow | RenewalRow, int, Moment, dict[str, str]]] = []
        self._read_copies({act.barcode for act in acts})
        self._read_readers(acts)

    def enter(self, act: Act) -> None:
        """Enters the act here where it is plain, else at the desk."""
        try:
            plain = self._entered(act)
        except Refusal:
            plain = False  # the desk refuses it, or knows better
        if not plain:
            self.write()
            self._at_the_desk(act)
            self._read_again(act)

    def _entered(self, act: Act) -> bool:
        """False where the act isn't plain. Raises what its rules refuse, nothing entered."""
        match act:
            case Borrowed():
                return self._borrow(act)
            case BroughtBack():
                return self._bring_back(act)
            case Renewed():
                return self._renew(act)
        return False

    def _at_the_desk(self, act: Act) -> None:
        match act:
            case Borrowed(barcode, reader_id, library_id, at, place):
                more: dict[str, Any] = {"place": place, "despite": self.despite}
                desk.lend(barcode, reader_id, library_id=library_id, by_id=self.by_id, at=at, **more)
            case BroughtBack(barcode, library_id, at):
                desk.give_back(barcode, library_id=library_id, by_id=self.by_id, at=at)
            case Renewed(barcode, library_id, at):
                renewing.renew(barcode, library_id=library_id, by_id=self.by_id, at=at)
            case Aside():
                act.do()

    def _borrow(self, act: Borrowed) -> bool:
        day, copy = self.day(act.at), self.copies.get(act.barcode)
        found = self.readers.get((act.reader_id, act.library_id, day.year))
        if copy is None or found is None or copy.copy_id in self.open or not self._in_order(copy, act.at):
            return False
        delivered = copy.document_kind == ELECTRONIC_DOCUMENT
        if copy.document_kind in desk.ELECTRONIC and not found.used_electronic:
            return False
        if not delivered and not self._at_rest(copy, act.library_id):
            return False
        checks.lendable(copy, act.reader_id)
        reader = self._as_it_stands(checks.may_use(found, day, self.despite), copy.document_kind)
        rule = self.rule(reader.path, reader.category, copy.document_kind)
        checks.refuse_borrowing(reader, rule, copy, day, act.place, self.despite)
        due_on = self.due(reader.path, rule, day) if act.place == Place.HOME else day
        loan = LoanRow(0, copy.copy_id, copy.document_kind, act.reader_id, due_on, 0, act.place, rule.row)
        loan.lent = (act.library_id, day, act.at, reader.age_group, reader.sex)
        self.made.append(loan)
        self._stands_open(loan)
        self.told.append(
            ("loan", "loan", loan, act.library_id, act.at, copy.kind | counting.of_loan(reader, act.place))
        )
        if delivered:
            self._close(loan, copy, act.library_id, act.at)
        return True

    def _bring_back(self, act: BroughtBack) -> bool:
        copy = self.copies.get(act.barcode)
        loan = self.open.get(copy.copy_id) if copy else None
        if copy is None or loan is None or not self._at_rest(copy, act.library_id):
            return False
        if not self._in_order(copy, act.at):
            return False
        self._close(loan, copy, act.library_id, act.at)
        return True

    def _renew(self, act: Renewed) -> bool:
        day, copy = self.day(act.at), self.copies.get(act.barcode)
        loan = self.open.get(copy.copy_id) if copy else None
        if copy is None or loan is None or loan.place == Place.READING_ROOM:
            return False
        found = self.readers.get((loan.reader_id, act.library_id, day.year))
        if found is None or not self._at_rest(copy, act.library_id) or not self._in_order(copy, act.at):
            return False
        reader = checks.may_use(found, day)
        rule = self.rule(reader.path, reader.category, copy.document_kind)
        checks.refuse_renewal(rule, loan.renewals, day in loan.renewed_on)
        due_on = self.due(reader.path, rule, day)
        if due_on <= loan.due_on:
            return False  # it would gain nothing
        renewal = RenewalRow(loan, act, loan.due_on)
        loan.due_on = due_on
        loan.renewals, loan.rule = loan.renewals + 1, rule.row
        loan.renewed_on.add(day)
        self.longer.append(renewal)
        self._note(loan)
        self.told.append(
            ("renewal", "renewal", renewal, act.library_id, act.at, copy.kind | counting.of_reader(reader))
        )
        return True

    def _at_rest(self, copy: CopyAtDesk, library_id: int) -> bool:
        """The copy is the library's own and nobody has a hold on its title: nothing else is moved by the act."""
        if copy.where.owner_id != library_id or copy.where.record_id in self.asked_for:
            return False
        return copy.where.at_rest

    def _in_order(self, copy: CopyAtDesk, at: Moment) -> bool:
        """Nothing has been written down of the copy after this hour; the hour is kept for what comes next."""
        since = self.since.get(copy.copy_id)
        if since is not None and at < since:
            return False
        self.since[copy.copy_id] = at
        return True

    def _as_it_stands(self, reader: ReaderAtDesk, document_kind: str) -> ReaderAtDesk:
        """The reader with what they have at home by now."""
        held = self.at_home.get(reader.reader_id, ())
        return replace(
            reader,
            open_loans=len(held),
            of_kind=sum(1 for loan in held if loan.document_kind == document_kind),
            first_due=min((loan.due_on for loan in held), default=None),
        )

    def _stands_open(self, loan: LoanRow) -> None:
        self.open[loan.copy_id] = loan
        if loan.place == Place.HOME:
            self.at_home.setdefault(loan.reader_id, []).append(loan)

    def _stands_no_more(self, loan: LoanRow) -> None:
        del self.open[loan.copy_id]
        if loan.place == Place.HOME:
            self.at_home[loan.reader_id].remove(loan)

    def _close(self, loan: LoanRow, copy: CopyAtDesk, library_id: int, at: Moment) -> None:
        loan.returned = (self.day(at), at, library_id)
        self._stands_no_more(loan)
        self._note(loan)
        self.told.append(("return", "loan", loan, library_id, at, copy.kind))

    def _note(self, loan: LoanRow) -> None:
        if loan.id:
            self.changed[loan.id] = loan

    def write(self) -> None:
        """Writes down what was entered since the last writing."""
        said = cache(diary.adapted)
        give_ids("circulation_loan", self.made)
        give_ids("circulation_renewal", self.longer)
        written = write_rows(
            CHANGE_LOAN,
            (
                (loan.state, *map(said, loan.returned), said(loan.due_on), loan.renewals, loan.rule, loan.id)
                for loan in self.changed.values()
            ),
        )
        if written != len(self.changed):
            raise RuntimeError("a loan that is held was closed by somebody else")
        write_rows(INSERT_LOAN, (self._row(loan, said) for loan in self.made))
        write_rows(
            INSERT_RENEWAL,
            (
                (one.id, one.loan.id, one.act.library_id, said(self.day(one.act.at)), said(one.act.at))
                + (said(one.due_before), Channel.DESK.value, False, self.by_id)
                for one in self.longer
            ),
        )
        diary.post_many(
            (
                diary.Line(self.day(at), library_id, measure, act, about.id, 1, values, at)
                for measure, act, about, library_id, at, values in self.told
            ),
            by_id=self.by_id,
        )
        self.made, self.changed, self.longer, self.told = [], {}, [], []

    def _row(self, loan: LoanRow, said: Callable[[Any], Any]) -> tuple[Any, ...]:
        library_id, day, at, age_group, sex = loan.lent
        return (
            *(loan.id, loan.copy_id, loan.reader_id, library_id, loan.state, said(day), said(at)),
            *(self.by_id, said(loan.due_on), loan.renewals, age_group, *map(said, loan.returned)),
            *(loan.place, Channel.DESK.value, sex, loan.rule),
        )

    def _read_copies(self, barcodes: Collection[str]) -> None:
        """The copies, where they are, and the loans that hold them."""
        for part in parts(sorted(barcodes)):
            copies = copies_at_desk(part)
            for barcode, copy in copies.items():
                # Who holds a copy is told by its loan, here and as it is entered.
                self.copies[barcode] = replace(copy, loan_id=None)
                if copy.since is not None and copy.document_kind != ELECTRONIC_DOCUMENT:
                    self.since[copy.copy_id] = copy.since
                self.of_title.setdefault(copy.where.record_id, set()).add(barcode)
            titles = {copy.where.record_id for copy in copies.values()}
            held = Hold.objects.filter(record__in=titles, state__in=Hold.OPEN)
            self.asked_for -= titles
            self.asked_for |= set(held.values_list("record_id", flat=True))
            keys = [copy.copy_id for copy in copies.values()]
            for loan in open_loans_of("copy_id", keys):
                self._stands_open(loan)

    def _read_readers(self, acts: Iterable[Act]) -> None:
        """The readers who borrow, or whose loans are made longer, with what they have at home."""
        wanted: dict[tuple[int, int], dict[int, datetime.date]] = {}
        borrowing: dict[str, int] = {}
        for act in acts:
            if isinstance(act, Borrowed):
                borrowing[act.barcode] = act.reader_id
            if isinstance(act, Borrowed | Renewed):
                day = self.day(act.at)
                copy = self.copies.get(act.barcode)
                standing = self.open.get(copy.copy_id) if copy else None
                reader_id = borrowing.get(act.barcode) or (standing.reader_id if standing else None)
                if reader_id:
                    wanted.setdefault((act.library_id, day.year), {}).setdefault(reader_id, day)
        for (library_id, _year), readers in wanted.items():
            self._read(library_id, readers)

    def _read(self, library_id: int, readers: dict[int, datetime.date]) -> None:
        """`readers`: reader -> the first day on which they are asked for."""
        for part in parts(sorted(readers)):
            day = min(readers[reader_id] for reader_id in part)
            for reader in readers_at_desk(part, library_id, day):
                self.readers[reader.reader_id, library_id, day.year] = reader
                self.at_home[reader.reader_id] = []
            for loan in open_loans_of("reader_id", part):
                if loan.place != Place.HOME:
                    continue
                known = self.open.get(loan.copy_id)
                self.at_home.setdefault(loan.reader_id, []).append(known or loan)

    def _read_again(self, act: Act) -> None:
        """What the desk may have changed: the copies of the title, the reader who borrowed."""
        copy = self.copies.get(act.barcode)
        title = self.of_title[copy.where.record_id] if copy else {act.barcode}
        for barcode in title & self.copies.keys():
            loan = self.open.get(self.copies[barcode].copy_id)
            if loan is not None:
                self._stands_no_more(loan)
        self._read_copies(title)
        if isinstance(act, Borrowed | Aside):
            self._read(act.library_id, {act.reader_id: self.day(act.at)})
