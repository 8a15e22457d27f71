"""`orda sip2`: serves self-check machines."""

import argparse
import asyncio
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import connection, connections

from orda.console import BadInput, OrdaCommand
from orda.interop.models import Device
from orda.interop.sip2.server import Server
from orda.network import supervisor

PORT = 6001  # where machines look for it by custom
THREADS = 8


class Command(OrdaCommand):
    help = "Serve self-check machines by SIP2 until Ctrl-C or SIGTERM; machines are entered on the page Machines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="The protocol hides nothing: keep to a net of your own."
        )
        parser.add_argument("--port", type=int, default=PORT)
        parser.add_argument(
            "--threads", type=int, default=8, help="Acts at once, a database connection each."
        )
        parser.add_argument(
            "--idle", type=float, default=900, help="Seconds after which a silent machine is left."
        )

        parser.add_argument("--kept", action="store_true", help=argparse.SUPPRESS)  # by the supervisor

    def handle(self, *args: Any, **options: Any) -> None:
        host, port, idle = options["host"], options["port"], options["idle"]
        threads = options["threads"]
        if threads is None:
            threads = 1 if connection.vendor == "sqlite" else THREADS
        if not 0 <= port <= 65_535:
            raise BadInput(f"{port} is not a port")
        if not 1 <= threads <= 64:
            raise BadInput(f"{threads} threads: from 1 to 64 are possible")
        if not 1 <= idle <= 86_400:
            raise BadInput(f"{idle:g} seconds: from 1 to 86,400 are possible")
        if options["kept"]:
            supervisor.end_with_the_parent()
        Device.objects.exists()  # a database that isn't ready is told at once, in one line
        connections.close_all()
        if not options["kept"]:
            supervisor.take_over(settings.DATA_DIR, {"sip2": _itself()})

        def ready(port: int) -> None:
            self.stdout.write(f"SIP2: {host}:{port}   (Ctrl-C stops it)")
            self.stdout.flush()

        try:
            asyncio.run(Server(host, port, threads, idle).run(ready))
        except OSError as error:
            raise BadInput(f"{host}:{port}: {error.strerror or error}") from None


def _itself() -> list[str]:
    return [sys.executable, "-m", "orda.console", *sys.argv[1:], "--kept"]
