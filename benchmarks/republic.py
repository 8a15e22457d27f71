"""The same diary over every library of the republic: 3,887 in a tree of regions and networks, each question beside what
it costs over the 21 libraries of a city.

A library's month then has a handful of lines, so totals are hardly fewer than lines: what grows is the answer.
"""

import datetime
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import environment, say, scratch, sized
from benchmarks.board import LIBRARIES, SIZES, TODAY, fill, make_city, opened
from benchmarks.reports import PIVOTS, a_pivot, close_a_day, close_a_year_again

REGIONS, NETWORKS, EVERY_LIBRARY = 20, 200, 3_887
TIMES = 3


def run() -> None:
    size, every = sized(SIZES[-1], least=2_000), sized(EVERY_LIBRARY, least=NETWORKS)
    first: dict[str, float] = {}
    for libraries in (LIBRARIES, every):
        with scratch() as folder, ProcessPoolExecutor(1, get_context("spawn")) as own:
            megabytes, found = own.submit(measured, size, libraries, folder).result()
        print(f"  {libraries:,} libraries, {size:,} entries, days closed ({megabytes:,.0f} MB)", flush=True)
        for what, took in found.items():
            limit = (f"that of {LIBRARIES}", first[what]) if what in first else None
            say(f"  {what}", took, "ms", limit=limit)
        first = first or found


def measured(size: int, libraries: int, folder: Path) -> tuple[float, dict[str, float]]:
    """Megabytes of the file, and the milliseconds of each question."""
    os.environ.update(environment(folder, ORDA_SQLITE_SYNCHRONOUS="OFF"))
    import django
    from django.core.management import call_command

    from orda.network import clock

    django.setup()
    call_command("migrate", verbosity=0)
    fill(size, make_city if libraries == LIBRARIES else lambda: make_republic(libraries))
    noon = datetime.datetime.combine(TODAY, datetime.time(12), tzinfo=ZoneInfo("Asia/Almaty"))
    with clock.stopped_at(noon):
        found = {what: median_ms(work) for what, work in questions(libraries).items()}
        found |= {what: once_ms(work) for what, work in closings().items()}
    return (folder / "orda.sqlite3").stat().st_size / 1e6, found


def make_republic(libraries: int) -> tuple[int, int]:
    """Republic, regions, networks; a network's libraries are of both cohorts."""
    from orda.network.models import Unit
    from orda.network.services import add_unit

    def unit(kind: str, code: str, parent: Unit | None = None) -> Unit:
        return add_unit(kind=kind, code=code, name_kk=code, name_ru=code, name_en=code, parent=parent)

    top = unit("republic", "all")
    regions = [unit("region", f"r{n}", top) for n in range(REGIONS)]
    networks = [unit("network", f"n{n}", regions[n % REGIONS]) for n in range(NETWORKS)]
    first = networks[-1].pk + 1
    Unit.objects.bulk_create(
        Unit(
            pk=first + n,
            kind="library",
            code=f"l{n}",
            name_kk=f"library {n}",
            name_ru=f"library {n}",
            name_en=f"library {n}",
            parent=networks[n % NETWORKS],
            path=f"{networks[n % NETWORKS].path}{first + n}/",
            library_type="children" if n % 3 else "public",
            cohort="children" if n % 3 else "public",
        )
        for n in range(libraries)
    )
    return first, libraries


def questions(libraries: int) -> dict[str, Callable[[], object]]:
    whole = libraries == LIBRARIES
    found: dict[str, Callable[[], object]] = {
        "the board of all": lambda: board_of("all"),
        **({} if whole else {"the board of one region": lambda: board_of("r3")}),
        **({} if whole else {"the board of one network": lambda: board_of("n3")}),
        "the board of one library": lambda: board_of("l4"),
        "loans of all: where and when": lambda: opened(f"/board/loans/?year=2024&as_of={TODAY}"),
        "loans of all in November: where and on which days": lambda: opened(
            f"/board/loans/?year=2024&as_of={TODAY}&month=11"
        ),
        "the map": lambda: opened(f"/board/map/?year=2024&as_of={TODAY}"),
        "the board as a letter": letter,
    }
    return found | {what: (lambda w=what: a_pivot(w)) for what in PIVOTS}  # type: ignore[misc]


def board_of(code: str) -> None:
    opened(f"/board/?year=2024&as_of={TODAY}&library={code}")


def letter() -> None:
    from orda.planning.board.digest import digest

    assert digest(None, TODAY, weekly=True, address="https://board.example.kz").lines


def closings() -> dict[str, Callable[[], object]]:
    return {
        "closing a library's day of 500 lines": close_a_day,
        "closing a library's year again, a late line each day": close_a_year_again,
        "closing the night: a late line of each library on each day of a month": close_a_month_everywhere,
    }


def close_a_month_everywhere() -> None:
    """What `orda nightly` does after a month of late corrections; the lines are written by plain SQL."""
    from django.db import connection

    from orda.diary.services import close_days_before
    from orda.network.models import Unit

    late = (
        "INSERT INTO diary_entry (day, library_id, measure, dimensions_id, quantity, act, act_id, open, recorded_at,"
        " reason) SELECT date('2023-05-01', '+' || n || ' days'), u.id, 'visit', (SELECT MIN(dimensions_id) FROM"
        " diary_monthtotal WHERE measure = 'visit'), 1, 'visit', n, 1, '2024-01-01 00:00:00', ''"
        " FROM network_unit u, (WITH RECURSIVE i(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM i WHERE n < 30)"
        " SELECT n FROM i) WHERE u.kind = 'library'"
    )
    with connection.cursor() as cursor:
        cursor.execute(late)
    began = time.perf_counter()
    assert close_days_before(TODAY) == 31 * Unit.objects.filter(kind="library").count()
    _took["closing"] = time.perf_counter() - began


_took: dict[str, float] = {}


def once_ms(work: Callable[[], object]) -> float:
    """Milliseconds of what changes what it is done to; what a work times itself, without its preparations."""
    _took.clear()
    began = time.perf_counter()
    work()
    return _took.get("closing", time.perf_counter() - began) * 1000


def median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
