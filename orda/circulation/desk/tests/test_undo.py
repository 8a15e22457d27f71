"""The desk takes back its last act, on the same day: the act is voided and the diary is as it was."""

import datetime

import pytest

from orda.circulation import services as desk
from orda.circulation.exchange.interlibrary import services as interlibrary
from orda.circulation.exchange.sets import services as sets
from orda.circulation.models import Loan, Renewal, Transit, Visit
from orda.circulation.refusals import TooLateToUndo
from orda.diary.models import Entry
from orda.diary.services import close_day
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from orda.stock.services import withdraw
from tests.house import a_copy, a_library, a_reader, diary_of

DAY = datetime.timedelta(days=1)


def test_a_loan_taken_back_counts_nothing_and_the_copy_is_free(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.undo_loan(lent.loan_id)
    assert Loan.objects.get().state == Loan.VOIDED
    assert diary_of() == {}
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    assert diary_of() == {"loan": 1}


def test_the_mistake_stays_readable_as_a_line_and_its_reversal(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.undo_loan(lent.loan_id)
    line, reversal = Entry.objects.filter(act="loan").order_by("pk")
    assert (line.quantity, reversal.quantity, reversal.reverses) == (1, -1, line)


def test_it_is_taken_back_from_a_day_that_is_closed_already(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    close_day(library, clock.today())
    desk.undo_loan(lent.loan_id)
    assert diary_of() == {}
    close_day(library, clock.today())
    assert diary_of() == {}


def test_a_loan_is_taken_back_once(library: Unit, reader: Reader, copy: Copy) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.undo_loan(lent.loan_id)
    with pytest.raises(TooLateToUndo):
        desk.undo_loan(lent.loan_id)
    assert diary_of() == {}


def test_a_returned_or_renewed_loan_is_not_taken_back(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    returned = desk.lend(copies[0].barcode, reader.pk, library_id=library.pk)
    desk.give_back(copies[0].barcode, library_id=library.pk)
    renewed = desk.lend(copies[1].barcode, reader.pk, library_id=library.pk)
    Loan.objects.filter(pk=renewed.loan_id).update(due_on=renewed.due_on - DAY)  # the rules were others
    desk.renew(copies[1].barcode, library_id=library.pk)
    for lent in (returned, renewed):
        with pytest.raises(TooLateToUndo):
            desk.undo_loan(lent.loan_id)
    assert diary_of() == {"loan": 2, "return": 1, "renewal": 1}


def test_an_unknown_act_is_refused(db: None) -> None:
    for undo in (desk.undo_loan, desk.undo_return, desk.undo_renewal, desk.undo_visit):
        with pytest.raises(TooLateToUndo):
            undo(987_654)


def test_a_delivered_document_is_taken_back_whole(library: Unit, reader: Reader) -> None:
    document = a_copy(library, kind="electronic_document")
    lent = desk.lend(document.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(TooLateToUndo):
        desk.undo_return(lent.loan_id)  # it was never held, so there is nothing to come back from
    desk.undo_loan(lent.loan_id)
    assert Loan.objects.get().state == Loan.VOIDED
    assert diary_of(by="document_kind") == {
        ("electronic_intake", "electronic_document"): 1,
        ("electronic_user", None): 1,
    }


def test_a_return_taken_back_opens_the_loan_again(library: Unit, reader: Reader, copy: Copy) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    desk.undo_return(lent.loan_id)
    loan = Loan.objects.get()
    assert (loan.state, loan.returned_on, loan.returned_at) == (Loan.OPEN, None, None)
    assert diary_of() == {"loan": 1}
    desk.give_back(copy.barcode, library_id=library.pk)
    assert diary_of() == {"loan": 1, "return": 1}


def test_a_return_is_not_taken_back_once_the_copy_is_lent_again(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    desk.lend(copy.barcode, a_reader(library).pk, library_id=library.pk)
    with pytest.raises(TooLateToUndo):
        desk.undo_return(lent.loan_id)
    assert Loan.objects.filter(state=Loan.OPEN).count() == 1
    assert diary_of() == {"reader_registered": 1, "loan": 2, "return": 1}


def test_a_return_is_not_taken_back_once_the_copy_is_withdrawn(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    withdraw([copy], library=library, number="1", reason="WORN")
    with pytest.raises(TooLateToUndo):
        desk.undo_return(lent.loan_id)
    assert diary_of() == {"loan": 1, "return": 1, "withdrawal": 1}


def test_a_return_is_not_taken_back_once_the_copy_was_lent_and_came_back_again(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    desk.lend(copy.barcode, a_reader(library).pk, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    with pytest.raises(TooLateToUndo):
        desk.undo_return(lent.loan_id)
    assert not Loan.objects.filter(state=Loan.OPEN).exists()


def test_a_return_is_not_taken_back_once_the_van_has_brought_the_copy_home(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    elsewhere, at = a_library("b6"), clock.now()
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk, at=at)
    desk.give_back(copy.barcode, library_id=elsewhere.pk, at=at)
    desk.receive(Transit.objects.get().pk, library_id=library.pk, at=at + datetime.timedelta(minutes=5))
    with pytest.raises(TooLateToUndo):
        desk.undo_return(lent.loan_id)
    assert diary_of()["return"] == 1


@pytest.mark.parametrize("packed", [True, False])
def test_a_return_is_not_taken_back_once_the_copy_is_packed_or_lent_away(
    library: Unit, reader: Reader, copy: Copy, packed: bool
) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    if packed:
        made = sets.make_set("Жаз", giver=library, taker=a_library("b6"))
        sets.put_in(made.pk, copy.barcode)
    else:
        asked = interlibrary.ask_out(copy.barcode, "Облыстық кітапхана", library=library)
        interlibrary.move_on(asked.pk, "sent")
    with pytest.raises(TooLateToUndo):
        desk.undo_return(lent.loan_id)
    assert Loan.objects.get().state == Loan.RETURNED


def test_a_copy_that_was_going_home_goes_home_when_its_loan_is_taken_back(
    library: Unit, reader: Reader
) -> None:
    owner = a_library("b6")
    copy = a_copy(owner)
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    after = desk.undo_loan(lent.loan_id)
    assert (after.what, after.library_id) == ("transit", owner.pk)
    assert Transit.objects.get().state == Transit.State.WAITING


def test_a_return_is_not_taken_back_once_its_reader_is_forgotten(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    desk.detach_history(clock.today() + DAY)
    with pytest.raises(TooLateToUndo):
        desk.undo_return(lent.loan_id)


def test_a_renewal_taken_back_gives_the_old_day_again(library: Unit, reader: Reader, copy: Copy) -> None:
    earlier = clock.now() - 3 * DAY
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    Loan.objects.update(lent_at=earlier, due_on=lent.due_on - 3 * DAY)
    renewed = desk.renew(copy.barcode, library_id=library.pk)
    assert renewed.renewal_id is not None
    desk.undo_renewal(renewed.renewal_id)
    loan = Loan.objects.get()
    assert (loan.due_on, loan.renewals) == (lent.due_on - 3 * DAY, 0)
    assert diary_of() == {"loan": 1}
    with pytest.raises(TooLateToUndo):
        desk.undo_renewal(renewed.renewal_id)


def test_renewals_are_taken_back_from_the_last(library: Unit, reader: Reader, copy: Copy) -> None:
    desk.lend(copy.barcode, reader.pk, library_id=library.pk, at=clock.now() - 3 * DAY)
    earlier = desk.renew(copy.barcode, library_id=library.pk, at=clock.now() - DAY).renewal_id or 0
    last = desk.renew(copy.barcode, library_id=library.pk).renewal_id or 0
    with pytest.raises(TooLateToUndo):
        desk.undo_renewal(earlier)
    desk.undo_renewal(last)
    assert Renewal.objects.filter(voided=False).count() == Loan.objects.get().renewals == 1
    assert diary_of() == {}


def test_a_renewal_of_a_returned_loan_stays(library: Unit, reader: Reader, copy: Copy) -> None:
    desk.lend(copy.barcode, reader.pk, library_id=library.pk, at=clock.now() - DAY)
    renewed = desk.renew(copy.barcode, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    with pytest.raises(TooLateToUndo):
        desk.undo_renewal(renewed.renewal_id or 0)
    assert diary_of() == {"renewal": 1, "return": 1}


def test_a_visit_taken_back_counts_nobody(library: Unit) -> None:
    visit = desk.count_visit(library_id=library.pk, quantity=27)
    desk.undo_visit(visit.pk)
    assert Visit.objects.get().voided
    assert diary_of() == {}
    with pytest.raises(TooLateToUndo):
        desk.undo_visit(visit.pk)


def test_yesterdays_acts_stay(library: Unit, reader: Reader, copies: list[Copy]) -> None:
    yesterday = clock.now() - DAY
    lent = desk.lend(copies[0].barcode, reader.pk, library_id=library.pk, at=yesterday - 3 * DAY)
    renewed = desk.renew(copies[0].barcode, library_id=library.pk, at=yesterday)
    returned = desk.lend(copies[1].barcode, reader.pk, library_id=library.pk, at=yesterday)
    desk.give_back(copies[1].barcode, library_id=library.pk, at=yesterday)
    visit = desk.count_visit(library_id=library.pk, at=yesterday)
    for undo, act in (
        (desk.undo_loan, lent.loan_id),
        (desk.undo_renewal, renewed.renewal_id or 0),
        (desk.undo_return, returned.loan_id),
        (desk.undo_visit, visit.pk),
    ):
        with pytest.raises(TooLateToUndo):
            undo(act)
    assert diary_of() == {}


def test_a_copy_of_a_set_given_back_without_it_is_missing_no_more_when_its_loan_is_taken_back(
    library: Unit, reader: Reader, copy: Copy
) -> None:
    branch = a_library("b6")
    made = sets.make_set("Жаз", giver=library, taker=branch)
    sets.put_in(made.pk, copy.barcode)
    sets.send_set(made.pk)
    sets.receive_set(made.pk, library_id=branch.pk)
    lent = desk.lend(copy.barcode, reader.pk, library_id=library.pk)  # brought along to the set's owner
    assert sets.give_set_back(made.pk, [], library_id=branch.pk).missing
    desk.undo_loan(lent.loan_id)
    assert sets.missing_of(made) == []
    copy.refresh_from_db()
    assert copy.stands_at is None
