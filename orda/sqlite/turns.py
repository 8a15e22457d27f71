"""Whose turn it is to write: SQLite has one writer at a time, and here writers queue instead of asking again and again.

SQLite's own waiting sleeps, up to a tenth of a second at a time, and whoever wakes first is served: of eight desks
one could wait for seconds. Here the threads of a process stand in line, first come, first served; of each process one
stands at the door, a lock on a file beside the database, which the kernel takes from a process that is killed.
Before the door is a mat with room for one: who stands on it is the next, so that no process goes in twice in a row
past another that waits.
"""

import os
import threading
import time
from collections import deque

try:
    import fcntl
except ImportError:  # not a Unix: processes wait in SQLite's way, threads still stand in line
    fcntl = None  # type: ignore[assignment]

# Seconds between two looks at the door. A lock that is waited for in the kernel knows no time limit.
LOOK = 0.0002


class TooLong(Exception):
    """The turn did not come in the time that one waits for it."""


class Turns:
    """The turns at one database, for all threads of this process."""

    def __init__(self, database: str) -> None:
        self._line: deque[threading.Lock] = deque()
        self._guard = (
            threading.RLock()
        )  # a turn that nobody holds any more may be given back in the middle of it
        self._mat = self._door = -1
        if fcntl is not None:
            self._mat = os.open(f"{database}-next", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            self._door = os.open(f"{database}-turn", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)

    def take(self, seconds: float) -> None:
        """Waits for the turn. Raises TooLong after so many seconds."""
        until = time.monotonic() + seconds
        mine = threading.Lock()
        mine.acquire()
        with self._guard:
            self._line.append(mine)
            if self._line[0] is mine and mine.locked():
                mine.release()
        if not mine.acquire(timeout=seconds):
            with self._guard:
                if self._line[0] is not mine:
                    self._line.remove(mine)
                    raise TooLong
        try:
            self._enter(until)
        except BaseException:
            self._next()
            raise

    def give(self) -> None:
        """The turn is over."""
        if fcntl is not None:
            fcntl.flock(self._door, fcntl.LOCK_UN)
        self._next()

    def _next(self) -> None:
        with self._guard:
            self._line.popleft()
            if self._line:
                self._line[0].release()

    def _enter(self, until: float) -> None:
        if fcntl is None:
            return
        _lock(self._mat, until)
        try:
            _lock(self._door, until)
        finally:
            fcntl.flock(self._mat, fcntl.LOCK_UN)


def _lock(file: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                raise TooLong from None
            time.sleep(LOOK)


_turns: dict[str, Turns] = {}
_making = threading.Lock()


def turns_at(database: str) -> Turns:
    """The one line of this process at a database."""
    with _making:
        if database not in _turns:
            _turns[database] = Turns(database)
        return _turns[database]


def _forget() -> None:
    """A forked process has a line and locks of its own; those that it was born with stay its parent's."""
    global _making
    for turns in _turns.values():
        if turns._door != -1:
            os.close(turns._mat)
            os.close(turns._door)
    _turns.clear()
    _making = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
