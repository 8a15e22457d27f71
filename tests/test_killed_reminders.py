"""The job that reminds is killed in the middle, again and again: nobody gets a letter twice, the rest get theirs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.desks import ROOT
from tests.served import environment_of

pytestmark = pytest.mark.parallel
FAMILIES, KILLS = 30, 3


class _Slow:
    """Takes letters a little slowly, so that the job is caught in the middle."""

    def __init__(self) -> None:
        self.to: Counter[str] = Counter()

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802
        self.to.update(envelope.rcpt_tos)
        time.sleep(0.02)
        return "250 taken"


class _AnyPort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mail() -> Iterator[tuple[_Slow, int]]:
    taken = _Slow()
    controller = _AnyPort(taken, hostname="127.0.0.1", port=0)
    controller.start()
    yield taken, controller.port
    controller.stop()


_MAKE = f"""
import datetime, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from orda.circulation.models import Loan
from orda.circulation.services import lend
from orda.readers.models import Family, Reader
from tests import house
library = house.a_library()
for number, copy in enumerate(house.copies_in_stock(library, {FAMILIES})):
    reader = house.a_reader(library, consent_scope="data messages")
    family = Family.objects.create(name="Ата-ана", email=f"f{{number}}@example.kz", reached_by="email")
    Reader.objects.filter(pk=reader.pk).update(family=family)
    lend(copy.barcode, reader.pk, library_id=library.pk)
today = house.clock.today()
Loan.objects.update(due_on=today)
"""
_REMIND = """
import django
django.setup()
from orda.reminders import services
from orda.reminders.gateways import gateways
services.queue_due({"email"})
print(services.send_due(gateways()).sent)
"""
_STATES = """
import django, json
django.setup()
from collections import Counter
from orda.diary.models import Entry
from orda.diary.proof import prove
from orda.reminders.models import Message
assert prove().clean
states = dict(Counter(Message.objects.values_list("state", flat=True)))
print(json.dumps({**states, "counted": Entry.objects.filter(measure="reminder").count()}))
"""


def test_a_killed_job_sends_to_nobody_twice(
    new_database: str, tmp_path: Path, mail: tuple[_Slow, int]
) -> None:
    taken, port = mail
    environment = environment_of(new_database, tmp_path)
    del environment["ORDA_DEMO_YEAR"]  # a demo writes to nobody
    environment |= {"ORDA_MAIL": f"smtp://127.0.0.1:{port}", "ORDA_REMIND_HOURS": "0-24"}
    environment["DJANGO_SETTINGS_MODULE"] = "orda.settings"

    def do(what: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", what], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def done(what: str) -> str:
        return do(what).communicate(timeout=60)[0]

    done(_MAKE)
    for kill in range(1, KILLS + 1):
        job = do(_REMIND)
        while sum(taken.to.values()) < kill * 5:
            assert job.poll() is None
            time.sleep(0.005)
        os.kill(job.pid, signal.SIGKILL)
        job.communicate()
    assert int(done(_REMIND)) >= FAMILIES - KILLS * 7
    assert set(taken.to.values()) == {1}
    # What was in the middle may have arrived, and is left to a librarian: at most one for each kill.
    left = json.loads(done(_STATES))
    assert left["sent"] == left["counted"]
    assert FAMILIES - KILLS <= left["sent"] <= len(taken.to) <= FAMILIES
    assert left["sent"] + left.get("sending", 0) == FAMILIES
