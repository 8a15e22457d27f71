"""Desks that settle at once, each in a process of its own: a case of loss ends once."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Library
from tests.desks import Desk, all_at_once

pytestmark = pytest.mark.parallel
ROUNDS = 10
NewLibrary = Callable[..., Library]


def test_two_desks_settling_one_case_exactly_one_wins(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=ROUNDS, readers=1, limit=1000)
    ways = ("replace", "pay", "waive", "find")
    for barcode in here["barcodes"]:
        desks[0].ask("lend", barcode=barcode, reader=here["readers"][0], library=here["id"])
        case = desks[0].ask("open_case", barcode=barcode, library=here["id"])
        orders: list[tuple[str, dict[str, Any]]] = [
            ("settle", {"case": case, "way": way, "new_barcode": f"{barcode}-new"}) for way in ways
        ]
        answers = all_at_once(desks, orders)
        assert sorted(next(iter(answer)) for answer in answers) == ["done", "refused", "refused", "refused"]
        assert {one["refused"] for one in answers if "refused" in one} == {"case_settled_already"}
    assert desks[0].ask("diary", library=here["id"])["loss_settled"] == ROUNDS
    assert desks[0].ask("prove") == {}


def test_a_book_is_lost_once_or_comes_back_never_both(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=ROUNDS, readers=1, limit=1000)
    for barcode in here["barcodes"]:
        desks[0].ask("lend", barcode=barcode, reader=here["readers"][0], library=here["id"])
        about = {"barcode": barcode, "library": here["id"]}
        answers = all_at_once(desks[:3], [("open_case", about), ("give_back", about), ("open_case", about)])
        assert [next(iter(answer)) for answer in answers].count("done") == 1, answers
        assert {one["refused"] for one in answers if "refused" in one} <= {
            "not_on_loan",
            "case_open_already",
        }
    assert desks[0].ask("prove") == {}


def test_a_book_found_damaged_while_it_is_lent_is_with_no_reader(
    desks: list[Desk], new_library: NewLibrary
) -> None:
    here = new_library(copies=4 * ROUNDS, readers=1, limit=1000)
    for barcode in here["barcodes"]:
        about = {"barcode": barcode, "library": here["id"]}
        lend = ("lend", {**about, "reader": here["readers"][0]})
        lent, case = all_at_once(desks[:2], [lend, ("open_case", {**about, "kind": "damaged"})])
        assert "done" in case
        assert "done" in lent or lent["refused"] == "loss_case_open"
    assert desks[0].ask("untrue", libraries=[here["id"]]) == []
    assert desks[0].ask("prove") == {}
