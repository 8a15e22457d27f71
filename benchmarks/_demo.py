"""The demo's library on each database, for a race: built once, a fresh copy for each run.

ORDA_BENCH_DEMO names a folder where the built demo is kept from one run to the next; without it each run builds
its own, two minutes. PostgreSQL gets the very rows of the SQLite file.
"""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import environment, say
from benchmarks._processes import processor_ms, started
from tests.desks import ROOT
from tests.postgres import server
from tests.served import ORDA, House, serve

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
_SEQUENCES = """
SELECT format('SELECT setval(%L, (SELECT COALESCE(MAX(%I), 0) + 1 FROM %I), false)',
              pg_get_serial_sequence(quote_ident(table_name), column_name), column_name, table_name)
FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'"""
_TYPES = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"""


@dataclass(frozen=True)
class Demo:
    """A demo's database and data folder. `database`: the process that serves it; 0 where it is a file."""

    folder: Path
    settings: dict[str, str]
    database: int = 0

    @contextmanager
    def served(self) -> Iterator[House]:
        with serve(self.settings, self.folder) as house:
            yield house

    def processor_ms(self, house: House) -> float:
        """What the house and its database have cost until now; ms."""
        return processor_ms(house.process) + (processor_ms(self.database) if self.database else 0)


@contextmanager
def demo_on(database: str, scratch: Path) -> Iterator[Demo]:
    """A demo of its own on that database, synchronous as an installation is."""
    kept = Path(os.environ.get("ORDA_BENCH_DEMO") or scratch) / "demo"
    if not (kept / "demo.json").exists():
        _build(kept)
    folder = scratch / f"{database.lower()}-race"
    shutil.copytree(kept, folder)
    if database == SQLITE:
        yield Demo(folder, _settings(folder))
        return
    with server(durable=True) as url:
        settings = _settings(folder, url)
        subprocess.run([ORDA, "migrate", "--verbosity", "0"], env=settings, cwd=ROOT, check=True)
        _fill(url, folder / "orda.sqlite3")
        yield Demo(folder, settings, started(os.getpid(), "postgres"))


def _settings(folder: Path, url: str = "") -> dict[str, str]:
    return environment(folder, url, ORDA_DEMO_YEAR="2024")


def _build(folder: Path) -> None:
    folder.mkdir(parents=True)
    began = time.perf_counter()
    words = [ORDA, "demo", "--no-serve"]
    subprocess.run(words, env=_settings(folder), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    say("demo built", time.perf_counter() - began, "s")


def _fill(url: str, file: Path) -> None:
    """The rows of the SQLite file into the same tables of PostgreSQL."""
    with closing(sqlite3.connect(file)) as source, psycopg.connect(url, autocommit=True) as target:
        target.execute("SET TIME ZONE 'UTC'")  # as SQLite keeps moments
        target.execute(
            "SET session_replication_role = replica"
        )  # no trigger, no foreign key while rows come in
        tables = dict[str, dict[str, str]]()
        for table, column, kind in target.execute(_TYPES):
            tables.setdefault(table, {})[column] = kind
        target.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables))
        for table, columns in tables.items():
            _copy(source, target, table, columns)
        for (sql,) in target.execute(_SEQUENCES).fetchall():
            target.execute(sql)
        target.execute("VACUUM ANALYZE")


def _copy(source: sqlite3.Connection, target: Any, table: str, columns: dict[str, str]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    yes_or_no = [kind == "boolean" for kind in columns.values()]
    with target.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in source.execute(f'SELECT {names} FROM "{table}"'):  # noqa: S608  # names of our own tables
            copy.write_row(
                [
                    bool(value) if flag and value is not None else value
                    for value, flag in zip(row, yes_or_no, strict=True)
                ]
            )
