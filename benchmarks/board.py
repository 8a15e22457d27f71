"""How long the plan board takes over a big diary whose days are closed, and how that grows with the diary.

Ten years, 21 libraries, lines of every measure in the proportions of a working library, written by plain SQL. The
board reads a year's month totals, so what grows is the diary, not the answer. A day's lines are read as well: the
end of the way down.
"""

import datetime
import itertools
import math
import os
import statistics
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import environment, say, scratch, sized

FIRST, TODAY = datetime.date(2014, 11, 24), datetime.date(2024, 11, 23)
SIZES = (100_000, 1_000_000, 10_000_000)
LIBRARIES = 21
AT_ONCE = 500_000
TIMES = 9


def run() -> None:
    first: dict[str, float] = {}
    for size in (sized(size, least=2_000) for size in SIZES):
        with scratch() as folder, ProcessPoolExecutor(1, get_context("spawn")) as own:
            filled, megabytes, medians = own.submit(measured, size, folder).result()
        print(f"  {size:,} entries, days closed ({filled:.0f} s to write, {megabytes:,.0f} MB)", flush=True)
        for what, median in medians.items():
            limit = (f"that of {sized(SIZES[0], least=2_000):,}", first[what]) if first else None
            say(f"  {what}", median, "ms", limit=limit, note=AIMS.get(what, ""))
        first = first or medians


def measured(size: int, folder: Path) -> tuple[float, float, dict[str, float]]:
    """Seconds to write, megabytes of the file, and the median milliseconds of each question."""
    os.environ.update(environment(folder, ORDA_SQLITE_SYNCHRONOUS="OFF"))
    import django
    from django.core.management import call_command

    from orda.network import clock

    django.setup()
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    fill(size)
    filled = time.perf_counter() - began
    noon = datetime.datetime.combine(TODAY, datetime.time(12), tzinfo=ZoneInfo("Asia/Almaty"))
    with clock.stopped_at(noon):
        medians = {what: median_ms(ask) for what, ask in ASKED.items()}
    megabytes = (folder / "orda.sqlite3").stat().st_size / 1e6
    return filled, megabytes, medians


def median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def fill(size: int, make_network: Callable[[], tuple[int, int]] | None = None) -> None:
    """The lines, then their totals, as closing every day leaves them. `make_network`: makes the libraries, whose ids
    follow each other, and tells (the first id, how many)."""
    from django.db import connection

    from orda.planning.services import load_plan

    load_plan()
    first_library, libraries = (make_network or make_city)()
    kinds = make_kinds()
    days = (TODAY - FIRST).days + 1
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=OFF")
        cursor.execute("CREATE TEMP TABLE kind (n INTEGER PRIMARY KEY, measure TEXT, dimensions_id INTEGER)")
        cursor.executemany("INSERT INTO kind VALUES (%s, %s, %s)", [(n, *k) for n, k in enumerate(kinds)])
        for low in range(0, size, AT_ONCE):
            cursor.execute(
                FILL, [low, min(low + AT_ONCE, size) - 1, days, size, first_library, libraries, len(kinds)]
            )
        for statement in FOLD:
            cursor.execute(statement)
        cursor.execute("ANALYZE")


# Line i: days in order, library and kind scattered by two odd multipliers.
FILL = f"""
WITH RECURSIVE i(at) AS (SELECT %s UNION ALL SELECT at + 1 FROM i WHERE at < %s)
INSERT INTO diary_entry (day, library_id, measure, dimensions_id, quantity, act, act_id, open, recorded_at, reason)
SELECT date('{FIRST}', '+' || (at * %s / %s) || ' days'), %s + (at * 7919) %% %s, kind.measure,
       kind.dimensions_id, 1, kind.measure, at, 0, '2024-01-01 00:00:00', ''
FROM i JOIN kind ON kind.n = (at * 2654435761 / 128) %% %s"""


FOLD = (
    "INSERT INTO diary_daytotal (day, library_id, measure, dimensions_id, quantity)"
    " SELECT day, library_id, measure, dimensions_id, SUM(quantity) FROM diary_entry GROUP BY 1, 2, 3, 4",
    "INSERT INTO diary_monthtotal (month, library_id, measure, dimensions_id, quantity)"
    " SELECT date(day, 'start of month'), library_id, measure, dimensions_id, SUM(quantity)"
    " FROM diary_daytotal GROUP BY 1, 2, 3, 4",
    "INSERT INTO diary_monthsum (month, library_id, measure, quantity)"
    " SELECT month, library_id, measure, SUM(quantity) FROM diary_monthtotal GROUP BY 1, 2, 3",
)


def make_city() -> tuple[int, int]:
    """One network and its libraries."""
    from orda.network.models import Unit
    from orda.network.services import add_unit

    top = add_unit(kind="network", code="all", name_kk="all", name_ru="all", name_en="all")
    for n in range(LIBRARIES):
        cohort, name = ("children" if n % 3 else "public"), f"library {n}"
        add_unit(
            kind="library",
            code=f"l{n}",
            name_kk=name,
            name_ru=name,
            name_en=name,
            parent=top,
            library_type=cohort,
            cohort=cohort,
        )
    return Unit.objects.get(code="l0").pk, LIBRARIES


def make_kinds() -> list[tuple[str, int]]:
    """(measure, dimensions), each as often as its share of all acts."""
    from orda.diary.measures import DIMENSIONS, MEASURES
    from orda.diary.services import dimension_set_id

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


def numbers() -> None:
    """Both cohorts and the network, as one board shows them."""
    from orda.planning.queries import plan_year

    year = plan_year(2024, TODAY)
    shown = [year.status(cohort) for cohort in ("", "children", "public")]
    assert all(row.actual for row in shown[0].indicators if row.key in ("loans", "visits", "readers"))


def page() -> None:
    """The director's page, last year's column, plots and all."""
    opened(f"/board/?year=2024&as_of={TODAY}")


def indicator() -> None:
    opened(f"/board/loans/?year=2024&as_of={TODAY}&month=11")


def a_day() -> None:
    opened(f"/board/loans/lines/?year=2024&as_of={TODAY}&month=11&day=2024-11-20&library=l4")


def opened(address: str) -> None:
    if "director" not in _clients:
        _clients["director"] = signed_in()
    answer = _clients["director"].get(address)  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status_code


_clients: dict[str, object] = {}


def signed_in() -> object:
    from django.conf import settings
    from django.test import Client

    from orda.network.models import Unit
    from orda.network.services import add_staff

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    person = add_staff(
        username="director",
        password="a long pass phrase",
        first_name="D",
        last_name="D",
        unit=Unit.objects.get(code="all"),
        role="director",
    )
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


ASKED: dict[str, Callable[[], None]] = {
    "the board's numbers, network and both cohorts": numbers,
    "the board's whole page": page,
    "an indicator's libraries and days of a month": indicator,
    "the acts of one day in one library": a_day,
}
AIMS = {"the board's numbers, network and both cohorts": "aim under 100 ms"}
