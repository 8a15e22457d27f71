"""A class list that is small packed and huge unpacked, or takes for ever to read, is refused in words, soon."""

import io
import time
import zipfile

import pytest
from django.utils import translation
from openpyxl import Workbook

from orda.network import apart
from orda.readers.class_lists.reading import table_of
from orda.readers.refusals import BadReaderField

pytestmark = pytest.mark.any_database

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


def _book() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["Тегі", "Аты", "Туған күні"])
    book.active.append(["Серікқызы", "Айгүл", "01.02.2015"])
    book.save(out)
    return out.getvalue()


def _with_sheet(sheet: bytes, more: dict[str, bytes] | None = None) -> bytes:
    """A real workbook with another first sheet, and more parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_book())) as book,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for part in book.infolist():
            bomb.writestr(part.filename, sheet if part.filename.endswith("sheet1.xml") else book.read(part))
        for name, content in (more or {}).items():
            bomb.writestr(name, content)
    return out.getvalue()


def _rows(number: int) -> bytes:
    cells = "".join(f'<c t="inlineStr"><is><t>{"x" * 20}</t></is></c>' for _ in range(60))
    return (HEAD + f"<row>{cells}</row>" * number + TAIL).encode()


def _one_cell(letters: int) -> bytes:
    return (HEAD + f'<row><c t="inlineStr"><is><t>{"x" * letters}</t></is></c></row>' + TAIL).encode()


BOMBS = {
    "a cell of 300 MB": lambda: _with_sheet(_one_cell(300_000_000)),
    "many cells in a little": lambda: _with_sheet(_rows(16_000)),
    "empty rows without end": lambda: _with_sheet((HEAD + "<row/>" * 9_000_000 + TAIL).encode()),
    "a part beside": lambda: _with_sheet(_rows(2), {"xl/media/image1.png": bytes(100_000_000)}),
    "thousands of parts": lambda: _with_sheet(_rows(2), {f"x/{n}": b"" for n in range(3_000)}),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_refused_in_words_and_soon(kind, monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 8)
    data = BOMBS[kind]()
    assert len(data) < 5_000_000
    started = time.monotonic()
    with pytest.raises(BadReaderField) as refused, translation.override("en"):
        table_of("list.xlsx", data)
    assert refused.value.field == "file"
    assert "too much in the file" in str(refused.value)
    assert time.monotonic() - started < apart.SECONDS + 10


def test_a_part_that_lies_about_its_length_is_no_table():
    data = bytearray(_with_sheet(_one_cell(50_000_000)))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")  # as the directory at its end says
    with pytest.raises(BadReaderField):
        table_of("list.xlsx", bytes(data))


def test_a_class_list_is_read():
    assert table_of("list.xlsx", _book())[1][:3] == ["Серікқызы", "Айгүл", "01.02.2015"]


def test_a_list_as_long_as_one_may_be_is_read():
    book, out = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for number in range(10_000):
        sheet.append([f"Серікқызы{number}", "Айгүл", "01.02.2015", "3Ә", "Серік Әлібек", "+7 701 555 44 33"])
    book.save(out)
    assert len(table_of("list.xlsx", out.getvalue())) == 10_000
