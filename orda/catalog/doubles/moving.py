"""What of the rooms above hangs on a record, and how it is moved to another: each room says it in its own
`record_moves.py`, found by its name at the start. A test fails on a table with a record that no room speaks for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Moved = dict[str, Any]  # as JSON


@dataclass(frozen=True)
class Mover:
    """`move(from, to)` gives what `back(moved, from, to)` needs to bring all back; both may raise a Refusal. `hold`
    keeps the rows of both records, before the records themselves are held: copies first, then titles, as everywhere."""

    name: str
    tables: tuple[str, ...]
    move: Callable[[int, int], Moved]
    back: Callable[[Moved, int, int], None]
    hold: Callable[[int, int], None] = lambda _one, _other: None


_movers: dict[str, Mover] = {}


def moves_with_a_record(mover: Mover) -> None:
    _movers[mover.name] = mover


def movers() -> list[Mover]:
    """In the order of their names: "copies" before "holds", which stand on them."""
    return [_movers[name] for name in sorted(_movers)]
