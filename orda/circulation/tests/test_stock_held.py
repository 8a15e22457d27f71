"""What circulation tells the stock of copies that are not to be written off."""

from orda.circulation.models import Deposit, DepositCopy, Hold, InterlibraryLoan, Loan, Transit
from orda.circulation.services import lend
from orda.circulation.stock_held import held
from tests.house import MOMENT, TODAY, YESTERDAY, a_library, copies_in_stock


def test_each_way_of_not_being_free_holds_a_copy_and_is_asked_in_one_statement(
    library, reader, django_assert_num_queries
) -> None:
    other = a_library("b6")
    lent, promised, under_way, packed, away, free = copies_in_stock(library, 6, day=YESTERDAY)
    lend(lent.barcode, reader.pk, library_id=library.pk)
    kept = {"reader": reader, "record": promised.record, "library": library, "placed_at": MOMENT}
    Hold.objects.create(copy=promised, state=Hold.State.READY, ready_until=TODAY, **kept)
    Transit.objects.create(copy=under_way, source=library, target=other, purpose="home", made_at=MOMENT)
    a_set = Deposit.objects.create(name="Жаз", giver=library, taker=other, day=TODAY)
    DepositCopy.objects.create(deposit=a_set, copy=packed)
    asked = {"library": library, "partner": "Облыстық", "document": "Абай жолы", "asked_on": TODAY}
    InterlibraryLoan.objects.create(copy=away, direction="out", state=InterlibraryLoan.State.SENT, **asked)
    all_of_them = [one.pk for one in (lent, promised, under_way, packed, away, free)]
    with django_assert_num_queries(1):
        assert set(held(all_of_them)) == set(all_of_them[:-1])
    assert set(held([promised.pk, free.pk])) == {promised.pk}

    Loan.objects.update(state=Loan.RETURNED, returned_on=TODAY, returned_at=MOMENT, returned_library=library)
    Hold.objects.update(state=Hold.State.LENT, closed_at=MOMENT)
    Transit.objects.update(state=Transit.State.RECEIVED)
    Deposit.objects.update(state=Deposit.State.STANDING)
    InterlibraryLoan.objects.update(state=InterlibraryLoan.State.RETURNED)
    assert set(held(all_of_them)) == set()
