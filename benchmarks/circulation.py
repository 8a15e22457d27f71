"""How fast the desk is: loans and returns a second through the service functions, the diary's lines included.

The limit is named: the database's own driver, running the very statements that the services ran, on a copy of
the same database, with the same durability. What lies between is the price of Orda's Python.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from benchmarks import environment, say, scratch, sized
from tests.postgres import server

COPIES, READERS = sized(2_000, least=80), sized(400, least=16)
ACTS = sized(20_000, least=200)
RECORDED = sized(4_000, least=100)
SOON = 0.2

Statement = tuple[str, tuple[Any, ...]]
Act = list[Statement]


@dataclass(frozen=True)
class Library:
    """Whom and what the desks lend."""

    unit: int
    barcodes: list[str]
    readers: list[int]

    def share(self, n: int, of: int) -> "Library":
        return Library(self.unit, self.barcodes[n::of], self.readers[n::of])


def run() -> None:
    print(f"  {COPIES:,} copies, {READERS:,} readers; an act is a loan or a return, with its diary line")
    with scratch() as folder:
        for durability, meaning in (
            ("FULL", "survives a power cut"),
            ("NORMAL", "survives a killed process"),
        ):
            sqlite(folder / durability, durability, meaning)
        with server(durable=True) as url:
            postgres(folder / "postgres", url)


def sqlite(folder: Path, durability: str, meaning: str) -> None:
    folder.mkdir()
    file, before = folder / "orda.sqlite3", folder / "before.sqlite3"
    settings = environment(folder, ORDA_SQLITE_SYNCHRONOUS=durability)
    with desk(settings) as one:
        library = one.submit(seed).result()
        one.submit(let_go).result()
        shutil.copy(file, before)
        acts = one.submit(recorded, library, RECORDED).result()
        limit = ("raw sqlite3", replayed_on_sqlite(before, acts, durability))
        say(
            f"SQLite {durability} ({meaning}), one process",
            rate([one], [library], ACTS),
            "acts/s",
            limit=limit,
            note="aim 2,000",
        )
    together(f"SQLite {durability}, 4 processes, one file, no error", settings, library, 4, ACTS // 2)


def postgres(folder: Path, url: str) -> None:
    folder.mkdir()
    settings = environment(folder, url)
    with desk(settings) as one:
        library = one.submit(seed).result()
        one.submit(let_go).result()
        with psycopg.connect(
            urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True
        ) as maintenance:
            maintenance.execute("CREATE DATABASE before TEMPLATE orda")
        acts = one.submit(recorded, library, RECORDED).result()
        limit = ("raw psycopg", replayed_on_postgres(urlsplit(url)._replace(path="/before").geturl(), acts))
        say("PostgreSQL, one client", rate([one], [library], ACTS // 4), "acts/s", limit=limit)
    together("PostgreSQL, 8 clients, no error", settings, library, 8, ACTS // 2)


def together(what: str, settings: dict[str, str], library: Library, desks: int, acts: int) -> None:
    """Several desks at once, each with its own copies and readers; an error in any ends the benchmark."""
    opened = [desk(settings) for _ in range(desks)]
    try:
        say(what, rate(opened, [library.share(n, desks) for n in range(desks)], acts), "acts/s")
    finally:
        for one in opened:
            one.shutdown()


def desk(settings: dict[str, str]) -> ProcessPoolExecutor:
    """A process of its own with these settings; what it is given is done there."""
    return ProcessPoolExecutor(1, get_context("spawn"), _start, (settings,))


def _start(settings: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(settings)
    import django

    django.setup()


def rate(desks: Sequence[ProcessPoolExecutor], shares: Sequence[Library], acts: int) -> float:
    """Acts a second of all desks together, from the first one's start to the last one's end."""
    for one, share in zip(desks, shares, strict=True):
        one.submit(work, share, 20, 0.0).result()  # connected, statements known
    at = time.monotonic() + SOON
    each = acts // len(desks)
    done = [one.submit(work, share, each, at) for one, share in zip(desks, shares, strict=True)]
    spans = [one.result() for one in done]
    return 2 * (each // 2) * len(desks) / (max(end for _, end in spans) - min(begin for begin, _ in spans))


# What is done in the desks' processes.


def seed() -> Library:
    from django.core.management import call_command

    from tests import house

    call_command("migrate", verbosity=0)
    unit = house.a_library()
    barcodes = [copy.barcode for copy in house.copies_in_stock(unit, COPIES)]
    library = Library(unit.pk, barcodes, [house.a_reader(unit).pk for _ in range(READERS)])
    work(library, 2, 0.0)  # what a process asks once is no part of an act
    return library


def let_go() -> None:
    """Leaves the database, everything in its one file."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def work(library: Library, acts: int, at: float) -> tuple[float, float]:
    """Lends and takes back, copy after copy; the moments of its beginning and end."""
    from orda.circulation.services import give_back, lend

    while time.monotonic() < at:
        pass
    began = time.monotonic()
    for n in range(acts // 2):
        barcode = library.barcodes[n % len(library.barcodes)]
        lend(barcode, library.readers[n % len(library.readers)], library_id=library.unit)
        give_back(barcode, library_id=library.unit)
    return began, time.monotonic()


def recorded(library: Library, acts: int) -> list[Act]:
    """The statements of each act, as the services send them."""
    from django.db import connection

    from orda.circulation.services import give_back, lend

    taken: list[Act] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.startswith("BEGIN"):  # the replay begins and ends its transactions itself
            taken[-1].append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for n in range(acts // 2):
            barcode = library.barcodes[n % len(library.barcodes)]
            taken.append([])
            lend(barcode, library.readers[n % len(library.readers)], library_id=library.unit)
            taken.append([])
            give_back(barcode, library_id=library.unit)
    return taken


# The limit: the same statements without Orda.


class NotTheSame(Exception):
    """A statement found other rows than when the services sent it: the replay measures nothing."""


def replayed_on_sqlite(file: Path, acts: list[Act], durability: str) -> float:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", f"synchronous={durability}", "foreign_keys=ON", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")
    prepared = [[(sql.replace("%s", "?"), params) for sql, params in act] for act in acts]
    began = time.perf_counter()
    for act in prepared:
        connection.execute("BEGIN IMMEDIATE")
        for sql, params in act:
            cursor = connection.execute(sql, params)
            if cursor.description and cursor.fetchone() is None:
                raise NotTheSame(sql)
        connection.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return len(acts) / seconds


def replayed_on_postgres(url: str, acts: list[Act]) -> float:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        began = time.perf_counter()
        for act in acts:
            for sql, params in act:
                cursor.execute(sql, params)
                if cursor.description and cursor.fetchone() is None:
                    raise NotTheSame(sql)
            connection.commit()
        return len(acts) / (time.perf_counter() - began)
