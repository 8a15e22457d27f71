"""A database with real parallel clients, apart from the one that pytest-django makes; a served house and a browser."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.desks import ROOT, Desk
from tests.first_library import PASSWORD
from tests.served import CHROMIUM, House, environment_of, serve

DESKS = 4
Library = dict[str, Any]


@contextmanager
def _a_new_database(name: str, folder: Path) -> Iterator[str]:
    """A database of its own on the engine that the suite runs on; gone afterwards."""
    name += os.environ.get("PYTEST_XDIST_WORKER", "")  # one for each process of the suite
    suite = os.environ.get("DATABASE_URL", "")
    if not suite.startswith("postgres"):
        yield f"sqlite:///{folder / name}.sqlite3"
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


@pytest.fixture
def another_database(tmp_path: Path) -> Callable[..., Any]:
    """with another_database() as url: an empty database beside the others."""
    return lambda name="orda_another": _a_new_database(name, tmp_path)


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


@pytest.fixture(scope="module")
def house(
    new_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, dict[str, Any]]]:
    folder: Path = tmp_path_factory.mktemp("house")
    environment = environment_of(new_database, folder)
    made = subprocess.run(
        [sys.executable, "-m", "tests.first_library"],
        **{"env": environment, "cwd": ROOT, "capture_output": True, "text": True},
    )
    assert made.returncode == 0, made.stderr
    with serve(environment, folder) as served:
        yield served, json.loads(made.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complains of."""
    return []


@pytest.fixture
def page(browser: Browser, house: tuple[House, dict[str, Any]], complaints: list[str]) -> Iterator[Page]:
    """A librarian's signed-in window; anything that the page complains of fails the test."""
    with window_of("aigul", browser, house[0], complaints) as page:
        yield page


@contextmanager
def window_of(username: str, browser: Browser, house: House, complaints: list[str]) -> Iterator[Page]:
    """The signed-in window of one of the first library's staff."""
    context = browser.new_context(base_url=house.address, locale="kk-KZ")
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto("/sign-in/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    yield page
    context.close()
    assert complaints == []
