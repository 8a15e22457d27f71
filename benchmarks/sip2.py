"""How many books self-check machines lend: `orda sip2` as a user starts it, 1, 10 and 100 connections at once.

Each machine lends and takes back in turn, its own copy with its own reader, with error detection as real machines
have it; the time of a checkout is what the machine waits from its message to the reply. The machines run in one
process beside the server, so they take part of the same cores.
"""

import asyncio
import time
from pathlib import Path

from benchmarks import environment, p50_p95, say, scratch, sized
from orda.interop.sip2.wire import checksum
from tests.conftest import Library
from tests.desks import Desk
from tests.machines import AT, sip2_server
from tests.postgres import server

CONNECTIONS = (1, 10, 100)
CHECKOUTS = sized(2_000, least=100)  # of all machines together


def run() -> None:
    print(f"  {CHECKOUTS:,} checkouts, each followed by its checkin; one server process")
    with scratch() as folder:
        measure("SQLite", folder, f"sqlite:///{folder / 'orda.sqlite3'}")
        with server(durable=True) as url:
            measure("PostgreSQL", folder, url)


def measure(engine: str, folder: Path, url: str) -> None:
    office = Desk(url, folder)
    office.ask("migrate")
    most = max(CONNECTIONS)
    here = office.ask("library", code="b1", copies=most, readers=most)
    device = office.ask("device", library=here["id"], name="bench")
    with sip2_server(environment(folder, url)) as (port, _server):
        for connections in CONNECTIONS:
            waits, seconds = asyncio.run(all_machines(port, device, here, connections))
            p50, p95 = p50_p95([wait * 1000 for wait in waits])
            say(
                f"{engine}, {connections} connections",
                len(waits) / seconds,
                "checkouts/s",
                note=f"as many checkins beside them; a checkout p50 {p50:.1f} ms, p95 {p95:.1f} ms",
            )
    if office.ask("prove"):
        raise RuntimeError("the diary and the acts differ")
    office.close()


async def all_machines(
    port: int, device: dict[str, str], here: Library, connections: int
) -> tuple[list[float], float]:
    each = max(CHECKOUTS // connections, 1)
    machines = [await Machine.signed_in(port, device) for _ in range(connections)]
    began = time.perf_counter()
    waits = await asyncio.gather(
        *(
            one.lend_and_give_back(barcode, each)
            for one, barcode in zip(machines, here["barcodes"], strict=False)
        )
    )
    seconds = time.perf_counter() - began
    for one in machines:
        one.close()
    return [wait for some in waits for wait in some], seconds


class Machine:
    """A connection that sends ready lines with number and checksum."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer, self._number = reader, writer, 0

    @classmethod
    async def signed_in(cls, port: int, device: dict[str, str]) -> "Machine":
        machine = cls(*await asyncio.open_connection("127.0.0.1", port))
        await machine._ask(f"9300CN{device['login']}|CO{device['secret']}|CP|", b"941")
        return machine

    async def lend_and_give_back(self, barcode: str, times: int) -> list[float]:
        """Card and copy bear the same number in this library. Gives the seconds of each checkout."""
        waits = []
        for _ in range(times):
            began = time.perf_counter()
            await self._ask(f"11NN{AT}{AT}AO|AA{barcode}|AB{barcode}|AC|", b"121")
            waits.append(time.perf_counter() - began)
            await self._ask(f"09N{AT}{AT}AP|AO|AB{barcode}|AC|", b"101")
        return waits

    async def _ask(self, message: str, wanted: bytes) -> None:
        self._number = (self._number + 1) % 10
        line = f"{message}AY{self._number}AZ".encode()
        self._writer.write(line + checksum(line).encode() + b"\r")
        said = await self._reader.readuntil(b"\r")
        if not said.startswith(wanted):
            raise RuntimeError(said.decode())

    def close(self) -> None:
        self._writer.close()
