"""What changes slowly is read once by each process and seen anew at once: units, appointments, holidays, rules.

The database keeps one number, the state of all watched tables together. A trigger draws it anew, at random, in the
very transaction that changes one of them, whoever writes: a page, a command, SQL by hand. An answer is kept under the
state that was read before it, so it is never older than that state; a state that was rolled back never comes again.

    @watched                          @known(LoanRule, Unit)
    class LoanRule(models.Model):     def rule_at(path: str, category: str, kind: str) -> Rule:

A request reads the state with its session, in one statement (`orda.network.sessions`); elsewhere each call asks for
it, or each `asked_once` block. Who writes to a watched table asks again each time from there on. Answers are shared
by all threads: plain data that nobody changes. Never for what another desk can change: holds, loans, blocks.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.signals import request_finished, request_started
from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=type[models.Model])

# Answers kept at most; the tree of a republic and all its rules are a tenth of it.
MOST_KEPT = 20_000
STATE = "SELECT number FROM network_knownstate"

_watched: set[str] = set()


def watched(model: M) -> M:
    """Marks a table whose every change is noticed. Its triggers are made at the end of `orda migrate`."""
    _watched.add(model._meta.db_table)
    return model


def known(*tables: type[models.Model]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function of the given watched tables and its arguments alone: asked once while none of them changes."""
    unwatched = {table._meta.db_table for table in tables} - _watched
    if unwatched or not tables:
        raise TypeError(f"not watched: {', '.join(sorted(unwatched)) or 'no table is named'}")

    def keep(asked: Callable[P, R]) -> Callable[P, R]:
        @wraps(asked)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            kept = _kept_under(_state())
            key = (asked, args, *kwargs.items())
            found = kept.get(key, _NOTHING)
            if found is _NOTHING:
                found = asked(*args, **kwargs)
                if len(kept) >= MOST_KEPT:
                    kept.clear()
                kept[key] = found
            return found  # type: ignore[no-any-return]

        return answer

    return keep


_NOTHING = object()


class _Here(threading.local):
    """This thread's: whether the state is asked once for all calls, and that state; None when not read yet."""

    once = False
    state: int | None = None


_here = _Here()
# The one state whose answers are kept by this process, and they. Replaced together.
_kept: tuple[int | None, dict[Any, Any]] = (None, {})


def _state() -> int | None:
    """The state that holds here and now; None where the database has none: then nothing is kept."""
    if _here.state is not None:
        return _here.state
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        row = cursor.fetchone()
    state = row[0] if row else None
    if _here.once:
        _here.state = state
    return state


def _kept_under(state: int | None) -> dict[Any, Any]:
    global _kept
    of, answers = _kept
    if of != state or state is None:
        answers = {}
        _kept = (state, answers)
    return answers


@contextmanager
def asked_once() -> Iterator[None]:
    """Inside it the state is read once: for one act of a machine or a command. Each request is such a block."""
    before = _here.once, _here.state
    _begin()
    try:
        yield
    finally:
        _here.once, _here.state = before if not before[0] else (_here.once, _here.state)


def state_was_read(state: int | None) -> None:
    """The state came with another statement of this request."""
    if _here.once:
        _here.state = state


def read_anew() -> None:
    """The state is read once more before the next answer: for an act that waited for who changed it."""
    _here.state = None


def _begin(**_signal: Any) -> None:
    _here.once, _here.state = True, None


def _end(**_signal: Any) -> None:
    _here.once, _here.state = False, None


# Who writes sees what was written: from the first write to a watched table the state is asked for by each call.


def _noticed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    text = sql if isinstance(sql, str) else str(sql)
    if _here.once and not text.lstrip().startswith("SELECT") and any(table in text for table in _watched):
        _end()
    return execute(sql, params, many, context)


def _notice_writes(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if _noticed not in connection.execute_wrappers:
        # Before those of `with connection.execute_wrapper(…)`, which takes away the last at its end.
        connection.execute_wrappers.insert(0, _noticed)


def serve_requests() -> None:
    """At the start: each request is one `asked_once`, each connection tells of writes to watched tables."""
    request_started.connect(_begin)
    request_finished.connect(_end)
    connection_created.connect(_notice_writes)


# The triggers.

_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_known_{act} AFTER {act} ON {table}
BEGIN UPDATE network_knownstate SET number = random(); END"""
# Before the change and once for all its rows: who changes watched tables waits here for others who do, and nowhere
# later, so that no two of them wait for each other.
_POSTGRESQL = """CREATE TRIGGER {table}_known BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION network_known_changed()"""
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION network_known_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN UPDATE network_knownstate SET number = (random() * 9e15)::bigint; RETURN NULL; END $$"""


def watch(**_signal: Any) -> None:
    """After every `orda migrate`: the state's one row, and triggers for each watched table that has none.

    SQLite loses a table's triggers when a migration remakes the table; so they are no migration's.
    """
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if "network_knownstate" not in there:
            return
        cursor.execute("INSERT INTO network_knownstate (id, number) VALUES (1, 1) ON CONFLICT DO NOTHING")
        for table in sorted(_watched & there):
            _watch_table(cursor, table)
        # What was read while a table had no trigger is not believed.
        new = "random()" if connection.vendor == "sqlite" else "(random() * 9e15)::bigint"
        cursor.execute(f"UPDATE network_knownstate SET number = {new}")


def _watch_table(cursor: Any, table: str) -> None:
    if connection.vendor == "sqlite":
        for act in ("INSERT", "UPDATE", "DELETE"):
            cursor.execute(_SQLITE.format(table=table, act=act))
        return
    cursor.execute(
        "SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgrelid = %s::regclass", [f"{table}_known", table]
    )
    if cursor.fetchone() is None:
        cursor.execute(_POSTGRESQL_FUNCTION)
        cursor.execute(_POSTGRESQL.format(table=table))
