"""How long the plan board's numbers take over a big diary, and how that grows.

    python -m benchmarks.diary [ENTRIES ...]        (100,000 and 1,000,000 by default)

Ten years, 21 libraries, every day closed, filled by plain SQL into a SQLite file of its own that is removed
afterwards. 10,000,000 entries take about four gigabytes of disk while it runs.
"""

import datetime
import itertools
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

FIRST, LAST = datetime.date(2015, 1, 1), datetime.date(2024, 12, 31)
LIBRARIES = 21
AT_ONCE = 500_000
TIMES = 7


def main(sizes: list[int]) -> None:
    print(f"{'entries':>12} {'fill, s':>9} {'file, MB':>9}  " + "  ".join(f"{name:>22}" for name in ASKED))
    before: list[float] = []
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="orda-bench-diary-"))
        try:
            # A process of its own: settings are read once.
            one = [sys.executable, "-m", "benchmarks.diary", "--one", str(size), str(folder)]
            subprocess.run(one, check=True)
            line, *times = (folder / "result").read_text().split("\n")
        finally:
            shutil.rmtree(folder)
        print(line, flush=True)
        now = [float(one) for one in times]
        if before:
            grown = "  ".join(f"{f'× {b / a:.2f}':>22}" for a, b in zip(before, now, strict=True))
            print(f"{'':>12} {'':>9} {'':>9}  {grown}", flush=True)
        before = now


def measure(size: int, folder: Path) -> None:
    start(folder)
    began = time.perf_counter()
    fill(size)
    filled = time.perf_counter() - began
    medians = [median_ms(ask) for ask in ASKED.values()]
    file = (folder / "orda.sqlite3").stat().st_size / 1e6
    line = f"{size:>12,} {filled:>9.1f} {file:>9.0f}  " + "  ".join(f"{f'{m:.1f} ms':>22}" for m in medians)
    (folder / "result").write_text("\n".join([line, *map(str, medians)]))


def start(folder: Path) -> None:
    os.environ.update(
        ORDA_DATA_DIR=str(folder),
        DATABASE_URL=f"sqlite:///{folder / 'orda.sqlite3'}",
        DJANGO_SETTINGS_MODULE="orda.settings",
        ORDA_SQLITE_SYNCHRONOUS="OFF",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def fill(size: int) -> None:
    """Entries of every measure in the proportions of a working library, days closed, totals folded."""
    from django.db import connection

    kinds = make_kinds()
    days = (LAST - FIRST).days + 1
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=OFF")
        cursor.execute("CREATE TEMP TABLE kind (n INTEGER PRIMARY KEY, measure TEXT, dimensions_id INTEGER)")
        cursor.executemany("INSERT INTO kind VALUES (%s, %s, %s)", [(n, *k) for n, k in enumerate(kinds)])
        for low in range(0, size, AT_ONCE):
            cursor.execute(FILL, [low, min(low + AT_ONCE, size) - 1, days, size, LIBRARIES, len(kinds)])
        for statement in FOLD:
            cursor.execute(statement)
        cursor.execute("ANALYZE")


# Entry i: days in order, library and kind scattered by two odd multipliers.
FILL = f"""
WITH RECURSIVE i(at) AS (SELECT %s UNION ALL SELECT at + 1 FROM i WHERE at < %s)
INSERT INTO diary_entry (day, library_id, measure, dimensions_id, quantity, act, act_id, open, recorded_at, reason)
SELECT date('{FIRST}', '+' || (at * %s / %s) || ' days'), 2 + (at * 7919) %% %s, kind.measure,
       kind.dimensions_id, 1, kind.measure, at, 0, '2024-01-01 00:00:00', ''
FROM i JOIN kind ON kind.n = (at * 2654435761 / 128) %% %s"""


FOLD = (
    "INSERT INTO diary_daytotal (day, library_id, measure, dimensions_id, quantity)"
    " SELECT day, library_id, measure, dimensions_id, SUM(quantity) FROM diary_entry GROUP BY 1, 2, 3, 4",
    "INSERT INTO diary_monthtotal (month, library_id, measure, dimensions_id, quantity)"
    " SELECT date(day, 'start of month'), library_id, measure, dimensions_id, SUM(quantity)"
    " FROM diary_daytotal GROUP BY 1, 2, 3, 4",
)


def make_kinds() -> list[tuple[str, int]]:
    """(measure, dimensions), each as often as its share of all acts."""
    from orda.diary.measures import DIMENSIONS, MEASURES
    from orda.diary.services import dimension_set_id
    from orda.network.services import add_unit

    top = add_unit(kind="network", code="all", name_kk="all", name_ru="all", name_en="all")
    for n in range(LIBRARIES):
        name = f"library {n}"
        add_unit(kind="library", code=f"l{n}", name_kk=name, name_ru=name, name_en=name, parent=top)
    found: list[tuple[str, int]] = []
    for measure, weight in WEIGHTS.items():
        told_apart = [name for name in MEASURES[measure].dimensions if DIMENSIONS[name].values]
        for one in itertools.product(*(shares(DIMENSIONS[name].values or {}) for name in told_apart)):
            slots = round(weight * math.prod(share for _value, share in one))
            values = {name: value for name, (value, _share) in zip(told_apart, one, strict=True)}
            found += [(measure, dimension_set_id(measure, values))] * slots
    return found


def shares(values: Iterable[str]) -> list[tuple[str, float]]:
    """Values as a library meets them: the first takes most, each next a half of the one before."""
    weighted = [(value, 0.5**n) for n, value in enumerate(values)]
    return [(value, share / sum(s for _v, s in weighted)) for value, share in weighted]


# Of a hundred acts sixty are loans and twenty visits; in ten-thousandths of all acts.
WEIGHTS = {"loan": 6000, "visit": 2000, "return": 1000, "renewal": 600, "reader_registered": 200}
WEIGHTS |= {"event_held": 40, "event_attended": 40, "event_viewed": 20, "catalogue_record": 20}
WEIGHTS |= {"intake": 40, "withdrawal": 40}


def year() -> None:
    ask(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))


def year_to_november() -> None:
    ask(datetime.date(2024, 1, 1), datetime.date(2024, 11, 23))


def ask(first: datetime.date, last: datetime.date) -> None:
    from orda.diary.queries import totals

    assert totals(first, last, measures=tuple(WEIGHTS), by=("library", "dimensions"))


def stock() -> None:
    from orda.diary.queries import level

    level("stock", datetime.date(2024, 11, 23))


def one_day() -> None:
    from orda.diary.queries import day_sheet

    assert day_sheet(datetime.date(2024, 11, 23), [5])


ASKED: dict[str, Callable[[], None]] = {
    "whole year": year,
    "as of 23 November": year_to_november,
    "stock on 23 November": stock,
    "a library's day sheet": one_day,
}


def median_ms(work: Callable[[], None]) -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)[TIMES // 2]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([int(size.replace(",", "")) for size in sys.argv[1:]] or [100_000, 1_000_000])
