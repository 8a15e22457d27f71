"""What each room does in the night by itself (its `night.py`), found at the start and done by `orda nightly`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Run = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Step:
    """A part of the night's work; run() gives lines about what was done. Again it does no harm."""

    name: str
    run: Run


STEPS: list[Step] = []


def every_night(name: str) -> Callable[[Run], Run]:
    """Registers a step, done after those of the desk; one that fails keeps nobody else from theirs."""

    def keep(run: Run) -> Run:
        STEPS.append(Step(name, run))
        return run

    return keep
