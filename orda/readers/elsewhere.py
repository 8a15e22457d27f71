"""What other rooms keep of a reader. Each says in its `readers_data.py` what that is and how it is moved or forgotten.

Readers stand below those rooms, so they are told at the start and not imported: with them two cards are merged, a
person's data is given out and erased, and nobody leaves with a book.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Open:
    """Something not yet settled between a reader and the library. `what` in words, for people."""

    what: str
    title: str
    number: str = ""  # of the copy: inventory number
    class_mark: str = ""
    day: datetime.date | None = None
    due_on: datetime.date | None = None


@dataclass(frozen=True)
class Keeper:
    """A room's tables with a reader in them.

    tables: labels of the models ("circulation.Loan"), so that a test proves that none is forgotten.
    still_open(reader id): what is open. told(reader id): table in words -> rows, for the person themselves.
    move(from id, to id): may refuse. forget(reader id): empties the person out of what is closed.
    words: (table of told, column) -> its codes in words, for the page that a person reads.
    """

    tables: tuple[str, ...]
    still_open: Callable[[int], list[Open]]
    told: Callable[[int], dict[str, list[dict[str, str]]]]
    move: Callable[[int, int], None]
    forget: Callable[[int], None]
    words: Mapping[tuple[str, str], Sequence[tuple[Any, Any]]] = field(default_factory=dict)


KEEPERS: list[Keeper] = []


def keeps(keeper: Keeper) -> None:
    """Registers a room's tables."""
    KEEPERS.append(keeper)


def still_open(reader_id: int) -> list[Open]:
    """All that is open with a reader, in every room."""
    return [one for keeper in KEEPERS for one in keeper.still_open(reader_id)]
