"""People who come are counted."""

import pytest

from orda.circulation.models import Visit
from orda.circulation.services import count_visit
from orda.circulation.visits.refusals import BadVisit
from orda.diary.models import Entry
from orda.network.models import Unit
from tests.house import diary_of


def test_one_key_counts_one_visit(library: Unit) -> None:
    count_visit(library_id=library.pk)
    count_visit(library_id=library.pk)
    assert diary_of() == {"visit": 2}
    assert diary_of(by="purpose") == {("visit", "borrow"): 2}


def test_a_class_is_counted_at_once(library: Unit) -> None:
    visit = count_visit(library_id=library.pk, quantity=27, purpose="event", age_group="11-15")
    assert diary_of(by="age_group") == {("visit", "11-15"): 27}
    assert diary_of(by="purpose") == {("visit", "event"): 27}
    assert Entry.objects.get().act_id == visit.pk


@pytest.mark.parametrize(
    ("quantity", "purpose"), [(0, "borrow"), (-1, "borrow"), (1001, "borrow"), (1, "sleep"), (1, "")]
)
def test_it_refuses_what_can_not_be_counted(library: Unit, quantity: int, purpose: str) -> None:
    with pytest.raises(BadVisit):
        count_visit(library_id=library.pk, quantity=quantity, purpose=purpose)
    assert not Visit.objects.exists()
    assert diary_of() == {}


def test_a_visit_names_no_reader() -> None:
    assert not {field.name for field in Visit._meta.get_fields()} & {"reader", "card_number", "person"}
