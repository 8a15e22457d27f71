"""What comes with a request is read whole before a thread is taken: in little time, and not too much of it.

A body waits in memory, a larger one in a nameless file of the temporary folder. Whoever sends slowly or too much is
answered at once and hung up on; the house's threads never wait for a guest.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import IO

LARGEST = 12 * 1024 * 1024  # bytes: the largest file that a form takes (10 MB) and its fields
IN_MEMORY = 256 * 1024  # bytes of one body
AT_ONCE = 128 * 1024 * 1024  # bytes of all bodies of a process
AT_ONCE_FROM_ONE = 64  # bodies from one address
SILENT = 10.0  # seconds without a byte
FIRST = 20.0  # seconds in which anything may come; after them the slowest line is
SLOWEST = 8_000  # bytes a second


class Refused(Exception):
    """A body that is not taken. `status` for the answer, the message for whoever reads it."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status


@dataclass
class Bodies:
    """The bodies that are being read or worked on in this process."""

    largest: int = LARGEST
    at_once: int = AT_ONCE
    silent: float = SILENT
    first: float = FIRST
    slowest: int = SLOWEST
    held: int = 0
    _from: Counter[str] = field(default_factory=Counter)

    async def read(self, chunks: AsyncIterator[bytes], declared: int | None, address: str) -> "Body":
        """The whole body, its place kept until it is closed. `declared`: its length, None where it isn't said.

        Raises Refused; what was read until then is thrown away.
        """
        if declared is not None and declared > self.largest:
            raise Refused(413, f"At most {self.largest:,} bytes may be sent at once.")
        if self._from[address] >= AT_ONCE_FROM_ONE:
            raise Refused(429, "Too much is being sent from this address at once.")
        self._from[address] += 1
        body = Body(self)
        try:
            await self._fill(body, chunks)
            if declared is not None and body.length != declared:
                raise Refused(400, "The body is not as long as was said.")
        except BaseException:
            body.close()
            raise
        finally:
            self._from[address] -= 1
            if not self._from[address]:
                del self._from[address]
        body.file.seek(0)
        return body

    async def _fill(self, body: "Body", chunks: AsyncIterator[bytes]) -> None:
        clock = asyncio.get_running_loop().time
        started = clock()
        coming = aiter(chunks)
        while True:
            left = self.first + body.length / self.slowest - (clock() - started)
            try:
                chunk = await asyncio.wait_for(anext(coming), max(min(self.silent, left), 0.001))
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise Refused(408, "The body came too slowly.") from None
            body.take(chunk)


class Body:
    """One body: a file to read from. Closing it gives its place back."""

    def __init__(self, among: Bodies) -> None:
        self._among = among
        self.length = 0
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115

    def take(self, chunk: bytes) -> None:
        if self.length + len(chunk) > self._among.largest:
            raise Refused(413, f"At most {self._among.largest:,} bytes may be sent at once.")
        if self._among.held + len(chunk) > self._among.at_once:
            raise Refused(503, "Too much is being sent to this server at once. Try again in a moment.")
        self.length += len(chunk)
        self._among.held += len(chunk)
        self.file.write(chunk)

    def close(self) -> None:
        self._among.held -= self.length
        self.length = 0
        self.file.close()
