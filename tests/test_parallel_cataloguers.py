"""Cataloguers at once, each a process of its own: one merge of a pair, one edit of a version, no copy left behind."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Library
from tests.desks import Desk, all_at_once
from tests.test_parallel_desks import _outcome

pytestmark = pytest.mark.parallel
ROUNDS = 10
NewLibrary = Callable[..., Library]


@pytest.fixture
def here(new_library: NewLibrary) -> Library:
    return new_library(copies=0, readers=1, limit=1000)


def pair(desks: list[Desk], here: Library) -> dict[str, Any]:
    found: dict[str, Any] = desks[0].ask("two_records", library=here["id"])
    return found


def test_a_pair_merged_crosswise_by_two_is_merged_once(desks: list[Desk], here: Library) -> None:
    for _ in range(ROUNDS):
        two = pair(desks, here)
        one, other = {"kept": two["kept"], "gone": two["gone"]}, {"kept": two["gone"], "gone": two["kept"]}
        answers = all_at_once(desks[:2], [("merge_records", one), ("merge_records", other)])
        assert _outcome(answers) == {"done": 1, "gone_already": 1}
    assert desks[0].ask("diary", library=here["id"])["catalogue_double"] == ROUNDS
    assert desks[0].ask("prove") == {}


def test_a_copy_lent_while_its_record_is_merged_is_lent_and_moved(desks: list[Desk], here: Library) -> None:
    for _ in range(ROUNDS):
        two = pair(desks, here)
        lent = {"barcode": two["barcode"], "reader": here["readers"][0], "library": here["id"]}
        merged = ("merge_records", {"kept": two["kept"], "gone": two["gone"]})
        answers = all_at_once(desks[:2], [("lend", lent), merged])
        assert _outcome(answers) == {"done": 2}
        assert desks[0].ask("record_of", barcode=two["barcode"])["id"] == two["kept"]
    assert desks[0].ask("prove") == {}


def test_of_all_who_edit_one_version_one_saves_it(desks: list[Desk], here: Library) -> None:
    for _ in range(ROUNDS):
        two = pair(desks, here)
        edits = [
            ("edit_record", {"record": two["gone"], "title": f"Кітап {n}", "version": 1})
            for n, _ in enumerate(desks)
        ]
        assert _outcome(all_at_once(desks, edits)) == {"done": 1, "changed_meanwhile": len(desks) - 1}
        assert desks[0].ask("record_of", barcode=two["barcode"])["versions"] == 2
    assert desks[0].ask("prove") == {}


def test_a_record_edited_while_it_goes_up_in_another_loses_nothing(desks: list[Desk], here: Library) -> None:
    for _ in range(ROUNDS):
        two = pair(desks, here)
        edit = ("edit_record", {"record": two["kept"], "title": "Түн", "version": 1})
        answers = all_at_once(
            desks[:2], [edit, ("merge_records", {"kept": two["kept"], "gone": two["gone"]})]
        )
        assert _outcome(answers) == {"done": 2}
        assert desks[0].ask("record_of", barcode=two["barcode"])["title"] == "Түн"
