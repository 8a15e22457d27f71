"""One way to read a record, whatever its family, container and character set."""

from collections.abc import Iterator
from typing import BinaryIO

from orda.catalog.marc import charsets, marcxml
from orda.catalog.marc.iso2709 import check_directory, raw_fields
from orda.catalog.marc.pieces import Piece, iso2709_pieces
from orda.catalog.marc.proof import Proof, coded, languages_of, prove
from orda.catalog.marc.refusals import NotInCharset

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def pieces_of(stream: BinaryIO) -> Iterator[Piece]:
    """The records of a file one by one; ISO 2709 or MARCXML, told by its first bytes."""
    head = stream.read(4096)
    joined = _Joined(head, stream)
    return marcxml.marcxml_pieces(joined) if _is_xml(head) else iso2709_pieces(joined)


def proof_of(stream: BinaryIO, family: str) -> Proof:
    """What is proved of a file's character set; the stream stands afterwards where it stood. XML says its own."""
    start = stream.tell()
    try:
        return Proof() if _is_xml(stream.read(4096)) else _proved(stream, start, family)
    finally:
        stream.seek(start)


def _proved(stream: BinaryIO, start: int, family: str) -> Proof:
    stream.seek(start)
    return prove(stream, family)


def _is_xml(head: bytes) -> bool:
    for bom in _BOMS:
        head = head.removeprefix(bom)
    return head.lstrip(b" \t\r\n\0").startswith(b"<")


def read_record(
    raw: bytes, family: str, charset: str | None = None, proof: Proof | None = None
) -> tuple[str, list[tuple[str, str]]]:
    """(its character set, its fields with the leader first). Tells the character set where none is given, by what
    was proved of its file.

    Raises the refusals of orda.catalog.marc.refusals: a record is read right or not at all.
    """
    if charset is not None and charset.startswith(marcxml.MARCXML):
        found = marcxml.read_element(raw, charset)
        marcxml.check(found)
        return charset, found
    fields = raw_fields(raw)
    check_directory(raw)
    if charset is not None:
        charsets.check_charset(raw, charset, family, languages_of(fields, family))
    elif raw.isascii():
        charset = charsets.charset_of(raw, family, "")
    else:
        declared = charsets.declared_by(raw, family, coded(fields))
        group = proof.of(declared) if proof else None
        charset = charsets.charset_of(raw, family, declared, languages_of(fields, family), group)
    return charset, _decoded(raw, fields, charset)


def read_fields(raw: bytes, charset: str) -> list[tuple[str, str]]:
    """The fields of a stored record, in the character set kept with it."""
    if charset.startswith(marcxml.MARCXML):
        return marcxml.read_element(raw, charset)
    return _decoded(raw, raw_fields(raw), charset)


def _decoded(raw: bytes, fields: list[tuple[str, bytes]], charset: str) -> list[tuple[str, str]]:
    try:
        leader = ("LDR", raw[:24].decode("latin-1"))
        if charset in (charsets.MARC_8, charsets.ISO_5426):
            return [leader, *((tag, charsets.decode(data, charset)) for tag, data in fields)]
        return [leader, *((tag, data.decode(charset)) for tag, data in fields)]
    except UnicodeDecodeError as error:
        raise NotInCharset(charset=charset, at=error.start) from None


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
