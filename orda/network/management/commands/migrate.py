"""`orda migrate`: Django's, one at a time on a database: who comes second waits, and finds nothing left to do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connection

try:
    import fcntl
except ImportError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

LONGEST_WAIT = 1800.0  # seconds: a great migration of a great house
_LOCK = 0x6F726461  # "orda": the number of PostgreSQL's advisory lock


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with _alone():
            super().handle(*args, **options)

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except OperationalError as error:
            from orda.console import database_not_ready

            self.stderr.write(f"orda migrate: {database_not_ready(error)}")
            raise SystemExit(2) from None


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
