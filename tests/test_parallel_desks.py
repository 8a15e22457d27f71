"""Desks that work at once, each in a process of its own, never count wrong and never fail."""

import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Library
from tests.desks import Desk, all_at_once

pytestmark = pytest.mark.parallel
ROUNDS = 15
NewLibrary = Callable[..., Library]


def test_two_desks_lending_one_copy_exactly_one_wins(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=ROUNDS, readers=len(desks), limit=1000)
    for barcode in here["barcodes"]:
        answers = all_at_once(
            desks,
            [("lend", {"barcode": barcode, "reader": r, "library": here["id"]}) for r in here["readers"]],
        )
        assert _outcome(answers) == {"done": 1, "copy_on_loan": len(desks) - 1}
    assert desks[0].ask("diary", library=here["id"])["loan"] == ROUNDS
    assert len(desks[0].ask("loans", library=here["id"])) == ROUNDS


def test_two_desks_taking_one_copy_back_count_one_return(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=ROUNDS, readers=1, limit=1000)
    for barcode in here["barcodes"]:
        desks[0].ask("lend", barcode=barcode, reader=here["readers"][0], library=here["id"])
        answers = all_at_once(
            desks, [("give_back", {"barcode": barcode, "library": here["id"]}) for _desk in desks]
        )
        assert _outcome(answers) == {"done": 1, "not_on_loan": len(desks) - 1}
    assert desks[0].ask("diary", library=here["id"])["return"] == ROUNDS


def test_a_loan_comes_back_or_was_none_never_both(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=4 * ROUNDS, readers=1, limit=1000)
    back = 0
    for barcode in here["barcodes"]:
        loan = desks[0].ask("lend", barcode=barcode, reader=here["readers"][0], library=here["id"])
        returned = ("give_back", {"barcode": barcode, "library": here["id"]})
        answers = all_at_once(desks[:2], [returned, ("undo_loan", {"loan": loan})])
        back += "done" in answers[0]
        refused = "too_late_to_undo" if "done" in answers[0] else "not_on_loan"
        assert _outcome(answers) == {"done": 1, refused: 1}
    counted = desks[0].ask("diary", library=here["id"])
    assert (counted.get("loan", 0), counted.get("return", 0)) == (back, back)
    assert desks[0].ask("prove") == {}


def test_a_form_sent_by_two_windows_at_once_is_kept_once(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=0, readers=0)
    session = desks[0].ask("at_the_desk", library=here["id"])
    for number in range(1, ROUNDS + 1):
        form = {"once": str(uuid.uuid4()), "quantity": str(number), "purpose": "event", "another": "on"}
        order = ("send_form", {"session": session, "name": "visits_count", "form": form})
        assert _outcome(all_at_once(desks, [order] * len(desks))) == {"done": len(desks)}
    assert desks[0].ask("diary", library=here["id"])["visit"] == sum(range(1, ROUNDS + 1))


def test_a_label_scanned_by_two_requests_at_once_is_lent_and_not_taken_back(
    desks: list[Desk], new_library: NewLibrary
) -> None:
    here = new_library(copies=ROUNDS, readers=0, limit=1000)
    session = desks[0].ask("at_the_desk", library=here["id"])
    card = {"scan": f"K{here['id']:06}"}
    desks[0].ask("register", library=here["id"], card_number=card["scan"])
    for barcode in here["barcodes"]:
        desks[0].ask("send_form", session=session, name="desk_scan", form=card)
        order = ("send_form", {"session": session, "name": "desk_scan", "form": {"scan": barcode}})
        assert _outcome(all_at_once(desks[:2], [order] * 2)) == {"done": 2}
    assert "return" not in desks[0].ask("diary", library=here["id"])
    assert desks[0].ask("diary", library=here["id"])["loan"] == ROUNDS


def test_the_limit_holds_against_all_desks_together(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=len(desks) * ROUNDS, readers=ROUNDS, limit=2)
    barcodes = iter(here["barcodes"])
    for reader in here["readers"]:
        answers = all_at_once(
            desks,
            [("lend", {"barcode": next(barcodes), "reader": reader, "library": here["id"]}) for _d in desks],
        )
        assert _outcome(answers) == {"done": 2, "limit_reached": len(desks) - 2}
    assert desks[0].ask("diary", library=here["id"])["loan"] == 2 * ROUNDS


def test_a_copy_is_lent_or_withdrawn_never_both(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=2 * ROUNDS, readers=1, limit=1000)
    won: Counter[str] = Counter()
    for number, barcode in enumerate(here["barcodes"]):
        orders: list[tuple[str, dict[str, Any]]] = [
            ("lend", {"barcode": barcode, "reader": here["readers"][0], "library": here["id"]}),
            ("withdraw", {"barcode": barcode, "library": here["id"]}),
        ]
        order = orders if number % 2 else orders[::-1]
        answers = all_at_once(desks[:2], order)
        assert _outcome(answers) in (
            {"done": 1, "copy_withdrawn": 1},
            {"done": 1, "copy_not_in_stock": 1},
        )
        won.update(what for (what, _), answer in zip(order, answers, strict=True) if "done" in answer)
    diary = desks[0].ask("diary", library=here["id"])
    assert (diary.get("loan", 0), diary.get("withdrawal", 0)) == (won["lend"], won["withdraw"])


def test_one_reader_registered_at_all_desks_counts_once(desks: list[Desk], new_library: NewLibrary) -> None:
    known, here = new_library(copies=0, readers=ROUNDS), new_library(copies=0, readers=0)
    for reader in known["readers"]:
        answers = all_at_once(
            desks, [("register_for_year", {"reader": reader, "library": here["id"]}) for _desk in desks]
        )
        assert _outcome(answers) == {"done": 1, "registered_already": len(desks) - 1}
    assert desks[0].ask("diary", library=here["id"]) == {"reader_registered": ROUNDS}


def test_one_card_number_goes_to_one_reader(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=0, readers=0)
    for number in range(ROUNDS):
        card = f"CARD-{number}"
        answers = all_at_once(
            desks, [("register", {"card_number": card, "library": here["id"]}) for _desk in desks]
        )
        assert _outcome(answers) == {"done": 1, "card_taken": len(desks) - 1}
    assert desks[0].ask("diary", library=here["id"]) == {"reader_registered": ROUNDS}


def test_one_iin_goes_to_one_reader(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=0, readers=0)
    person = {"iin": "150312500128", "born": "2015-03-12", "library": here["id"]}
    answers = all_at_once(desks, [("register", person) for _desk in desks])
    assert _outcome(answers) == {"done": 1, "iin_taken": len(desks) - 1}
    assert desks[0].ask("diary", library=here["id"]) == {"reader_registered": 1}


def test_while_two_records_are_merged_nothing_stays_with_the_double(
    desks: list[Desk], new_library: NewLibrary
) -> None:
    here, there = (
        new_library(copies=2 * ROUNDS, readers=2 * ROUNDS, limit=1000),
        new_library(copies=0, readers=0),
    )
    for number in range(ROUNDS):
        kept, double = here["readers"][2 * number : 2 * number + 2]
        first, second = here["barcodes"][2 * number : 2 * number + 2]
        lend = {"reader": double, "library": here["id"]}
        orders: list[tuple[str, dict[str, Any]]] = [
            ("merge", {"kept": kept, "double": double}),
            ("lend", {"barcode": first, **lend}),
            ("lend", {"barcode": second, **lend}),
            ("register_for_year", {"reader": double, "library": there["id"]}),
        ]
        answers = all_at_once(desks, orders)
        assert answers[0] == {"done": kept}
        assert not [answer for answer in answers if "error" in answer]
        assert desks[0].ask("left_with", reader=double) == {"loans": 0, "registrations": 0}
    assert desks[0].ask("diary", library=here["id"])["reader_registered"] == ROUNDS
    assert desks[0].ask("prove") == {}


def test_four_desks_lend_and_take_back_without_one_error(desks: list[Desk], new_library: NewLibrary) -> None:
    each, times = 5, 250
    here = new_library(copies=each * len(desks), readers=len(desks), limit=1000)
    answers = all_at_once(
        desks,
        [
            (
                "lend_and_give_back",
                {
                    "barcodes": here["barcodes"][each * n : each * (n + 1)],
                    "reader": reader,
                    "library": here["id"],
                    "times": times,
                },
            )
            for n, reader in enumerate(here["readers"])
        ],
    )
    assert answers == [{"done": 2 * times}] * len(desks)
    diary = desks[0].ask("diary", library=here["id"])
    assert diary["loan"] == diary["return"] == times * len(desks)
    assert desks[0].ask("prove") == {}


def _outcome(answers: list[dict[str, Any]]) -> dict[str, int]:
    return dict(Counter("done" if "done" in answer else next(iter(answer.values())) for answer in answers))
