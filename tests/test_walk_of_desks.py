"""Many desks at once, each doing anything at any time, late, doubled and out of order too: loans, holds, sets and ways
stay true to each other.

`make walk` walks 10,000 acts on PostgreSQL; the suite's walk is shorter.
"""

import os
from collections import Counter

import pytest

from tests.desks import Desk, all_at_once

pytestmark = pytest.mark.parallel
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
ACTS = int(os.environ.get("WALK_ACTS", "2400" if ON_POSTGRESQL else "800"))
LONG = 2400  # acts
ROUNDS = 4
SEED = int(os.environ.get("WALK_SEED", "0"))


def test_whatever_desks_do_at_once_no_copy_is_in_two_places_and_the_queue_is_kept(desks: list[Desk]) -> None:
    here = desks[0].ask("world", code="w")
    done: Counter[str] = Counter()
    for number in range(ROUNDS):
        each = ACTS // ROUNDS // len(desks)
        orders = [
            ("walk", {**here, "seed": SEED + 100 * number + place, "acts": each})
            for place in range(len(desks))
        ]
        for answer in all_at_once(desks, orders):
            assert "done" in answer, answer
            done.update(answer["done"]["done"])
        assert desks[0].ask("untrue", libraries=here["libraries"]) == []
        assert desks[0].ask("unserved", libraries=here["libraries"]) == []
    assert desks[0].ask("prove") == {}
    print(dict(done))
    # A house that refuses everything would keep every promise. In a short walk a set may never come so far.
    often = ("lend", "give_back", "place_hold", "found", "send", "receive", "cancel", "undo", "hand_in")
    seldom = ("pack", "send_set", "receive_set", "give_set_back", "lend_away", "choose")
    assert all(done[act] for act in (*often, *(seldom if ACTS >= LONG else ())))
