"""What is not well in the house: each room says it of its part (`health.py`), and is found at the start.

`/healthz` tells it to machines in plain words without anything secret; the administrator's page may show the same.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trouble:
    """A part of the house that is not well, in words, and what helps. `part` is for programs."""

    part: str
    said: str | Promise


Looked = Callable[[], Iterable[Trouble]]
_LOOKED: list[tuple[str, Looked]] = []


def looks_after(part: str) -> Callable[[Looked], Looked]:
    """Registers who looks after a part. It is asked often: a few statements at most."""

    def keep(looked: Looked) -> Looked:
        _LOOKED.append((part, looked))
        return looked

    return keep


def troubles() -> list[Trouble]:
    """All that is not well; a look that fails is itself a trouble, and says no more than that."""
    found: list[Trouble] = []
    for part, looked in _LOOKED:
        try:
            found.extend(looked())
        except Exception:
            log.exception("%s can't be looked at", part)
            found.append(Trouble(part, "can't be looked at; the log says why"))
    return found
