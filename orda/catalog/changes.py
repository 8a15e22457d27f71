"""Tells whoever keeps a copy of the catalogue (the search index) which records changed, or changed their copies."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

AfterChange = Callable[[Collection[int]], None]

_told: list[AfterChange] = []


def tell_me(after: AfterChange) -> None:
    """Registers who is told. Called inside the change's transaction, with the ids of the records."""
    if after not in _told:
        _told.append(after)


def tell(record_ids: Collection[int]) -> None:
    """Says that these records changed. Called by the services that change them, in their transaction."""
    for after in _told:
        after(record_ids)


@contextmanager
def untold() -> Iterator[None]:
    """Nobody is told inside: for a load so large that who keeps a copy makes it anew afterwards."""
    told, _told[:] = list(_told), []
    try:
        yield
    finally:
        _told[:] = told
