"""Selections that branches ask for: answered, refused, counted."""

import pytest

from orda.circulation.exchange.conftest import proved
from orda.circulation.exchange.selections import services as selections
from orda.circulation.exchange.selections.refusals import BadNumberOfCopies
from orda.circulation.models import Selection
from orda.circulation.refusals import (
    HoldHasMoved,
    SaysNothing,
)
from tests.house import TODAY, diary_of


@pytest.mark.parametrize("asker", Selection.Asker.values)
def test_a_selection_counts_the_copies_found_by_who_asked(library, giver, asker) -> None:
    asked = selections.ask_selection("Абай жолы", library=library, asker=asker, wanted=10, due_on=TODAY)
    assert diary_of() == {}
    selections.selection_done(asked.pk, 7, giver=giver, answer="жетеуі табылды")
    assert diary_of(by="asker") == {("selection", asker): 7}
    with pytest.raises(HoldHasMoved):
        selections.selection_done(asked.pk, 7, giver=giver)
    proved()


def test_a_refused_selection_says_why_and_counts_nothing(library, giver) -> None:
    asked = selections.ask_selection("Ғарыш", library=library)
    with pytest.raises(SaysNothing):
        selections.refuse_selection(asked.pk, " ")
    selections.refuse_selection(asked.pk, "қорда жоқ")
    assert Selection.objects.get().state == Selection.State.REFUSED
    assert diary_of() == {}


@pytest.mark.parametrize("copies", [0, 1001])
def test_a_selection_is_of_a_sensible_number(library, giver, copies) -> None:
    with pytest.raises(BadNumberOfCopies):
        selections.ask_selection("Ғарыш", library=library, wanted=copies)
    asked = selections.ask_selection("Ғарыш", library=library)
    with pytest.raises(BadNumberOfCopies):
        selections.selection_done(asked.pk, copies, giver=giver)
