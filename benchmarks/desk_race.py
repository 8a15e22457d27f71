"""The race of the desk on the demo's data, on both databases: statements, processor time, how soon it answers.

A loan is a card and a copy, two answers; a return is one. Answers come through real HTTP from `orda serve` and are
looked at. New readers of one library borrow the demo's own copies. Processor time is that of the server and its
database together. The peer that is raced against stands in the issue: 6.8 ms a copy, 80 loans a second of eight desks.
ORDA_BENCH_DEMO: see benchmarks/_demo.py. On a busy machine the figures are the busy machine's: its load is printed.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any

from benchmarks import Aim, _desks, p50_p95, say, scratch, sized
from benchmarks._demo import POSTGRESQL, SQLITE, Demo, demo_on
from benchmarks._desks import Share
from benchmarks.circulation import desk as process
from tests.served import House

FEW, MANY = 8, 50
CARDS, COPIES = 8, 40  # of each of the few desks: five books a reader, the rules' limit
ALONE, ROUNDS = sized(5), sized(3)  # how often the copies are lent and taken back: by one desk, by the few
SECONDS = sized(30, least=10)
COUNTED = 4  # acts of a kind whose statements are counted
LIBRARIAN, LIBRARY = "librarian", "ОҚК"  # of the demo: at the central library
STATEMENTS = {"card": Aim(8), "copy": Aim(10), "back": Aim(8)}
ONE_DESK_P95 = {"card": 6.0, "copy": 6.0, "back": 4.0}
WORDS = {"card": "scan of a card", "copy": "scan of a copy: loan", "back": "scan of a copy: return"}
_TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)", re.IGNORECASE)


def run() -> None:
    print(f"  {COPIES} copies a desk; load {_load()}")
    with scratch() as folder:
        for database, times in ((SQLITE, 1.0), (POSTGRESQL, 1.3)):
            with demo_on(database, folder) as demo:
                _race(database, demo, times)
    print(f"  load at the end {_load()}")


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def _race(database: str, demo: Demo, times: float) -> None:
    """`times`: how much more than SQLite this database may take of one desk."""
    say_of = partial(_say, database)
    with process(demo.settings) as inside:
        shares = inside.submit(prepared, MANY).result()
        counted = inside.submit(statements, shares[0]).result()
    for kind, (asked, of_transaction) in counted.items():
        say_of(
            WORDS[kind],
            asked,
            "statements",
            note=f"and {of_transaction} of transactions",
            aim=STATEMENTS[kind],
        )
    with demo.served() as house, _load_of(house, shares) as load:
        _one_desk(say_of, demo, house, load, times)
        _few_desks(say_of, demo, house, load)
        found = load.submit(_desks.once_a_second, MANY, SECONDS).result()
        p50, p95, worst = _spread(found["card"] + found["copy"] + found["back"])
        say_of(f"{MANY} desks, once a second, an answer", p50, "ms p50")
        say_of(f"{MANY} desks, once a second, an answer", p95, "ms p95", aim=Aim(20))
        say_of(f"{MANY} desks, once a second, an answer", worst, "ms worst")


def _say(database: str, what: str, measured: float, unit: str, **more: Any) -> None:
    say(f"{database}, {what}", measured, unit, **more)


@contextmanager
def _load_of(house: House, shares: list[Share]) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(1, get_context("spawn")) as load:
        load.submit(_desks.open_desks, house.address, shares).result()
        for work in (_desks.lend_all, _desks.take_all_back):  # every worker knows its statements and pages
            load.submit(work, FEW).result()
        yield load


def _one_desk(say_of: Any, demo: Demo, house: House, load: ProcessPoolExecutor, times: float) -> None:
    found, cost, returns_cost, own = defaultdict[str, list[float]](list), 0.0, 0.0, 0.0
    for _round in range(ALONE):
        lent, ms = _costing(demo, house, load.submit(_desks.lend_all, 1))
        back, back_ms = _costing(demo, house, load.submit(_desks.take_all_back, 1))
        cost, returns_cost, own = cost + ms, returns_cost + back_ms, own + lent["processor"]
        for kind in WORDS:
            found[kind] += lent[kind] + back[kind]
    loans = len(found["copy"])
    say_of("processor, a loan (card + copy)", cost / loans, "ms", aim=Aim(10 * times))
    say_of("processor, a return", returns_cost / loans, "ms")
    say_of("processor of those who scan, a loan", own / loans, "ms", note="not the house's")
    for kind, words in WORDS.items():
        p50, p95, worst = _spread(found[kind])
        say_of(f"one desk, {words}", p50, "ms p50")
        say_of(f"one desk, {words}", p95, "ms p95", aim=Aim(ONE_DESK_P95[kind] * times))
        say_of(f"one desk, {words}", worst, "ms worst")


def _few_desks(say_of: Any, demo: Demo, house: House, load: ProcessPoolExecutor) -> None:
    answers, loans, returns, seconds, cost, own = list[float](), 0, list[float](), 0.0, 0.0, 0.0
    for _round in range(ROUNDS):
        lent, ms = _costing(demo, house, load.submit(_desks.lend_all, FEW))
        answers += lent["card"] + lent["copy"]
        loans, seconds = loans + len(lent["copy"]), seconds + lent["seconds"]
        cost, own = cost + ms, own + lent["processor"]
        returns += load.submit(_desks.take_all_back, FEW).result()["back"]
    p50, p95, worst = _spread(answers)
    what = f"{FEW} desks without a pause"
    say_of(what, loans / seconds, "loans/s", note=f"{loans} loans", aim=Aim(120, at_least=True))
    say_of(f"{what}, an answer of a loan", p50, "ms p50")
    say_of(f"{what}, an answer of a loan", p95, "ms p95", aim=Aim(100))
    say_of(f"{what}, an answer of a loan", worst, "ms worst", aim=Aim(250))
    p50, p95, worst = _spread(returns)
    say_of(f"{what}, a return", p50, "ms p50", note=f"p95 {p95:.1f}, worst {worst:.1f}")
    say_of(f"{what}, processor, a loan", cost / loans, "ms")
    say_of(f"{what}, processor of those who scan, a loan", own / loans, "ms", note="not the house's")


def _costing(demo: Demo, house: House, work: "Future[dict[str, Any]]") -> tuple[dict[str, Any], float]:
    """What was measured while the work went on, and the processor ms that it cost the house."""
    before = demo.processor_ms(house)
    done = work.result()
    return done, demo.processor_ms(house) - before


def _spread(times: list[float]) -> tuple[float, float, float]:
    return *p50_p95(times), max(times)


# What is done in the house's own process.


def prepared(desks: int) -> list[Share]:
    """Readers registered for the race, the demo's copies that are free to lend, a session for each desk."""
    from django.contrib.auth import get_user_model
    from django.db import transaction
    from django.test import Client
    from django.utils.html import escape

    from orda.network.queries import unit_by_code
    from tests.house import a_reader

    staff, library = get_user_model().objects.get(username=LIBRARIAN), unit_by_code(LIBRARY)
    copies = _free_copies(library.pk)
    shares = []
    with transaction.atomic():
        for number in range(desks):
            cards, books = (CARDS, COPIES) if number < FEW else (1, 4)
            client = Client()
            client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
            readers = [a_reader(library, family_name="Жарыс").card_number for _ in range(cards)]
            own = [next(copies) for _ in range(books)]
            cookies = {name: cookie.value for name, cookie in client.cookies.items()}
            shares.append(Share(cookies, readers, [(barcode, escape(title)) for barcode, title in own]))
    return shares


def _free_copies(library: int) -> Iterator[tuple[str, str]]:
    """(barcode, title) of books of the library that anybody may take home, each of another title."""
    from orda.circulation.models import Hold, Loan, LossCase, Note, Transit
    from orda.stock.models import Copy

    free = Copy.objects.filter(library=library, status=Copy.Status.IN_STOCK, document_kind="book")
    free = free.filter(stands_at=None, record__age_mark=None).order_by("pk")
    for taken in (
        Loan.objects.all(),
        Hold.objects.exclude(copy=None),
        LossCase.objects,
        Note.objects,
        Transit.objects,
    ):
        free = free.exclude(pk__in=taken.exclude(copy=None).values("copy"))
    seen = set[int]()
    for barcode, title, record in free.values_list("barcode", "record__title", "record_id").iterator():
        if record not in seen:
            seen.add(record)
            yield barcode, title


def statements(share: Share) -> dict[str, tuple[int, int]]:
    """Kind of scan -> (the most statements of a few such answers, those of transactions beside them)."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    client.cookies.load(share.cookies)
    found = defaultdict[str, list[tuple[int, int]]](list)

    def scan(kind: str, typed: str, needed: str) -> None:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.post("/desk/scan/", {"scan": typed}, headers={"hx-request": "true"})
        if answer.status_code != 200 or needed not in answer.content.decode():
            raise _desks.WrongAnswer(typed)
        of_transaction = sum(bool(_TRANSACTION.match(one["sql"])) for one in asked.captured_queries)
        found[kind].append((len(asked) - of_transaction, of_transaction))

    for card, (barcode, _title) in zip(share.cards, share.copies[: COUNTED + 1], strict=False):
        scan("card", card, f'data-card="{card}"')
        scan("copy", barcode, 'data-act="loan"')
    for barcode, _title in share.copies[: COUNTED + 1]:
        scan("back", barcode, 'data-act="return"')
    return {kind: max(counted[1:]) for kind, counted in found.items()}  # the first found nothing remembered


if __name__ == "__main__":
    run()
