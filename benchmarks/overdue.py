"""The overdue job: 50,000 open loans looked through, a message for each family in a transaction of its own, and sent.

The limit is named: the database's own driver, writing the very rows of the messages with the same durability, a
transaction for each. The mail goes to a server in a process beside, which answers at once.
"""

import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from benchmarks import environment, say, scratch, sized
from benchmarks.circulation import desk, let_go
from tests.postgres import server

LOANS = sized(50_000, least=200)
SENT = sized(2_000, least=50)  # of its messages
A_FAMILY = 4  # loans: two children with two books each
KILLED_AFTER = 0.5  # of the messages


def run() -> None:
    print(f"  {LOANS:,} open loans of {LOANS // A_FAMILY:,} families, all of them late")
    with scratch() as folder, mail_server() as port:
        mail = {"ORDA_MAIL": f"smtp://127.0.0.1:{port}", "ORDA_REMIND_HOURS": "0-24"}
        measured("SQLite FULL", folder / "sqlite", environment_in(folder / "sqlite", "", mail))
        with server(durable=True) as url:
            measured("PostgreSQL", folder / "postgres", environment_in(folder / "postgres", url, mail))


def environment_in(folder: Path, url: str, mail: dict[str, str]) -> dict[str, str]:
    folder.mkdir()
    return environment(folder, url, **mail)


def measured(engine: str, folder: Path, settings: dict[str, str]) -> None:
    with desk(settings) as one:
        one.submit(seed).result()
        seconds, messages = one.submit(queued).result()
        one.submit(let_go).result()
        limit = ("raw driver", raw(settings, messages))
        say(f"{engine}: {messages:,} messages queued, one transaction a family", seconds, "s", limit=limit)
        say(f"{engine}: the same job again, nothing to say", one.submit(queued).result()[0], "s")
        seconds, sent = one.submit(sent_some).result()
        say(f"{engine}: {sent:,} sent by SMTP and counted", seconds, "s", note=f"{sent / seconds:,.0f}/s")
        one.submit(forget).result()
    killed(engine, settings, messages)


def killed(engine: str, settings: dict[str, str], messages: int) -> None:
    """The job in a process of its own, killed in the middle; the next one does what was left, and no more."""
    job = subprocess.Popen([sys.executable, "-c", _JOB], env=settings, stdout=subprocess.DEVNULL)
    with desk(settings) as one:
        while one.submit(count).result() < messages * KILLED_AFTER:
            time.sleep(0.05)
        job.kill()
        job.wait()
        done = one.submit(count).result()
        seconds, rest = one.submit(queued).result()
        assert done + rest == messages, (done, rest, messages)
        say(f"{engine}: killed after {done:,}, started again: the other {rest:,}", seconds, "s")


_JOB = """
import django
django.setup()
from benchmarks.overdue import queued
queued()
"""


# What is done in the job's process.


def seed() -> None:
    import datetime

    from django.core.management import call_command
    from django.db import transaction

    from orda.circulation.models import Loan
    from orda.network import clock
    from orda.readers.models import Consent, Family, Reader
    from tests import house

    call_command("migrate", verbosity=0)
    library, today = house.a_library(), clock.today()
    with transaction.atomic():
        first = house.a_reader(library)
        families = Family.objects.bulk_create(
            Family(name=f"Ата-ана {n}", email=f"f{n}@example.kz", reached_by="email")
            for n in range(LOANS // A_FAMILY)
        )
        plain = {
            field.attname: getattr(first, field.attname)
            for field in Reader._meta.concrete_fields
            if field.attname not in ("id", "card_number", "family_id", "iin_hash")
        }
        readers = Reader.objects.bulk_create(
            (Reader(**plain, card_number=f"B{n}", family=families[n // 2]) for n in range(LOANS // 2)),
            batch_size=500,
        )
        Consent.objects.bulk_create(
            (
                Consent(
                    reader=one,
                    text_version="2024-1",
                    scope="data messages",
                    signed_by="Ата-ана",
                    signed_on=today,
                )
                for one in readers
            ),
            batch_size=500,
        )
        copies = [copy for _ in range(0, LOANS, 500) for copy in house.copies_in_stock(library, 500)][:LOANS]
        lent = clock.now() - datetime.timedelta(days=30)
        Loan.objects.bulk_create(
            (
                Loan(
                    copy=copy,
                    reader=readers[n // 2],
                    library=library,
                    day=clock.day_of(lent),
                    lent_at=lent,
                    due_on=today - datetime.timedelta(days=7 if today.weekday() != 6 else 0),
                    age_group="0-10",
                )
                for n, copy in enumerate(copies)
            ),
            batch_size=500,
        )


def queued() -> tuple[float, int]:
    from orda.reminders.services import queue_due

    began = time.perf_counter()
    messages = queue_due({"email"}).loans
    return time.perf_counter() - began, messages


def sent_some() -> tuple[float, int]:
    from orda.reminders.gateways import gateways
    from orda.reminders.models import Message
    from orda.reminders.services import send_due

    last = Message.objects.order_by("pk").values_list("pk", flat=True)[:SENT][::-1][0]
    Message.objects.filter(pk__gt=last).update(next_try_at=None)
    began = time.perf_counter()
    sent = send_due(gateways()).sent
    return time.perf_counter() - began, sent


def forget() -> None:
    from orda.reminders.models import Message

    Message.objects.all().delete()


def count() -> int:
    from orda.reminders.models import Message

    return Message.objects.count()


# The limit: the same rows without Orda.


def raw(settings: dict[str, str], messages: int) -> float:
    """Seconds for as many transactions, each of one message row and its four items, on tables of the same columns."""
    url = settings["DATABASE_URL"]
    words, mark = "Сәлеметсіз бе! " * 40, "?" if url.startswith("sqlite") else "%s"
    connection: sqlite3.Connection | psycopg.Connection
    if url.startswith("sqlite"):
        connection = sqlite3.connect(Path(settings["ORDA_DATA_DIR"]) / "raw.sqlite3", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        number = "INTEGER PRIMARY KEY"
    else:
        maintenance = urlsplit(url)._replace(path="/postgres").geturl()
        connection = psycopg.connect(maintenance, autocommit=True)
        number = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    one = connection.cursor()
    one.execute(f"CREATE TABLE message (id {number}, key TEXT UNIQUE, text TEXT)")
    one.execute(f"CREATE TABLE item (id {number}, message BIGINT, loan BIGINT, due_on TEXT, stage INT)")
    one.execute("CREATE UNIQUE INDEX once ON item (loan, due_on, stage)")
    began = time.perf_counter()
    for n in range(messages):
        one.execute("BEGIN")
        one.execute(f"INSERT INTO message (key, text) VALUES ({mark}, {mark}) RETURNING id", (f"k{n}", words))
        (key,) = one.fetchone()  # type: ignore[misc]
        for m in range(A_FAMILY):
            one.execute(
                f"INSERT INTO item (message, loan, due_on, stage) VALUES ({mark}, {mark}, {mark}, {mark})",
                (key, n * A_FAMILY + m, "2024-09-09", -7),
            )
        one.execute("COMMIT")
    seconds = time.perf_counter() - began
    connection.close()
    return seconds


class _Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender asks of it."""

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                while self.rfile.readline() != b".\r\n":
                    pass
            elif word == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 OK")

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class mail_server:  # noqa: N801
    """A mail server on a port of its own for as long as the block lasts."""

    def __enter__(self) -> int:
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        port: int = self._server.server_address[1]
        return port

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
