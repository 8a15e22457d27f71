"""The pages most used after the desk, on the demo's data: statements, processor time, how soon they come by HTTP.

One visitor at a time over one kept connection; processor time is that of the server's processes. `benchmarks/web.py`
has cold start and memory, `benchmarks/desk_race.py` the desk. ORDA_BENCH_DEMO: see benchmarks/_demo.py.
"""

import time
from urllib.parse import quote

from benchmarks import Aim, p50_p95, say, scratch, sized
from benchmarks._demo import POSTGRESQL, SQLITE, Demo, demo_on
from benchmarks.circulation import desk as process
from benchmarks.web import Visitor

TIMES = sized(60, least=10)
LIBRARIAN, DIRECTOR, GUEST = "librarian", "director", ""
CATALOGUE_P50 = Aim(8)
Page = tuple[str, str, Aim | None]  # who opens it, its address, ms p50 that are aimed at


def run() -> None:
    with scratch() as folder:
        for database in (SQLITE, POSTGRESQL):
            with demo_on(database, folder) as demo:
                _measure(database, demo)


def _measure(database: str, demo: Demo) -> None:
    with process(demo.settings) as inside:
        pages = inside.submit(found_pages).result()
        signed_in: dict[str, dict[str, str]] = inside.submit(sessions).result()
        asked = inside.submit(statements, pages, signed_in).result()
    with demo.served() as house:
        visitors = {who: Visitor(house.address, cookies=cookies) for who, cookies in signed_in.items()}
        for name, (who, address, aim) in pages.items():
            for _time in range(8):  # every worker has made the page before
                visitors[who].hang_up()
                visitors[who].get(address)
            before, times = demo.processor_ms(house), list[float]()
            for _time in range(TIMES):
                began = time.perf_counter()
                visitors[who].get(address)
                times.append((time.perf_counter() - began) * 1000)
            p50, p95 = p50_p95(times)
            cost = (demo.processor_ms(house) - before) / TIMES
            say(f"{database}, {name}", asked[name], "statements")
            say(f"{database}, {name}", cost, "ms processor")
            say(f"{database}, {name}", p50, "ms p50", note=f"p95 {p95:.1f} ms", aim=aim)


# What is done in the house's own process.


def found_pages() -> dict[str, Page]:
    """What is opened: a title with many copies, the reader who has most at home."""
    from django.db.models import Count

    from orda.circulation.models import Loan
    from orda.stock.models import Copy

    record = Copy.objects.values("record").annotate(n=Count("pk")).order_by("-n", "record")[0]["record"]
    at_home = Loan.objects.filter(state=Loan.OPEN, library__code="ОҚК").exclude(reader__category="group")
    reader = at_home.values("reader").annotate(n=Count("pk")).order_by("-n", "reader")[0]["reader"]
    search, title = f"/catalogue/?q={quote('кітап')}", f"/catalogue/{record}/"
    return {
        "catalogue, a search, a guest": (GUEST, search, CATALOGUE_P50),
        "catalogue, a search, a librarian": (LIBRARIAN, search, CATALOGUE_P50),
        "catalogue, a record, a guest": (GUEST, title, CATALOGUE_P50),
        "catalogue, a record, a librarian": (LIBRARIAN, title, CATALOGUE_P50),
        "a reader's page": (LIBRARIAN, f"/readers/{reader}/", None),
        "plan board of the network": (DIRECTOR, "/board/", None),
        "plan board of a library": (LIBRARIAN, "/board/", None),
        "diary of the day": (LIBRARIAN, "/diary/", None),
    }


def sessions() -> dict[str, dict[str, str]]:
    """Who is signed in -> their cookies."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    found: dict[str, dict[str, str]] = {GUEST: {}}
    for name in (LIBRARIAN, DIRECTOR):
        client = Client()
        client.force_login(
            get_user_model().objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
        )
        found[name] = {name: cookie.value for name, cookie in client.cookies.items()}
    return found


def statements(pages: dict[str, Page], signed_in: dict[str, dict[str, str]]) -> dict[str, int]:
    """How often each page asks the database once it is known."""
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("collectstatic", verbosity=0, interactive=False)
    found = {}
    for name, (who, address, _aim) in pages.items():
        client = Client(SERVER_NAME="localhost")
        client.cookies.load(signed_in[who])
        for _time in range(2):  # by a guest's second page a visit of the site is counted
            client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found[name] = len(asked)
    return found
