"""What one process changes of the slowly changing facts every other process sees with its next question."""

from collections.abc import Callable

import pytest

from tests.conftest import Library
from tests.desks import Desk

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
