"""`orda serve`: the house in a browser, by a server that needs nothing else installed (granian)."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser

from orda.console import BadInput, OrdaCommand
from orda.network.first_run.services import is_empty, new_key

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
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        scheme = "https" if settings.HTTPS else "http"
        self.stdout.write(f"\nOrda: {scheme}://{host}:{port}/   (Ctrl-C stops it)\n")
        if is_empty():
            self.stdout.write(
                f"\nThis house is empty. Begin it with the key {new_key()} at\n{scheme}://{host}:{port}/first/\n"
            )
        self.stdout.flush()
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            host,
            "--port",
            str(port),
        ]
        command += ["--workers", str(workers), "--blocking-threads", str(threads)]
        command += ["--no-ws", "--http", "1", "--log-level", "warning", "orda.wsgi:application"]
        os.execv(sys.executable, command)
