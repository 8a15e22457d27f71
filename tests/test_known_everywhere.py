"""What one process changes of the slowly changing facts every other process sees with its next question."""

from collections.abc import Callable

import pytest

from tests.conftest import Library
from tests.desks import Desk, all_at_once

pytestmark = pytest.mark.parallel
NewLibrary = Callable[..., Library]


def test_a_day_that_one_desk_shuts_is_shut_for_the_others_at_once(
    desks: list[Desk], new_library: NewLibrary
) -> None:
    here = new_library(copies=0, readers=0)["id"]
    monday, tuesday, wednesday = "2024-09-02", "2024-09-03", "2024-09-04"
    for _time in range(2):  # asked before, so that each process keeps an answer
        assert [desk.ask("open_from", library=here, day=monday) for desk in desks] == [monday] * len(desks)
    assert desks[0].ask("shut", library=here, day=monday) == tuesday
    assert [desk.ask("open_from", library=here, day=monday) for desk in desks] == [tuesday] * len(desks)
    assert desks[1].ask("shut", library=here, day=tuesday) == "2024-09-04"
    assert [desk.ask("open_from", library=here, day=monday) for desk in desks] == [wednesday] * len(desks)


def test_what_a_desk_took_back_is_seen_by_none_itself_too(desks: list[Desk], new_library: NewLibrary) -> None:
    here = new_library(copies=0, readers=0)["id"]
    monday, tuesday = "2024-09-02", "2024-09-03"
    for desk in desks:
        assert desk.ask("open_from", library=here, day=monday) == monday
        assert desk.ask("shut", library=here, day=monday, but_roll_back=True) == tuesday
        assert [each.ask("open_from", library=here, day=monday) for each in desks] == [monday] * len(desks)


def test_rights_that_one_process_takes_are_gone_in_the_next_request_to_another(
    desks: list[Desk], new_library: NewLibrary
) -> None:
    here = new_library(copies=0, readers=0)["id"]
    desks[0].ask("appoint", username="known", library=here, role="librarian")
    session = desks[0].ask("session_of", username="known")
    ways = {"librarian": 200, "cataloguer": 403, "": 403}
    for role in ("librarian", "cataloguer", "librarian", ""):
        desks[0].ask("appoint", username="known", library=here, role=role)
        for desk in desks:
            assert desk.ask("open_page", session=session, page="/desk/")["status"] == ways[role]
    refused = [desk.ask("open_page", session=session, page="/desk/") for desk in desks]
    assert refused == [{"status": 403, "statements": 1}] * len(desks)


def test_while_a_closing_comes_and_goes_nothing_is_lent_to_a_shut_day(
    desks: list[Desk], new_library: NewLibrary
) -> None:
    here = new_library(copies=90, readers=3, limit=90)
    orders = [("close_and_open", {"library": here["id"], "times": 15})]
    for number in range(3):
        mine = here["barcodes"][number::3]
        told = {"barcodes": mine, "reader": here["readers"][number], "library": here["id"]}
        orders.append(("lend_as_known", told))
    answers = all_at_once(desks[:4], orders)
    assert [answer.get("done") for answer in answers] == [15, 30, 30, 30], answers
    assert desks[0].ask("due_on_shut_days", library=here["id"]) == []
