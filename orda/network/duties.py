"""What waits for a person on the first page: each room says it of itself, and is found at the start."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from orda.network.rights import StaffRequest


@dataclass(frozen=True)
class Duty:
    """Something to be done, where, and whether its term has passed."""

    text: str
    url: str
    late: bool = False


Told = Callable[[StaffRequest], Iterable[Duty]]
_TOLD: list[Told] = []


def tells_duties(told: Told) -> Told:
    """Registers what a room asks of a person who is signed in and works somewhere today."""
    _TOLD.append(told)
    return told


def duties_of(request: StaffRequest) -> list[Duty]:
    """What is late first."""
    return sorted((duty for told in _TOLD for duty in told(request)), key=lambda duty: not duty.late)
