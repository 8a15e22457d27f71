"""A database with real parallel clients, apart from the one that pytest-django makes."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.desks import Desk

DESKS = 4
Library = dict[str, Any]


@contextmanager
def _a_new_database(name: str, folder: Path) -> Iterator[str]:
    """A database of its own on the engine that the suite runs on; gone afterwards."""
    suite = os.environ.get("DATABASE_URL", "")
    if not suite.startswith("postgres"):
        yield f"sqlite:///{folder / 'orda.sqlite3'}"
        return
    with psycopg.connect(suite, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        yield urlsplit(suite)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def desks_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _a_new_database("orda_desks", tmp_path_factory.mktemp("desks")) as url:
        yield url


@pytest.fixture(scope="module")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _a_new_database("orda_house", tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="session")
def open_desk(desks_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Desk]]:
    """Opens one more desk on the common database."""
    folder: Path = tmp_path_factory.mktemp("desks-data")
    opened: list[Desk] = []

    def open_one() -> Desk:
        opened.append(Desk(desks_url, folder))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.close()


@pytest.fixture(scope="session")
def desks(open_desk: Callable[[], Desk]) -> list[Desk]:
    desks = [open_desk() for _ in range(DESKS)]
    desks[0].ask("migrate")
    return desks


_codes = count(1)


@pytest.fixture
def new_library(desks: list[Desk]) -> Callable[..., Library]:
    """Makes a library of its own for the test: {"id", "barcodes", "readers"}."""

    def make(**what: Any) -> Library:
        made: Library = desks[0].ask("library", code=f"t{next(_codes)}", **what)
        return made

    return make
