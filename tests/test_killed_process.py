"""A desk's process is killed in the middle of a thousand loans: no answered loan is lost, no half act stays."""

import random
from collections.abc import Callable

import pytest

from tests.conftest import Library
from tests.desks import Desk

pytestmark = pytest.mark.parallel


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_answered_loan_is_kept_whole(
    desks: list[Desk], open_desk: Callable[[], Desk], new_library: Callable[..., Library], seed: int
) -> None:
    here = new_library(copies=1000, readers=1, limit=2000)
    doomed = open_desk()
    doomed.tell("lend_all", barcodes=here["barcodes"], reader=here["readers"][0], library=here["id"])
    answered = [doomed.hear()["loan"] for _ in range(random.Random(seed).randrange(50, 700))]
    doomed.kill()
    while answer := doomed.hear():
        answered.append(answer["loan"])
    assert len(answered) < 1000  # it was killed at work

    kept = desks[0].ask("loans", library=here["id"])
    assert kept[: len(answered)] == answered
    assert len(kept) <= len(answered) + 1  # one more may have been made and not yet answered
    assert desks[0].ask("diary", library=here["id"])["loan"] == len(kept)
    assert desks[0].ask("prove") == {}
    # And work goes on: the next desk lends what the killed one had not reached.
    following = here["barcodes"][len(kept)]
    desks[0].ask("lend", barcode=following, reader=here["readers"][0], library=here["id"])
