"""A settlement by mistake is taken back."""

from decimal import Decimal

import pytest

from orda.circulation.losses import services as losses
from orda.circulation.losses.refusals import (
    BadSettlement,
    SettlementStands,
)
from orda.circulation.losses.reversal import reopen
from orda.circulation.losses.tests.conftest import DAMAGED, LOST
from orda.circulation.models import Loan, LossCase
from orda.circulation.services import give_back, lend
from orda.diary.proof import prove
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import diary_of, new_copies


@pytest.mark.parametrize("way", ["pay", "waive", "find_again"])
def test_a_settlement_by_mistake_is_taken_back_and_the_case_goes_on(
    library: Unit, reader: Reader, lost: LossCase, way: str
) -> None:
    _settled(lost, way)
    case = reopen(lost.pk, "Pressed beside it")
    assert (case.state, case.closed_on, case.paid, case.receipt, case.reason) == ("open", None, None, "", "")
    assert case.remark.startswith("Left in a bus · ")
    assert "16.09.2024: Pressed beside it" in case.remark
    assert (Loan.objects.get().state, Loan.objects.get().reader) == (Loan.LOST, reader)
    assert diary_of() == {"loan": 1}
    assert losses.is_kept_away(lost.copy_id)
    losses.waive(lost.pk, "A fire")
    assert diary_of(by="outcome")["loss_settled", "waived"] == 1
    assert prove().clean


def _settled(case: LossCase, way: str) -> None:
    given_: dict[str, tuple[object, ...]] = {"pay": (Decimal(100),), "waive": ("A fire",)}
    getattr(losses, way)(case.pk, *given_.get(way, ()), **({"receipt": "1"} if way == "pay" else {}))


def test_a_settlement_on_which_another_act_stands_is_not_taken_back(
    library: Unit, reader: Reader, copies: list[Copy]
) -> None:
    cases_ = []
    for copy in copies[:4]:
        lend(copy.barcode, reader.pk, library_id=library.pk)
        cases_.append(losses.open_case(copy.barcode, kind=LOST, library_id=library.pk))
    still_open, replaced, written_off, lent_again = cases_
    losses.replace(replaced.pk, new_copies(replaced.copy.record)[0])
    losses.waive(written_off.pk, "A fire")
    losses.write_off([written_off.pk], library=library, number="1")
    losses.find_again(lent_again.pk)
    lend(lent_again.copy.barcode, reader.pk, library_id=library.pk)
    before = diary_of()
    for case, why in (
        (still_open, "Only what was paid"),
        (replaced, "Only what was paid"),
        (written_off, "written off"),
        (lent_again, "lent since"),
    ):
        with pytest.raises(SettlementStands, match=why):
            reopen(case.pk, "A mistake")
    with pytest.raises(BadSettlement):
        reopen(lent_again.pk, " \0 ")
    give_back(lent_again.copy.barcode, library_id=library.pk)
    with pytest.raises(SettlementStands, match="lent since"):
        reopen(lent_again.pk, "A mistake")
    assert diary_of() == {**before, "return": before["return"] + 1}


def test_a_damaged_book_whose_waiver_is_taken_back_is_kept_away(library: Unit, copy: Copy) -> None:
    case = losses.open_case(copy.barcode, kind=DAMAGED, library_id=library.pk)
    losses.waive(case.pk, "Mended")
    reopen(case.pk, "It was another copy")
    assert losses.is_kept_away(copy.pk)
    assert prove().clean
