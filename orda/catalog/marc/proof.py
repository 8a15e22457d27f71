"""In which character set a file is written, proved over all of it before its first record is taken."""

import codecs
from collections import defaultdict
from contextlib import suppress
from typing import BinaryIO

from orda.catalog.marc.charsets import Group, declared_by
from orda.catalog.marc.iso2709 import raw_fields
from orda.catalog.marc.pieces import iso2709_pieces
from orda.catalog.marc.refusals import BadRecord

_READ = 1 << 20
_LANGUAGE_FIELDS = {"marc21": ("041", "008"), "unimarc": ("101",)}
Fields = list[tuple[str, bytes]]


class Proof:
    """What is proved of the records of a file, by what they say of themselves; nothing where all is UTF-8."""

    def __init__(self) -> None:
        self.groups: defaultdict[str, Group] = defaultdict(Group)

    def of(self, declared: str) -> Group | None:
        return self.groups.get(declared)


def prove(stream: BinaryIO, family: str) -> Proof:
    """Reads the stream to its end, once where it is all UTF-8, twice else; the caller puts it back."""
    proof, start = Proof(), stream.tell()
    if _is_utf_8(stream):
        return proof
    stream.seek(start)
    for piece in iso2709_pieces(stream):
        if piece.problem is None and not piece.raw.isascii():
            with suppress(BadRecord):
                fields = raw_fields(piece.raw)
                declared = declared_by(piece.raw, family, coded(fields))
                proof.groups[declared].add(piece.raw, languages_of(fields, family))
    for declared, group in proof.groups.items():
        group.prove(family, declared)
    return proof


def coded(fields: Fields) -> bytes:
    """UNIMARC 100 $a: the general processing data."""
    return next((data for tag, data in fields if tag == "100"), b"").partition(b"\x1fa")[2]


def languages_of(fields: Fields, family: str) -> list[str]:
    """The language codes that a record names."""
    wanted = _LANGUAGE_FIELDS[family]
    found = []
    for tag, data in fields:
        if tag in wanted:
            text = data.decode("ascii", "replace").lower()
            parts = [text[35:38]] if tag == "008" else [part[1:] for part in text.split("\x1f")[1:]]
            found += [part[at : at + 3] for part in parts for at in range(0, len(part), 3)]
    return found


def _is_utf_8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while more := stream.read(_READ):
            decoder.decode(more)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
