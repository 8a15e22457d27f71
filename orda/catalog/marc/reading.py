"""One way to read a record, whatever its family, container and character set."""

from collections.abc import Iterator
from typing import BinaryIO

from orda.catalog.marc import charsets, marcxml
from orda.catalog.marc.iso2709 import raw_fields
from orda.catalog.marc.pieces import Piece, iso2709_pieces
from orda.catalog.marc.refusals import NotInCharset

_LANGUAGE_FIELDS = {"marc21": ("041", "008"), "unimarc": ("101",)}
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def pieces_of(stream: BinaryIO) -> Iterator[Piece]:
    """The records of a file one by one; ISO 2709 or MARCXML, told by its first bytes."""
    head = stream.read(4096)
    joined = _Joined(head, stream)
    start = head
    for bom in _BOMS:
        start = start.removeprefix(bom)
    if start.lstrip(b" \t\r\n\0").startswith(b"<"):
        return marcxml.marcxml_pieces(joined)
    return iso2709_pieces(joined)


def read_record(raw: bytes, family: str, charset: str | None = None) -> tuple[str, list[tuple[str, str]]]:
    """(its character set, its fields with the leader first). Tells the character set where none is given.

    Raises the refusals of orda.catalog.marc.refusals: a record is read right or not at all.
    """
    if charset is not None and charset.startswith(marcxml.MARCXML):
        return charset, marcxml.read_element(raw, charset)
    fields = raw_fields(raw)
    languages = _languages(fields, family) if not raw.isascii() else ""
    if charset is not None:
        charsets.check_charset(raw, charset, languages)
    elif family == "unimarc":
        declared = next((data for tag, data in fields if tag == "100"), b"").partition(b"\x1fa")[2]
        charset = charsets.charset_of_unimarc(raw, declared[26:30].decode("ascii", "replace"), languages)
    else:
        charset = charsets.charset_of_marc21(raw, languages)
    return charset, _decoded(raw, fields, charset)


def read_fields(raw: bytes, charset: str) -> list[tuple[str, str]]:
    """The fields of a stored record, in the character set kept with it."""
    if charset.startswith(marcxml.MARCXML):
        return marcxml.read_element(raw, charset)
    return _decoded(raw, raw_fields(raw), charset)


def _decoded(raw: bytes, fields: list[tuple[str, bytes]], charset: str) -> list[tuple[str, str]]:
    try:
        leader = ("LDR", raw[:24].decode("latin-1"))
        if charset == charsets.MARC_8:
            return [leader, *((tag, charsets.decode(data, charset)) for tag, data in fields)]
        return [leader, *((tag, data.decode(charset)) for tag, data in fields)]
    except UnicodeDecodeError as error:
        raise NotInCharset(charset=charset, at=error.start) from None


def _languages(fields: list[tuple[str, bytes]], family: str) -> str:
    """The record's language codes, run together: they tell Kazakh letters from Ukrainian ones."""
    wanted = _LANGUAGE_FIELDS[family]
    return " ".join(
        (data[35:38] if tag == "008" else data).decode("ascii", "replace")
        for tag, data in fields
        if tag in wanted
    ).lower()


class _Joined:
    """A stream whose first bytes have been looked at already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._rest.read(size)
