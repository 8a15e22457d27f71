"""Wrong PINs tried at once by processes of their own get no more tries than one after the other."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Library
from tests.desks import Desk, all_at_once

pytestmark = pytest.mark.parallel
ROUNDS = 10


def test_forty_at_once_get_five_tries(desks: list[Desk], new_library: Callable[..., Library]) -> None:
    new_library(copies=1, readers=1)
    said: list[dict[str, Any]] = []
    for _round in range(ROUNDS):
        order = ("try_pin", {"card_number": "R000000001", "pin": "271828"})
        said += all_at_once(desks, [order] * len(desks))
    refused = [answer["refused"] for answer in said]
    assert len(refused) >= 40
    assert refused.count("wrong_card_or_pin") <= 5
    assert set(refused) <= {"wrong_card_or_pin", "pin_shut"}
