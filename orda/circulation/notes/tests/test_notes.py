"""Words left for the desk, about a copy or a reader: told once, or until they are taken away."""

import pytest
from django.test import Client

from orda.circulation.desk import views
from orda.circulation.desk.tests.pressing import press, scan
from orda.circulation.models import Note
from orda.circulation.notes.services import leave_note
from orda.readers.models import Reader
from orda.stock.models import Copy


@pytest.fixture(autouse=True)
def _no_echo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scans of one label far enough apart in time."""
    monkeypatch.setattr(views, "ECHO_SECONDS", 0)


def test_a_note_on_a_copy_is_told_once(desk: Client, reader: Reader, copy: Copy) -> None:
    leave_note("мұқабасын қараңыз", copy_id=copy.pk)
    scan(desk, reader.card_number)
    assert "мұқабасын қараңыз" in scan(desk, copy.barcode)
    assert "мұқабасын қараңыз" not in scan(desk, copy.barcode)
    assert Note.objects.get().done_at is not None


def test_a_note_on_a_reader_is_told_when_they_come(desk: Client, reader: Reader) -> None:
    leave_note("билетін алсын", reader_id=reader.pk)
    assert "билетін алсын" in scan(desk, reader.card_number)
    assert "билетін алсын" not in scan(desk, reader.card_number)


def test_a_lasting_note_stands_until_it_is_taken_away(desk: Client, reader: Reader) -> None:
    note = leave_note("көзі нашар көреді", reader_id=reader.pk, once=False)
    for _time in range(2):
        assert "көзі нашар көреді" in scan(desk, reader.card_number)
    assert "көзі нашар көреді" not in press(desk, "desk_note_done", note.pk)
    assert "көзі нашар көреді" not in scan(desk, reader.card_number)


def test_a_note_is_left_at_the_desk_about_the_reader_or_the_copy(
    desk: Client, reader: Reader, copy: Copy
) -> None:
    scan(desk, reader.card_number)
    scan(desk, copy.barcode)
    press(desk, "desk_note", text="  екі рет\nкелді ", about="reader", once="on")
    press(desk, "desk_note", text="беті жыртылған", about="copy")
    about_reader, about_copy = Note.objects.order_by("pk")
    assert (about_reader.reader, about_reader.text, about_reader.once) == (reader, "екі рет келді", True)
    assert (about_copy.copy, about_copy.once) == (copy, False)
    assert "Write what" in press(desk, "desk_note", text=" \x00 ", about="reader")
