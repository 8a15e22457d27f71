"""Documents lent to and by other networks."""

import datetime

import pytest

from orda.circulation import services as desk
from orda.circulation.exchange.conftest import proved
from orda.circulation.exchange.interlibrary import services as interlibrary
from orda.circulation.models import InterlibraryLoan
from orda.circulation.refusals import (
    CopyLentAway,
    CopyNotFree,
    HoldHasMoved,
)
from tests.house import MOMENT, TODAY, YESTERDAY, copies_in_stock, diary_of


def test_a_document_from_another_network_counts_when_it_comes(library, reader) -> None:
    loan = interlibrary.ask_in(
        "Бөкейхан Ә. Таңдамалы", "Облыстық кітапхана", library=library, reader_id=reader.pk
    )
    interlibrary.move_on(loan.pk, "sent")
    with pytest.raises(HoldHasMoved):
        interlibrary.move_on(loan.pk, "returned")
    assert diary_of() == {}
    came = interlibrary.move_on(loan.pk, "received")
    assert came.due_on == TODAY + datetime.timedelta(days=30)
    interlibrary.move_on(loan.pk, "returned")
    assert diary_of(by="way") == {("interlibrary_loan", "in"): 1}
    proved()


def test_a_copy_lent_to_another_network_is_away_until_it_is_back(library, reader) -> None:
    copy = copies_in_stock(library, day=YESTERDAY)[0]
    loan = interlibrary.ask_out(copy.barcode, "Облыстық кітапхана", library=library)
    with pytest.raises(HoldHasMoved):
        interlibrary.move_on(loan.pk, "received")
    interlibrary.move_on(loan.pk, "sent", due_on=TODAY + datetime.timedelta(days=10))
    with pytest.raises(CopyLentAway):
        desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    assert hold.state == "waiting"
    interlibrary.move_on(loan.pk, "returned")
    hold.refresh_from_db()
    assert hold.state == "picking"
    assert diary_of(by="way")["interlibrary_loan", "out"] == 1
    proved()


def test_a_copy_that_is_out_is_not_sent_to_another_network(library, reader) -> None:
    copy = copies_in_stock(library, day=YESTERDAY)[0]
    loan = interlibrary.ask_out(copy.barcode, "Облыстық кітапхана", library=library, at=MOMENT)
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    with pytest.raises(CopyNotFree):
        interlibrary.move_on(loan.pk, "sent")
    interlibrary.move_on(loan.pk, "refused", answer="оқырманда")
    assert InterlibraryLoan.objects.get().answer == "оқырманда"
    assert "interlibrary_loan" not in diary_of()
