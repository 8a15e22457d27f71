"""One web worker: `python -m orda.upkeep.serving.worker HOST PORT THREADS`, started by the supervisor."""

import asyncio
import logging
import os
import resource
import signal
import sys

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from orda.network.supervisor import end_with_the_parent
from orda.upkeep.serving.bridge import Bridge

HEADERS_WITHIN = 10_000  # milliseconds; a connection kept open is hung up on after as long
LONGEST_HEADERS = 64 * 1024  # bytes
CONNECTIONS = 2_000  # at once; one more waits at the door
FILES = 8_192  # open at once, if the system lets


def main() -> None:
    end_with_the_parent()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard) if hard > 0 else FILES, hard))
    host, port, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    from django.conf import settings

    from orda.wsgi import application

    bridge = Bridge(application, threads, behind_proxy=settings.BEHIND_PROXY)
    asyncio.run(_serve(bridge, host, port))
    bridge.close()
    logging.shutdown()
    os._exit(0)  # granian's own threads are not waited for


async def _serve(bridge: Bridge, host: str, port: int) -> None:
    server = Server(
        bridge,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN, max_buffer_size=LONGEST_HEADERS),
        log_level=LogLevels.error,
    )
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, server.stop)
    await server.serve()


if __name__ == "__main__":
    main()
