"""`orda migrate`: Django's, one at a time on a database: who comes second waits, and finds nothing left to do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection

from orda.console import OrdaCommand
from orda.network import fresh

try:
    import fcntl
except ImportError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

LONGEST_WAIT = 1800.0  # seconds: a great migration of a great house
_LOCK = 0x6F726461  # "orda": the number of PostgreSQL's advisory lock


class Command(OrdaCommand, Migrate):
    help = "Make the tables of a new database, or bring those of an older version up to date. One at a time."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Both fathers name --skip-checks.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        with _alone():
            if _makes_all(options) and fresh.is_empty():
                fresh.make_tables()
            Migrate.handle(self, *args, **options)


def _makes_all(options: dict[str, Any]) -> bool:
    """Whether nothing is asked but what brings a database up to date."""
    asked = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")
    return options["database"] == "default" and not any(options[name] for name in asked)


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            if connection.connection is not None and not connection.connection.closed:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    elif connection.is_in_memory_db() or fcntl is None:  # type: ignore[attr-defined]
        yield
    else:
        with open(f"{connection.settings_dict['NAME']}-migrating", "w") as file:
            _wait_for(file.fileno())
            yield


def _wait_for(file: int) -> None:
    until = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise CommandError("another `orda migrate` is still at work") from None
            time.sleep(0.1)
