"""Desks post while days are being closed and the director looks: nothing is lost, nothing counted twice."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from orda.diary import queries, services
from orda.diary.models import Entry

from .conftest import TODAY, Town, a_town

DESKS, ACTS_EACH = 4, 60
pytestmark = [pytest.mark.parallel, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def many_clients(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Runs functions in threads with connections of their own; on SQLite over a real file."""
    town = a_town()
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        file = sqlite3.connect(tmp_path / "diary.sqlite3")
        connection.connection.backup(file)
        file.close()
        connection.settings_dict["NAME"] = str(tmp_path / "diary.sqlite3")

    def in_thread(work: Callable[[Town], Any]) -> Any:
        try:
            return work(town)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(DESKS + 3) as pool:
        yield lambda *works: [one.result(60) for one in [pool.submit(in_thread, work) for work in works]]
    connection.settings_dict["NAME"] = name


def test_close_day_while_desks_post(many_clients: Callable[..., Any]) -> None:
    working = threading.Barrier(DESKS + 3)
    left = threading.Semaphore(0)
    done = threading.Event()

    def desk(number: int) -> Callable[[Town], None]:
        def post(town: Town) -> None:
            working.wait(30)
            for n in range(ACTS_EACH):
                services.post(
                    day=TODAY,
                    library_id=town.libraries[n % 2].pk,
                    measure="visit",
                    act="visit",
                    act_id=number * ACTS_EACH + n,
                    values={"purpose": ("borrow", "event")[n % 2]},
                )
            left.release()

        return post

    def closer(town: Town) -> int:
        working.wait(30)
        folded = 0
        while not done.is_set():
            folded += sum(services.close_day(library, TODAY) for library in town.libraries)
        return folded

    def director(town: Town) -> list[int]:
        working.wait(30)
        seen = []
        for _ in range(DESKS):
            while not left.acquire(timeout=0.001):
                seen.append(sum(one.quantity for one in queries.totals(TODAY, TODAY)))
        done.set()
        return seen

    *_, one, other, seen = many_clients(*map(desk, range(DESKS)), closer, closer, director)
    assert seen == sorted(seen), "a total went down while lines were only added"
    (after,) = many_clients(_close_and_count)
    assert after == {"folded": DESKS * ACTS_EACH - one - other, "entries": 240, "total": 240, "open": 0}


def _close_and_count(town: Town) -> dict[str, int]:
    return {
        "folded": sum(services.close_day(library, TODAY) for library in town.libraries),
        "entries": Entry.objects.count(),
        "total": sum(one.quantity for one in queries.totals(TODAY.replace(day=1), TODAY.replace(day=30))),
        "open": Entry.objects.filter(open=True).count(),
    }


def test_a_line_is_reversed_by_one_of_many(many_clients: Callable[..., Any]) -> None:
    def enter(town: Town) -> Entry:
        return services.enter_by_hand(
            day=TODAY, library=town.first, measure="visit", quantity=3, reason="power cut"
        )

    (line,) = many_clients(enter)
    together = threading.Barrier(DESKS)

    def take_back(town: Town) -> bool:
        together.wait(30)
        try:
            services.take_back_by_hand(line)
        except services.AlreadyReversed:
            return False
        return True

    assert sorted(many_clients(*[take_back] * DESKS)) == [False] * (DESKS - 1) + [True]
