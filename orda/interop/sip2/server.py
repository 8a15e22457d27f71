"""The server: many connections in one loop, acts in a few threads with a database connection each.

A connection is read line by line and answered in turn; what one does wrong ends that one alone.
"""

import asyncio
import logging
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import close_old_connections, connection

from orda.interop.sip2.answers import answer
from orda.interop.sip2.session import Session, SignOff
from orda.interop.sip2.wire import LONGEST_LINE

log = logging.getLogger(__name__)
SECONDS_TO_SIGN_IN = 30
SECONDS_TO_FINISH = 20  # of acts under way when the server is stopped
SECONDS_TO_BE_READ = 30  # a machine that takes no answer is gone


@dataclass
class Server:
    """`threads` acts at once; a machine silent for `idle` seconds is hung up on."""

    host: str
    port: int
    threads: int = 8
    idle: float = 900
    most: int = 500  # connections
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self, ready: Callable[[int], None]) -> None:
        """Serves until SIGTERM or SIGINT; calls `ready` with the port once machines may come."""
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="sip2")
        stop = asyncio.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(one, stop.set)
        listening = await asyncio.start_server(
            self._connected, self.host, self.port, limit=LONGEST_LINE, backlog=256
        )
        ready(listening.sockets[0].getsockname()[1])
        await stop.wait()
        listening.close()
        await self._finish()
        self._pool.shutdown(wait=True)

    async def _finish(self) -> None:
        """Lets acts under way be answered, then hangs up."""
        for task in self._open:
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=SECONDS_TO_FINISH)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        if len(self._open) >= self.most:
            log.warning("%s connections are open: one more is turned away", self.most)
            writer.close()
            return
        self._open.add(task)
        try:
            await self._serve(Lines(reader), writer, Session())
        except (SignOff, TimeoutError, asyncio.CancelledError, OSError):
            pass  # hung up on, silent, stopped, or gone
        except Exception:
            log.exception("a connection failed")
        finally:
            self._open.discard(task)
            await _hang_up(writer)

    async def _serve(self, lines: "Lines", writer: asyncio.StreamWriter, session: Session) -> None:
        while True:
            wait = self.idle if session.device else SECONDS_TO_SIGN_IN
            line = await asyncio.wait_for(lines.next(), wait)
            if line is None:
                return
            # An act that has begun is finished and answered, whatever stops the server meanwhile.
            acting = asyncio.ensure_future(self._answer(line, lines, writer, session))
            try:
                await asyncio.shield(acting)
            except asyncio.CancelledError:
                await acting
                raise

    async def _answer(
        self, line: bytes, lines: "Lines", writer: asyncio.StreamWriter, session: Session
    ) -> None:
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._pool, _in_a_thread, line, session)
        writer.write(found + lines.end)
        await asyncio.wait_for(writer.drain(), SECONDS_TO_BE_READ)


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError, TimeoutError):
        await asyncio.wait_for(writer.wait_closed(), SECONDS_TO_BE_READ)


def _in_a_thread(line: bytes, session: Session) -> bytes:
    close_old_connections()  # one that the database has closed meanwhile is opened anew
    try:
        return answer(line, session)
    finally:
        if connection.in_atomic_block:  # never seen; were it so, the thread's next act must not be inside it
            connection.close()


class Lines:
    """Lines as machines end them: by CR, LF or both. Empty ones are nothing."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._rest = b""
        self.end = b"\r"

    async def next(self) -> bytes | None:
        """The next line; None at the end, and for what is too long to be one."""
        while True:
            if b"\n" in self._rest:
                self.end = b"\r\n"  # it ends its lines so, so it reads them so
            line, found, rest = self._rest.replace(b"\n", b"\r").partition(b"\r")
            if found:
                self._rest = rest
                if line.strip():
                    return line.strip(b" \0")
                continue
            if len(self._rest) > LONGEST_LINE:
                log.info("a line of more than %s bytes: hung up", LONGEST_LINE)
                return None
            more = await self._reader.read(LONGEST_LINE)
            if not more:
                return None
            self._rest += more
