"""A wire between a browser and a server that a test can cut: connections break off, new ones are refused.

With `SLOW_WIRE=0.3` every browser test goes over a wire that holds each piece of an answer back for so many seconds,
as a telephone's does in a village: a page is seen before its scripts have come, an answer comes after the next key.
What does not wait for what it needs fails there each time, and not on one busy morning in a hundred.
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 65_536
SECONDS_LATE = float(os.environ.get("SLOW_WIRE", "0"))


class Wire:
    """Carries bytes from `address` to a port of this machine until it is cut, and again once it is mended."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener: socket.socket | None = None
        self._open: list[socket.socket] = []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.mend()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _where = listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            self._open += [near, far]
            for one, other, late in ((near, far, 0.0), (far, near, SECONDS_LATE)):
                threading.Thread(target=_carry, args=(one, other, late), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket, seconds_late: float) -> None:
    with suppress(OSError):
        while piece := one.recv(PIECE):
            time.sleep(seconds_late)
            other.sendall(piece)
        other.shutdown(socket.SHUT_WR)


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.cut()
