"""`orda serve`: the house in a browser, by a server that needs nothing else installed (granian)."""

import datetime
import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser

from orda.console import BadInput, OrdaCommand
from orda.network import supervisor
from orda.network.first_run.services import is_empty, new_key
from orda.upkeep.serving import one_at_a_time

THREADS = 4  # a worker; each with a database connection of its own


class Command(OrdaCommand):
    help = "Serve Orda; static files and tables are brought up to date first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 4))
        parser.add_argument("--threads", type=int, default=THREADS, help="of each worker")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port, workers, threads = (options[name] for name in ("host", "port", "workers", "threads"))
        if not 1 <= port <= 65_535:
            raise BadInput(f"{port} is not a port")
        if not 1 <= workers <= 64:
            raise BadInput(f"{workers} workers: from 1 to 64 are possible")
        if not 1 <= threads <= 64:
            raise BadInput(f"{threads} threads: from 1 to 64 are possible")
        by_the_clock = _by_the_clock()
        one_at_a_time.take(settings.DATA_DIR, f"{host}:{port}")
        _refuse_a_taken_port(host, port)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        scheme = "https" if settings.HTTPS else "http"
        self.stdout.write(f"\nOrda: {scheme}://{host}:{port}/   (Ctrl-C stops it)\n")
        if is_empty():
            self.stdout.write(
                f"\nThis house is empty. Begin it with the key {new_key()} at\n{scheme}://{host}:{port}/first/\n"
            )
        self.stdout.flush()
        worker = [sys.executable, "-m", "orda.upkeep.serving.worker", host, str(port), str(threads)]
        commands = {f"web-{number + 1}": worker for number in range(workers)}
        supervisor.take_over(settings.DATA_DIR, commands | by_the_clock)


def _refuse_a_taken_port(host: str, port: int) -> None:
    """Workers share their port by SO_REUSEPORT; with a stranger they must not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, UnicodeError) as error:
            raise BadInput(f"{host}:{port}: {getattr(error, 'strerror', None) or error}") from None


def _by_the_clock() -> dict[str, list[str]]:
    """The process that runs the night's work, if it is asked for."""
    if not settings.NIGHTLY_AT:
        return {}
    try:
        at = datetime.time.fromisoformat(settings.NIGHTLY_AT)
    except ValueError:
        raise BadInput(f"ORDA_NIGHTLY_AT is '{settings.NIGHTLY_AT}'; write an hour like 02:30") from None
    words = [f"{at:%H:%M}", settings.TIME_ZONE]
    return {"by-the-clock": [sys.executable, "-m", "orda.upkeep.serving.by_the_clock", *words]}
