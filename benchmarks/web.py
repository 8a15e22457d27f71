"""The served house: cold start, how soon pages come, and what a worker weighs after a thousand requests.

A small library with the real plan loaded, `orda serve` as a user starts it, one visitor at a time over one kept
connection, one worker: times are a page's own cost, seen from outside.
"""

import http.client
import itertools
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from benchmarks import environment, p50_p95, say, scratch, sized
from benchmarks._processes import heaviest_mb
from tests.desks import ROOT
from tests.first_library import PASSWORD
from tests.served import serve

REQUESTS = sized(1_000, least=60)
# page -> who opens it ("" is a stranger) and its address
PAGES = {
    "home": ("", "/"),
    "catalogue, a search": ("", f"/catalogue/?q={quote('кітап')}"),
    "desk": ("aigul", "/desk/"),
    "readers by name": ("aigul", f"/readers/?q={quote('Серік')}"),
    "diary of the day": ("aigul", "/diary/"),
    "events of the plan": ("aigul", "/events/"),
    "plan board": ("director", "/board/"),
}
SCANS = "desk, a scan: a loan or a return"


def run() -> None:
    with scratch() as folder:
        settings = environment(folder, ORDA_DEMO_YEAR="2024")
        made = subprocess.run(
            [sys.executable, "-m", "tests.first_library"],
            env=settings,
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        library = json.loads(made.stdout.splitlines()[-1])
        for start in ("first start, static files collected", "later starts"):
            began = time.perf_counter()
            with serve(settings, folder, "--workers", "1") as house:
                Visitor(house.address).get("/")
                say(f"cold start to first page: {start}", time.perf_counter() - began, "s")
                if start == "later starts":
                    measure(house.address, library)


def measure(address: str, library: dict[str, Any]) -> None:
    before = heaviest_mb(os.getpid())
    visitors = {name: Visitor(address, name) for name in {who for who, _page in PAGES.values()}}
    ways: dict[str, Callable[[], None]] = {
        name: (lambda who=who, page=page: visitors[who].get(page)) for name, (who, page) in PAGES.items()
    }
    desk, labels = visitors["aigul"], itertools.cycle(library["barcodes"][:4])
    desk.scan(library["card"])
    ways[SCANS] = lambda: desk.scan(next(labels))
    print(f"  {REQUESTS:,} requests, {len(ways)} pages in turn")
    for name, way in ways.items():
        way()
        times = [timed(way) for _ in range(max(REQUESTS // len(ways), 5))]
        p50, p95 = p50_p95(times)
        say(name, p50, "ms p50", note=f"p95 {p95:.1f} ms")
    say("memory of the worker at the start", before, "MB")
    say(
        f"memory of the worker after {REQUESTS:,} requests",
        heaviest_mb(os.getpid()),
        "MB",
        note="aim under 200",
    )


def timed(way: Callable[[], None]) -> float:
    began = time.perf_counter()
    way()
    return (time.perf_counter() - began) * 1000


class Visitor:
    """A browser's manners without the browser: cookies, the form's token, one kept connection."""

    def __init__(self, address: str, name: str = "", *, cookies: dict[str, str] | None = None) -> None:
        """Signs in with a name; with `cookies` somebody is signed in already."""
        self._address = address
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc)
        self._cookies = dict(cookies or {})
        self._token = ""
        if name:
            self.get("/sign-in/")
            self.post("/sign-in/", username=name, password=PASSWORD)
            self.get("/")  # the token is a new one after sign-in

    def hang_up(self) -> None:
        """Ends the kept connection, which the server may have ended too; the next request makes a new one."""
        self._connection.close()

    def get(self, page: str) -> str:
        said = self._ask("GET", page)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', said)
        self._token = found.group(1) if found else self._token
        return said

    def post(self, page: str, **form: str) -> None:
        self._ask("POST", page, urlencode({**form, "csrfmiddlewaretoken": self._token}))

    def scan(self, typed: str) -> str:
        """As the desk's page does it: the token in a header, the live part alone comes back."""
        headers = {
            "HX-Request": "true",
            "HX-Target": "desk",
            "HX-Current-URL": f"{self._address}/desk/",
            "X-CSRFToken": self._token,
        }
        return self._ask("POST", "/desk/scan/", urlencode({"scan": typed}), headers)

    def _ask(
        self, method: str, page: str, body: str | None = None, more: dict[str, str] | None = None
    ) -> str:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            **(more or {}),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, page, body, headers)
        answer = self._connection.getresponse()
        said = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _is, value = line.split(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status not in (200, 302):
            raise RuntimeError(f"{method} {page}: {answer.status}")
        return said
