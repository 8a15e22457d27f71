"""docs/state-machines.md draws what the models allow, arrow for arrow, and `step` allows nothing else."""

import re
from pathlib import Path

import pytest

from orda.circulation.copies.states import step
from orda.circulation.models import Deposit, Hold, InterlibraryLoan, Loan, LossCase, Selection, Transit
from orda.circulation.refusals import HoldHasMoved
from orda.network.models import Unit
from orda.readers.models import Reader
from orda.reminders.models import Message
from orda.stock.models import Copy
from tests.house import MOMENT

PAGE = Path(__file__).resolve().parents[3] / "docs" / "state-machines.md"
MACHINES = {
    "Loan": Loan,
    "Hold": Hold,
    "Way between libraries (transit)": Transit,
    "Set": Deposit,
    "Selection": Selection,
    "Interlibrary loan": InterlibraryLoan,
    "Loss": LossCase,
    "Message to a family": Message,
}
ARROW = re.compile(r"^ +(\w+) --> (\w+):", re.MULTILINE)
BEGINNING = re.compile(r"\[\*\] --> (\w+)")


def drawn() -> dict[str, str]:
    """Heading -> its text."""
    parts = re.split(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_page_draws_every_machine_and_no_other() -> None:
    assert set(drawn()) == set(MACHINES)


@pytest.mark.parametrize("name", MACHINES)
def test_the_arrows_are_those_of_the_table(name: str) -> None:
    table = {(str(a), str(b)) for a, ends in MACHINES[name].TRANSITIONS.items() for b in ends}
    arrows = ARROW.findall(drawn()[name])
    assert len(arrows) == len(set(arrows))
    assert set(arrows) == table


@pytest.mark.parametrize("name", MACHINES)
def test_it_begins_where_a_new_row_begins_and_names_every_state(name: str) -> None:
    field = MACHINES[name]._meta.get_field("state")
    assert BEGINNING.findall(drawn()[name]) == [field.default]
    named = {state for arrow in ARROW.findall(drawn()[name]) for state in arrow}
    assert named == {code for code, _label in field.choices}


@pytest.mark.parametrize("before", Hold.State.values)
@pytest.mark.parametrize("after", Hold.State.values)
def test_a_step_that_is_not_drawn_is_refused(
    reader: Reader, copy: Copy, library: Unit, before: str, after: str
) -> None:
    hold = Hold.objects.create(
        reader=reader,
        record=copy.record,
        library=library,
        placed_at=MOMENT,
        state=before,
        copy=copy,
        ready_until=MOMENT.date(),
    )
    if after in Hold.TRANSITIONS.get(before, ()):
        step(hold, after)
        assert Hold.objects.get().state == after
    else:
        with pytest.raises(HoldHasMoved):
            step(hold, after)
        assert Hold.objects.get().state == before


def test_of_two_who_step_at_once_one_is_refused(reader: Reader, copy: Copy, library: Unit) -> None:
    hold = Hold.objects.create(reader=reader, record=copy.record, library=library, placed_at=MOMENT)
    same = Hold.objects.get()
    step(hold, Hold.State.CANCELLED)
    with pytest.raises(HoldHasMoved):
        step(same, Hold.State.EXPIRED)
