"""Between granian, which speaks HTTP in one loop, and Orda, which answers in a few threads (docs/decisions/0039).

The loop reads a request's body, under limits of time and size (`bodies.py`), then hands the whole request to a
thread, and the whole answer back: a slow guest is waited for by the loop alone.
"""

import asyncio
import io
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from orda.upkeep.serving.bodies import Bodies, Body, Refused

log = logging.getLogger(__name__)
Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
# What has no body; its end is not waited for.
_BODILESS = {"GET", "HEAD"}


class Bridge:
    """An RSGI application that answers by a WSGI application, `threads` requests at once."""

    def __init__(
        self,
        application: Application,
        threads: int,
        bodies: Bodies | None = None,
        *,
        behind_proxy: bool = False,
    ) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="web")
        self._bodies = bodies or Bodies()
        self._behind_proxy = behind_proxy

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        try:
            status, headers, content = await self._answered(scope, protocol)
        except Refused as refused:
            closing = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
            status, headers, content = refused.status, closing, f"{refused}\n".encode()
        with suppress(Exception):  # who has gone meanwhile needs no answer
            protocol.response_bytes(status, headers, content)

    async def _answered(self, scope: Any, protocol: Any) -> Answer:
        sent = scope.headers.items()
        declared = _length(scope.headers)
        body = None
        if declared or "transfer-encoding" in scope.headers or scope.method not in _BODILESS:
            body = await self._bodies.read(_chunks(protocol), declared, self._address(scope))
        environ = _environ(scope, sent, body)
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._in_a_thread, environ)
        finally:
            if body is not None:
                body.close()

    def _address(self, scope: Any) -> str:
        """Whose the request is: behind a proxy the last that it wrote into X-Forwarded-For."""
        forwarded = scope.headers.get("x-forwarded-for", "") if self._behind_proxy else ""
        return forwarded.rpartition(",")[2].strip() or _host(scope.client)

    def _in_a_thread(self, environ: dict[str, Any]) -> Answer:
        begun: list[Any] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
            begun[:] = [int(status.split(None, 1)[0]), [(name.lower(), value) for name, value in headers]]

        try:
            parts = self._application(environ, start_response)
            try:
                content = b"".join(parts)
            finally:
                close = getattr(parts, "close", None)
                if close is not None:
                    close()
        except Exception:
            log.exception("%s %s", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            return 500, [("content-type", "text/plain")], b"Internal server error\n"
        return begun[0], begun[1], content

    def close(self) -> None:
        """Lets what is being answered end."""
        self._threads.shutdown(wait=True)


async def _chunks(protocol: Any) -> AsyncIterator[bytes]:
    async for chunk in protocol:
        yield bytes(chunk)


def _length(headers: Any) -> int | None:
    said = headers.get("content-length")
    if said is None:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 20):
        raise Refused(400, "This is no length of a body.")
    return int(said)


def _environ(scope: Any, sent: Headers, body: Body | None) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) names it."""
    host, port = _host(scope.server), scope.server.rpartition(":")[2]
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": quote(scope.query_string, safe="!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": _host(scope.client),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body.file if body is not None else io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in sent:
        if "_" in name:  # would pass for the header with a hyphen
            continue
        if not value.isascii():
            value = value.encode("utf-8", "replace").decode("latin-1")
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    if body is not None:
        environ["CONTENT_LENGTH"] = str(body.length)
    return environ


def _host(address: str) -> str:
    """The part of `host:port` before the port, without the brackets of IPv6."""
    return address.rpartition(":")[0].strip("[]")
