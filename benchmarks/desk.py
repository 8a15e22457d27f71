"""The desk under a queue of children: from scan to answer through real HTTP, and its slowest questions.

A network with a long memory (sizes are printed): many desks scan once a second each, as a quick librarian does; then
one desk does every act while each of its questions to the database is timed, and the slowest ten are printed with
their plans. The machine's load before and after is printed too: on a busy one the figures are the busy one's.
"""

import itertools
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import _history, environment, p50_p95, say, scratch, sized
from benchmarks.circulation import desk as process
from benchmarks.web import Visitor
from tests.desks import ROOT
from tests.postgres import server
from tests.served import serve

SECONDS = sized(30, least=3)
WORKERS = 2
SLOWEST = 10
LIMIT_MS = 20
# What is written to find a reader, at the desk and among readers: a rare surname, a common name, one letter, schools
# and a class that thousands share, each alone and together, telephones, a birth date, and nothing (the year's counts).
SEARCHES = (
    *("серікұлым", "айгүл", "а", "м", "сер", "мектеп", "гимназия", "7", "701", "3а", "17 мектеп", "серік 3а"),
    *("мектеп айгүл", "мектеп гимназия", "серік айгүл мектеп 17", "м а с е к н", "8 701 2", "12.03.2015", ""),
)


def run() -> None:
    print(
        f"  {_history.LOANS:,} loans of {_history.READERS:,} readers, {_history.COPIES:,} copies; a desk scans "
        f"once a second for {SECONDS} s; {WORKERS} workers; load {_load()}"
    )
    with scratch() as folder:
        with server(durable=True) as url:
            settings, made = _filled(folder / "postgres", url)
            _http("PostgreSQL", settings, folder / "postgres", made, desks=sized(50, least=4), aim=40)
            with process(settings) as one:
                _print_slowest(one.submit(_questions, made).result(), "PostgreSQL")
        settings, made = _filled(folder / "sqlite", "")
        _http("SQLite", settings, folder / "sqlite", made, desks=5, aim=25)
        with process(settings) as one:
            _print_slowest(one.submit(_questions, made).result(), "SQLite")
    print(f"  load at the end {_load()}")


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def _filled(folder: Path, url: str) -> tuple[dict[str, str], dict[str, Any]]:
    folder.mkdir()
    settings = environment(folder, url)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks._history"],
        env=settings,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    say(f"history made in the {folder.name} database", time.perf_counter() - began, "s")
    return settings, json.loads(done.stdout.splitlines()[-1])


# From scan to answer, through HTTP.


def _http(
    what: str, settings: dict[str, str], folder: Path, made: dict[str, Any], *, desks: int, aim: int
) -> None:
    with serve(settings, folder, "--workers", str(WORKERS)) as house:
        visitors = [Visitor(house.address, "desk") for _ in range(desks)]
        share = len(made["barcodes"]) // desks
        times: list[float] = []
        opened = threading.Barrier(desks)
        threads = [
            threading.Thread(
                target=_one_desk,
                args=(visitor, made["cards"][n], made["barcodes"][n * share : (n + 1) * share][:4]),
                kwargs={"opened": opened, "times": times},
            )
            for n, visitor in enumerate(visitors)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        p50, p95 = p50_p95(times)
        rate = len(times) / SECONDS
        say(
            f"{what}, {desks} desks at once, a scan: loan or return",
            p50,
            "ms p50",
            note=f"{rate:.0f} a second",
        )
        say(
            f"{what}, {desks} desks at once, a scan: loan or return",
            p95,
            "ms p95",
            note=f"aim under {aim} ms",
        )
        visitors[0].hang_up()
        labels = itertools.cycle(made["barcodes"][:4])
        alone = [_timed(lambda: visitors[0].scan(next(labels))) for _ in range(80)]
        say(f"{what}, one desk alone", p50_p95(alone)[0], "ms p50", note=f"p95 {p50_p95(alone)[1]:.1f} ms")


def _one_desk(
    visitor: Visitor, card: str, barcodes: list[str], *, opened: threading.Barrier, times: list[float]
) -> None:
    """A child's card, then four books lent and taken back in turn, once a second from a moment of its own."""
    visitor.hang_up()
    visitor.scan(card)
    labels = itertools.cycle(barcodes)
    opened.wait()
    due = time.perf_counter() + random.random()
    end = due + SECONDS
    while due < end:
        time.sleep(max(due - time.perf_counter(), 0))
        times.append(_timed(lambda: visitor.scan(next(labels))))
        due += 1


def _timed(scan: Callable[[], None]) -> float:
    began = time.perf_counter()
    scan()
    return (time.perf_counter() - began) * 1000


# The slowest questions, in the desk's own process.


def _questions(made: dict[str, Any]) -> list[tuple[str, float, float, int, str]]:
    """Each statement of a desk's acts and of the search for readers: (statement and what was written, median ms,
    longest ms, times asked, plan), the slowest first."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from orda.circulation.desk import views

    taken: dict[tuple[str, str], list[tuple[float, Any]]] = defaultdict(list)
    written = ""

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)", sql):
                taken[sql, written].append(((time.perf_counter() - began) * 1000, params))

    desk = Client(SERVER_NAME="localhost", raise_request_exception=True)
    staff = get_user_model().objects.get(username="desk")
    desk.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    views.ECHO_SECONDS = 0
    _every_act(desk, made)  # statements and pages known
    with connection.execute_wrapper(note):
        for _time in range(5):
            written = ""
            _every_act(desk, made)
            for written in SEARCHES:
                _search(desk, written)
    told = []
    for (sql, searched), asked in taken.items():
        times = sorted(ms for ms, _params in asked)
        told.append((sql, times[len(times) // 2], times[-1], len(times), asked[-1][1], searched))
    told.sort(key=lambda one: -one[1])
    return [
        (f"[{one[5]}] {one[0]}" if one[5] else one[0], *one[1:4], _plan(one[0], one[4]))
        for one in told[:SLOWEST]
    ]


def _every_act(desk: Any, made: dict[str, Any]) -> None:
    """What one reader's turn at the desk may hold: each page and key of it."""
    from django.urls import reverse

    def press(name: str, **form: str) -> None:
        said = desk.post(reverse(name), form, headers={"hx-request": "true"})
        if said.status_code != 200:
            raise RuntimeError(f"{name}: {said.status_code}")

    def scan(text: str) -> None:
        press("desk_scan", scan=text)

    scan(made["cards"][-1])
    books = made["barcodes"][-4:]
    for label in (*books, books[0], "25*", "Серікұлым", "Серікұлыа Н", made["cards"][-1], "NOSUCH1"):
        scan(label)
    for name in ("desk_renew_all", "desk_undo", "desk_undo", "desk_mode", "desk_mode"):
        press(name)
    for name in ("desk", "desk_slip", "visits"):
        if desk.get(reverse(name)).status_code != 200:
            raise RuntimeError(name)
    for label in books:
        scan(label)
    press("desk_close")
    for label in books[1:]:
        scan(label)


def _search(desk: Any, text: str) -> None:
    """At the desk, where it looks for names alone, and on the page of readers."""
    from django.urls import reverse

    asked = [desk.get(reverse("readers"), {"q": text})]
    if text and not any(sign.isdecimal() for sign in text):
        asked.append(desk.post(reverse("desk_scan"), {"scan": text}, headers={"hx-request": "true"}))
    if any(answer.status_code != 200 for answer in asked):
        raise RuntimeError(text)


def _plan(sql: str, params: Any) -> str:
    from django.db import connection, transaction

    how = "EXPLAIN (ANALYZE, COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{how} {sql}", params)
            lines = [str(row[-1]) for row in cursor.fetchall()]
            transaction.set_rollback(True)
    except Exception as error:
        return f"no plan: {error}"
    return "\n".join(f"        {line}" for line in lines)


def _print_slowest(told: list[tuple[str, float, float, int, str]], where: str) -> None:
    over = sum(median > LIMIT_MS for _sql, median, *_rest in told)
    print(f"  the desk's {len(told)} slowest questions on {where}; {over} over {LIMIT_MS} ms")
    for sql, median, longest, asked, plan in told:
        print(f"    {median:.2f} ms median, {longest:.2f} longest of {asked}: {' '.join(sql.split())[:240]}")
        print(plan)
