"""The reading room, debts, age marks, groups and put-by copies: who may take what home, and who may not."""

import datetime

import pytest

from orda.circulation.loans.refusals import (
    AgeMark,
    AwaitedByAnother,
    InDebt,
    LimitReached,
    ReadingRoomOnly,
    ReadInRoom,
)
from orda.circulation.losses import services as losses
from orda.circulation.models import Hold, Loan, LoanRule, LossCase, Place
from orda.circulation.refusals import LossCaseOpen, PromisedToAnother, ReaderBlocked, UnknownReader
from orda.circulation.services import give_back, lend, renew, undo_loan
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import a_copy, a_reader, copies_in_stock, diary_of

DAY = datetime.timedelta(days=1)


def in_room(copy: Copy, reader: Reader, library: Unit, **more: object) -> Loan:
    lent = lend(copy.barcode, reader.pk, library_id=library.pk, place=Place.READING_ROOM, **more)  # type: ignore[arg-type]
    return Loan.objects.get(pk=lent.loan_id)


def at_home(copy: Copy, reader: Reader, library: Unit, **more: object) -> Loan:
    return Loan.objects.get(pk=lend(copy.barcode, reader.pk, library_id=library.pk, **more).loan_id)  # type: ignore[arg-type]


def test_the_reading_room_is_due_today_and_counted_by_its_place(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    loan = in_room(copy, reader, library)
    assert (loan.place, loan.due_on) == ("reading_room", clock.today())
    assert diary_of(by="place") == {("loan", "reading_room"): 1}
    undo_loan(loan.pk)
    assert diary_of() == {}


def test_at_home_is_unsaid_in_the_diary(library: Unit, reader: Reader, copy: Copy) -> None:
    at_home(copy, reader, library)
    assert diary_of(by="place") == {("loan", None): 1}


def test_the_reading_room_takes_no_place_at_home(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    LoanRule.objects.create(unit=library, limit=1)
    in_room(copies[0], reader, library)
    at_home(copies[1], reader, library)
    in_room(copies[2], reader, library)
    with pytest.raises(LimitReached):
        at_home(copies[3], reader, library)


def test_what_is_only_for_the_reading_room_stays_there(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    LoanRule.objects.create(document_kind="book", home=False)
    with pytest.raises(ReadingRoomOnly):
        at_home(copies[0], reader, library)
    in_room(copies[0], reader, library)


def test_a_loan_in_the_reading_room_is_not_renewed(library: Unit, reader: Reader, copy: Copy) -> None:
    in_room(copy, reader, library)
    with pytest.raises(ReadInRoom):
        renew(copy.barcode, library_id=library.pk)


def test_a_row_of_a_kind_limits_that_kind_alone(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    LoanRule.objects.create(unit=library, document_kind="journal", limit=1)
    LoanRule.objects.create(unit=library, limit=2)
    journals = copies_in_stock(library, 2, kind="journal")
    at_home(copies[0], reader, library)
    at_home(journals[0], reader, library)
    with pytest.raises(LimitReached, match="1"):
        at_home(journals[1], reader, library)
    with pytest.raises(LimitReached, match="2"):
        at_home(copies[1], reader, library)


def test_a_debt_stops_loans_home_and_nothing_else(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    kept = at_home(copies[0], reader, library)
    Loan.objects.filter(pk=kept.pk).update(due_on=clock.today() - 30 * DAY)
    at_home(copies[1], reader, library)
    Loan.objects.filter(pk=kept.pk).update(due_on=clock.today() - 31 * DAY)
    with pytest.raises(InDebt, match="16.08.2024"):
        at_home(copies[2], reader, library)
    in_room(copies[2], reader, library)
    at_home(copies[3], reader, library, despite={"in_debt"})
    give_back(copies[0].barcode, library_id=library.pk)
    at_home(copies[4], reader, library)


@pytest.mark.parametrize(("debt_days", "refused"), [(0, False), (3, True), (4, False)])
def test_the_rule_says_how_long_a_debt_may_stand(
    library: Unit, reader: Reader, copies: list[Copy], debt_days: int, refused: bool
) -> None:
    LoanRule.objects.create(debt_days=debt_days)
    kept = at_home(copies[0], reader, library)
    Loan.objects.filter(pk=kept.pk).update(due_on=clock.today() - 4 * DAY)
    if refused:
        with pytest.raises(InDebt):
            at_home(copies[1], reader, library)
    else:
        at_home(copies[1], reader, library)


@pytest.mark.parametrize(("mark", "refused"), [(None, False), (6, False), (9, False), (12, True), (18, True)])
def test_a_reader_younger_than_the_mark_is_asked_about(
    library: Unit, reader: Reader, copy: Copy, mark: int | None, refused: bool
) -> None:
    copy.record.age_mark = mark
    copy.record.save()
    if refused:
        for place in Place.values:
            with pytest.raises(AgeMark, match=f"{mark}.*9"):
                lend(copy.barcode, reader.pk, library_id=library.pk, place=place)
    at_home(copy, reader, library, despite={"age_mark"} if refused else ())


def test_a_put_by_copy_is_lent_to_its_reader_alone(library: Unit, reader: Reader, copy: Copy) -> None:
    Hold.objects.create(
        reader=reader,
        record=copy.record,
        library=library,
        copy=copy,
        state=Hold.State.READY,
        ready_until=clock.today(),
        placed_at=clock.now(),
    )
    with pytest.raises(PromisedToAnother):
        at_home(copy, a_reader(library), library)
    at_home(copy, reader, library)


def test_a_lost_copy_is_not_lent_until_that_is_settled(library: Unit, reader: Reader, copy: Copy) -> None:
    case = LossCase.objects.create(copy=copy, library=library, kind="lost", opened_on=clock.today())
    with pytest.raises(LossCaseOpen):
        at_home(copy, reader, library)
    losses.find_again(case.pk)
    at_home(copy, reader, library)


def test_a_renewal_gives_way_to_a_reader_who_waits(library: Unit, reader: Reader, copy: Copy) -> None:
    at_home(copy, reader, library, at=clock.now() - DAY)
    hold = Hold.objects.create(
        reader=a_reader(library), record=copy.record, library=library, placed_at=clock.now()
    )
    with pytest.raises(AwaitedByAnother):
        renew(copy.barcode, library_id=library.pk)
    hold.suspended_until = clock.today()
    hold.save()
    assert renew(copy.barcode, library_id=library.pk).renewal_id


def test_a_block_ends_after_its_last_day(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    Reader.objects.update(blocked_reason="кешіктірді", blocked_until=clock.today())
    with pytest.raises(ReaderBlocked):
        at_home(copies[0], reader, library)
    Reader.objects.update(blocked_until=clock.today() - DAY)
    at_home(copies[0], reader, library)


@pytest.mark.parametrize(
    ("grade", "group"), [(0, "0-10"), (4, "0-10"), (5, "11-15"), (9, "11-15"), (10, "other"), (None, "other")]
)
def test_a_class_borrows_as_one_in_the_name_of_its_grade(
    library: Unit, copies: list[Copy], grade: int | None, group: str
) -> None:
    LoanRule.objects.create(category="group", limit=40, days=30)
    together = Reader.objects.create(
        card_number="G1",
        family_name="4 Ә",
        category="group",
        grade=grade,
        members=27,
        library=library,
        created_on=clock.today(),
    )
    for copy in copies:
        at_home(copy, together, library)
    assert diary_of(by="age_group") == {("loan", group): len(copies)}
    assert set(Loan.objects.values_list("age_group", flat=True)) == {group}


def test_the_loan_keeps_what_analysis_needs_and_no_more(library: Unit, copy: Copy) -> None:
    reader = a_reader(library)
    Reader.objects.filter(pk=reader.pk).update(sex="f")
    loan = at_home(copy, reader, library, channel="self")
    assert (loan.sex, loan.age_group, loan.channel) == ("f", "0-10", "self")


@pytest.mark.parametrize("column", ["erased_on", "merged_into"])
def test_an_erased_or_merged_reader_borrows_nothing(
    library: Unit, reader: Reader, copy: Copy, column: str
) -> None:
    value = clock.today() if column == "erased_on" else a_reader(library)
    Reader.objects.filter(pk=reader.pk).update(**{column: value})
    with pytest.raises(UnknownReader):
        at_home(copy, reader, library)


def test_a_networked_document_is_lent_to_one_who_has_all_at_home(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    LoanRule.objects.create(limit=1)
    at_home(copies[0], reader, library)
    at_home(a_copy(library, kind="electronic_document"), reader, library)
