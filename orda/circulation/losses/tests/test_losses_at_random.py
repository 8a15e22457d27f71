"""Losses, found copies and settlements in any order."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orda.circulation.losses import services as losses
from orda.circulation.losses.reversal import reopen
from orda.circulation.losses.tests.conftest import LOST
from orda.circulation.models import Loan, LossCase
from orda.circulation.services import give_back, lend
from orda.circulation.tests.test_random_walk import _forgotten_after
from orda.diary.proof import prove
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.readers.models import Reader
from orda.stock.models import Copy
from tests.house import a_reader, copies_in_stock, new_copies

ACTS = (
    *("lend", "lend", "back", "lost", "lost", "damaged", "replace", "pay", "waive", "find", "write off"),
    *("reopen", "reopen"),
)


def _step(act: str, which: int, library: Unit, copies: list[Copy], reader: Reader, number: int) -> None:
    here, copy = library.pk, copies[which]
    case = LossCase.objects.filter(copy=copy).order_by("-pk").first()
    case_id = case.pk if case else 0
    if act == "lend":
        lend(copy.barcode, reader.pk, library_id=here)
    elif act == "back":
        give_back(copy.barcode, library_id=here)
    elif act in ("lost", "damaged"):
        losses.open_case(copy.barcode, kind=act, library_id=here)
    elif act == "replace":
        losses.replace(case_id, new_copies(copy.record)[0])
    elif act == "pay":
        losses.pay(case_id, Decimal(100), receipt="1")
    elif act == "waive":
        losses.waive(case_id, "why not")
    elif act == "reopen":
        if case:
            reopen(case_id, "why not")
    elif act == "find":
        losses.find_again(case_id, library_id=here)
    else:
        settled = list(losses.to_write_off().values_list("pk", flat=True))
        losses.write_off(settled, library=library, number=f"W{number}")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), max_size=40))
def test_whatever_happens_a_copy_is_in_one_state_and_the_diary_equals_the_acts(
    library: Unit, steps: list[tuple[str, int]]
) -> None:
    with _forgotten_after():
        copies, reader = copies_in_stock(library, 4), a_reader(library)
        for number, (act, which) in enumerate(steps):
            try:
                _step(act, which, library, copies, reader, number)
            except Refusal:
                continue
        lent = set(Loan.objects.filter(state=Loan.OPEN).values_list("copy", flat=True))
        away = set(LossCase.objects.filter(LossCase.KEEPS_AWAY).values_list("copy", flat=True))
        assert not lent & away
        kept = list(LossCase.objects.filter(LossCase.KEEPS_AWAY).values_list("copy", flat=True))
        assert len(kept) == len(set(kept))
        gone = set(Copy.objects.filter(status=Copy.Status.WITHDRAWN).values_list("pk", flat=True))
        assert gone == set(LossCase.objects.filter(withdrawal__isnull=False).values_list("copy", flat=True))
        lost_loans = Loan.objects.filter(state=Loan.LOST)
        assert lost_loans.count() == LossCase.objects.filter(kind=LOST).exclude(state="found").count()
        found = prove()
        assert found.clean, found.named
