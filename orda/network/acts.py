"""The transaction of an act of service: all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_in_an_act: ContextVar[bool] = ContextVar("in_an_act", default=False)


@contextmanager
def act() -> Iterator[None]:
    """One act: a transaction of its own; within a caller's transaction a savepoint, so that the caller may go on after
    a refusal. Acts inside an act are parts of it and need no savepoint: whoever refuses undoes the whole."""
    part = _in_an_act.get()
    token = _in_an_act.set(True)
    try:
        with transaction.atomic(savepoint=not part):
            yield
    finally:
        _in_an_act.reset(token)
