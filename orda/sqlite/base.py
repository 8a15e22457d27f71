"""Django's SQLite with two things of our own: writers take turns (`turns.py`), and the disk is waited for outside.

`synchronous=FULL` has SQLite wait for the disk inside each commit, while every other writer waits behind it. With
the option `wait_for_the_disk` that is done here instead, after the turn is over and before the act is answered:
those who wait at the same moment share one wait, and what was answered survives a power cut as before. Somebody may
read what is not safe yet; what they write upon it lies behind it in the same log and is safe only together with it.
(docs/decisions/0029)
"""

import os
import re
import sqlite3
from collections import deque
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from orda.sqlite.turns import TooLong, Turns, fcntl, turns_at

# What outside a transaction takes no turn; a WITH only where it writes.
_READS = frozenset({"SELECT", "PRAGMA", "EXPLAIN", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"})
_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection; `_held` while this connection's transaction has the turn."""

    _held: "_Turn | None" = None
    _wanted_durable = _durable = _log_is_named = False
    _written = 0  # what SQLite had counted as changed when the disk was last waited for

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        self._wanted_durable = params.pop("wait_for_the_disk", False)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        made: sqlite3.Connection = super().get_new_connection(conn_params)
        in_a_log = made.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        self._durable = self._wanted_durable and in_a_log and fcntl is not None
        if self._durable:
            made.execute("PRAGMA synchronous=NORMAL")  # the waiting is ours
        self._written, self._log_is_named = 0, False
        return made

    def create_cursor(self, name: str | None = None) -> "_Cursor":
        cursor: _Cursor = self.connection.cursor(factory=_Cursor)
        cursor.database = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._give_turn()
        self._wait_for_the_disk()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _take_turn(self) -> None:
        if self._held is None and not self.is_in_memory_db():
            self._held = _Turn(turns_at(self._name), self.settings_dict["OPTIONS"].get("timeout", 5.0))

    def _give_turn(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.give()

    def _wait_for_the_disk(self) -> None:
        """After a commit: until all that was written to the write-ahead log by now is safe."""
        if not self._durable or self.connection is None or self.connection.total_changes == self._written:
            return
        self._written = self.connection.total_changes
        _until_written(f"{self._name}-wal")
        if not self._log_is_named:  # a new file's name is its folder's
            _until_written(os.path.dirname(self._name))
            self._log_is_named = True

    @property
    def _name(self) -> str:
        return os.path.abspath(self.settings_dict["NAME"])


def _until_written(path: str) -> None:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file) if os.path.isdir(path) else _sync(file)
    finally:
        os.close(file)


_sync = getattr(os, "fdatasync", os.fsync)


class _Turn:
    """A turn that is held; given back at the latest when nobody holds this any more."""

    def __init__(self, turns: Turns, seconds: float) -> None:
        self._turns: Turns | None = None
        try:
            turns.take(seconds)
        except TooLong:
            raise OperationalError("database is locked") from None
        self._turns = turns

    def give(self) -> None:
        turns, self._turns = self._turns, None
        if turns is not None:
            turns.give()

    __del__ = give


class _Cursor(base.SQLiteCursorWrapper):
    """A write outside a transaction is one of its own: it takes a turn and waits for the disk too.

    One that tells rows (RETURNING) is over only when they are read: they are read within its turn, and kept.
    """

    database: DatabaseWrapper
    _kept: "deque[Any] | None" = None

    def execute(self, query: str, params: Any = None) -> Any:
        self._kept = None
        if self.database.in_atomic_block or _only_reads(query):
            return super().execute(query, params)
        return self._in_turn(super().execute, query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        if self.database.in_atomic_block:
            return super().executemany(query, param_list)
        return self._in_turn(super().executemany, query, param_list)

    def _in_turn(self, execute: Any, query: str, params: Any) -> Any:
        database = self.database
        database._take_turn()
        try:
            done = execute(query, params)
            if self.description is not None:
                self._kept = deque(super().fetchall())
        finally:
            database._give_turn()
        database._wait_for_the_disk()
        return done

    def fetchone(self) -> Any:
        if self._kept is None:
            return super().fetchone()
        return self._kept.popleft() if self._kept else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        size = self.arraysize if size is None else size
        if self._kept is None:
            return super().fetchmany(size)
        return [self._kept.popleft() for _ in range(min(size, len(self._kept)))]

    def fetchall(self) -> list[Any]:
        if self._kept is None:
            return super().fetchall()
        rows, self._kept = list(self._kept), deque()
        return rows

    def __next__(self) -> Any:
        if self._kept is None:
            return super().__next__()
        if not self._kept:
            raise StopIteration
        return self._kept.popleft()


def _only_reads(query: str) -> bool:
    first = (query.lstrip()[:12].split(None, 1) or [""])[0].upper()
    return first in _READS or (first == "WITH" and not _WRITES.search(query))
