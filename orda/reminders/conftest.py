import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from aiosmtpd.controller import Controller

from orda.circulation.models import Loan
from orda.circulation.services import lend
from orda.diary.services import forget_known_sets
from orda.network import clock
from orda.network.models import Unit
from orda.readers.models import Family, Reader
from orda.reminders.messages.models import Message
from tests.house import MOMENT, YESTERDAY, a_copy, a_library, a_reader


@pytest.fixture(autouse=True)
def _a_monday_at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    forget_known_sets()


@pytest.fixture
def library(db: None) -> Unit:
    return a_library()


def a_family(
    library: Unit, children: int = 1, *, agreed: str = "data messages", **more: object
) -> list[Reader]:
    """Children of one parent, who is written to by e-mail and agreed to it, unless said otherwise."""
    chosen: dict[str, object] = {
        "name": "Серік Әлібек",
        "phone": "+7 701 111 22 33",
        "email": "alibek@example.kz",
        "language": "ru",
        "reached_by": "email",
        **more,
    }
    family = Family.objects.create(**chosen)
    readers = [
        a_reader(library, day=YESTERDAY, given_name=f"Бала{n}", consent_scope=agreed) for n in range(children)
    ]
    Reader.objects.filter(pk__in=[one.pk for one in readers]).update(family=family)
    return [Reader.objects.get(pk=one.pk) for one in readers]


def held(reader: Reader, library: Unit, *, left: int, **more: object) -> Loan:
    """A loan with so many days left (below nothing: late by as many), counted from the tests' day."""
    lent = lend(a_copy(library).barcode, reader.pk, library_id=library.pk)
    due_on = clock.today() + datetime.timedelta(days=left)
    Loan.objects.filter(pk=lent.loan_id).update(due_on=due_on, **more)
    return Loan.objects.get(pk=lent.loan_id)


def at(days: int = 0, hour: int = 12) -> datetime.datetime:
    """A moment so many days after the tests' Monday."""
    return MOMENT.replace(hour=hour) + datetime.timedelta(days=days)


@dataclass
class Mailbox:
    """What a real SMTP server took; `answers` for an address are given before it takes anything."""

    letters: list[tuple[str, str, str]] = field(default_factory=list)  # (to, subject, text)
    ids: list[str] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    port: int = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        waiting = self.answers.get(address, [])
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        letter = message_from_bytes(envelope.content)
        text = letter.get_payload(decode=True).decode()
        self.letters.append((envelope.rcpt_tos[0], str(make_header(decode_header(letter["Subject"]))), text))
        self.ids.append(letter["Message-ID"])
        return "250 taken"


class _AnyPort(Controller):
    """Listens where the machine has a port free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    box = Mailbox()
    controller = _AnyPort(box, hostname="127.0.0.1", port=0)
    controller.start()
    box.port = controller.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", box.port, 5
    yield box
    controller.stop()


@dataclass
class SmsHouse:
    """A real HTTP server that takes SMS; `answers` (status, words) are given first."""

    taken: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)  # (content type, authorization)
    url: str = ""


@pytest.fixture
def sms(settings) -> Iterator[SmsHouse]:
    house = SmsHouse()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            house.asked.append((self.headers["Content-Type"], self.headers["Authorization"] or ""))
            status, words = house.answers.pop(0) if house.answers else (200, "OK")
            if status == 200:
                house.taken.append(json.loads(body) if body.startswith("{") else {"form": body})
            self.send_response(status)
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    house.url = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_FROM = house.url, "secret", "ORDA"
    yield house
    server.shutdown()
    server.server_close()


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))
