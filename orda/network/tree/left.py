"""What still stands or waits in a library that is to be closed: each room says it of itself (`unit_left.py`)."""

from collections.abc import Callable, Iterable

from orda.network.models import Unit

Told = Callable[[Unit], Iterable[str]]
_TOLD: list[Told] = []


def tells_what_is_left(told: Told) -> Told:
    """Registers what a room keeps in a unit and its subtree: words with their number, none where nothing is left."""
    _TOLD.append(told)
    return told


def left_in(unit: Unit) -> list[str]:
    return [line for told in _TOLD for line in told(unit)]
