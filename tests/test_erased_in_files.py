"""Whoever is erased is nowhere in the files of the house: not in the database, not in its log, not beside it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desks import ROOT
from tests.served import environment_of

pytestmark = [
    pytest.mark.parallel,
    pytest.mark.skipif(
        os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="PostgreSQL's files are its server's",
    ),
]
WORDS = {
    "family name": "Қызылжарова",
    "given name": "Таңшолпан",
    "patronymic": "Ерасылқызы",
    "parent": "Жұмабекова Гүлжазира",
    "telephone": "7019998877",
    "e-mail": "tanshopan@example.kz",
    "school": "Жаңатөбе лицейі",
    "address": "Ырғыз көшесі 77",
    "card": "R77700077",
    "card lost before": "R77700076",
    "note": "кітабын үйде ұмытыпты",
    "iin": "150201654321",
}
LIVE = """
import datetime, json, sys, uuid
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.core.files.base import ContentFile
from django.db import connection
from orda.network import clock
from orda.network.services import add_staff
from orda.circulation.notes.models import Note
from orda.circulation.offline.receiving import Act, receive
from orda.circulation.loans.services import give_back
from orda.readers.cards.pins import WrongCardOrPin, reader_by_pin
from orda.readers.models import Reader
from orda.readers.privacy.services import erase
from tests.house import a_copy, a_library, a_reader
words = json.loads(sys.argv[1])
library = a_library()
staff = add_staff(username="a", password="a good long password", first_name="A", last_name="B", unit=library,
                  role="librarian")
other = a_reader(library)
reader = a_reader(library, family_name=words["family name"], given_name=words["given name"],
    patronymic=words["patronymic"], guardian_name=words["parent"], guardian_phone="+7" + words["telephone"],
    consent_by=words["parent"], email=words["e-mail"], school=words["school"],
    card_number=words["card lost before"])
copy = a_copy(library)
def hand_in(kind, card, barcode):
    receive([Act(uuid.uuid4(), kind, card, barcode, 1, clock.now(), library.pk, staff.pk)], sent_by_id=staff.pk)
hand_in("lend", words["card lost before"], copy.barcode)
give_back(copy.barcode, library_id=library.pk)
Reader.objects.filter(pk=reader.pk).update(card_number=words["card"], iin_sealed=words["iin"],
    address=words["address"])
hand_in("lend", words["card"], "no such copy")
for _ in range(2):
    try: reader_by_pin(words["card"], "000000")
    except WrongCardOrPin: pass
Note.objects.create(reader=reader, text=words["note"], written_at=clock.now(), written_by=staff)
reader.refresh_from_db()
reader.photo.save("x.jpg", ContentFile(words["note"].encode()))
connection.close()
print("lives", flush=True)
sys.stdin.readline()
from django.conf import settings
erase(Reader.objects.get(pk=reader.pk))
print("erased", flush=True)
sys.stdin.readline()  # the process goes on, as a server does: its log is not cut by a last connection's end
"""


def _found(folder: Path) -> set[str]:
    content = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {what for what, word in WORDS.items() if word.encode() in content}


def test_no_word_of_an_erased_reader_is_left_in_any_file(tmp_path):
    environment = environment_of(f"sqlite:///{tmp_path / 'orda.sqlite3'}", tmp_path)
    house = subprocess.Popen(
        [sys.executable, "-c", LIVE, json.dumps(WORDS)],
        env={**environment, "DJANGO_SETTINGS_MODULE": "orda.settings"},
        **{"cwd": ROOT, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True},
    )
    try:
        assert house.stdout.readline() == "lives\n"
        assert _found(tmp_path) == set(WORDS)
        house.stdin.write("\n")
        house.stdin.flush()
        assert house.stdout.readline() == "erased\n"
        assert _found(tmp_path) == set()
    finally:
        house.kill()
        house.communicate()
