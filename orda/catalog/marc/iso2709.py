"""ISO 2709: the bytes of one record to its fields, and back."""

import re
from collections.abc import Callable, Iterable

from orda.catalog.marc.pieces import LONGEST
from orda.catalog.marc.refusals import BadDirectory, FieldTooLong, TooLong

FIELD_END = b"\x1e"
RECORD_END = b"\x1d"
LONGEST_FIELD = 9_999  # the directory has four digits for it
# A tag, a length and an address, in digits and nothing that int() takes besides.
_DIRECTORY = re.compile(rb"(?:[ -~]{3}[0-9]{9})+")
_WITH_LENGTH_0 = re.compile(rb"(?:.{12})*?.{3}0000", re.S)


def raw_fields(raw: bytes) -> list[tuple[str, bytes]]:
    """(tag, bytes without their terminator) of every field, in the directory's order. Raises BadDirectory."""
    base_digits = raw[12:17]
    if not base_digits.isdigit():
        raise BadDirectory
    base = int(base_digits)
    directory = raw[24 : base - 1]
    if base <= 24 or raw[base - 1 : base] != FIELD_END or len(directory) % 12 or not directory.isascii():
        raise BadDirectory
    text = directory.decode("ascii")
    fields = []
    try:
        for at in range(0, len(text), 12):
            first = base + int(text[at + 7 : at + 12])
            end = first + int(text[at + 3 : at + 7])
            if raw[end - 1 : end] != FIELD_END:
                raise BadDirectory
            fields.append((text[at : at + 3], raw[first : end - 1]))
    except ValueError:
        raise BadDirectory from None
    return fields


def check_directory(raw: bytes) -> None:
    """Whether a record that comes in has a directory by the letter. Raises BadDirectory.

    What was taken in before this was asked must go on being read.
    """
    end = raw.index(FIELD_END, 24)
    if not _DIRECTORY.fullmatch(raw, 24, end):
        raise BadDirectory
    if _WITH_LENGTH_0.match(raw, 24, end):
        lengths = (int(raw[at + 3 : at + 7]) for at in range(24, end, 12))
        if sum(lengths) != len(raw) - end - 2:  # what the field without a length holds would be lost
            raise BadDirectory


def cut_to_fit(content: str) -> str:
    """A field's content in UTF-8 cut, at a letter's end, to what ISO 2709 holds."""
    return content.encode()[: LONGEST_FIELD - 1].decode("utf-8", "ignore")


def join_fields(leader: str, fields: Iterable[tuple[str, str]], encode: Callable[[str], bytes]) -> bytes:
    """The record as bytes, lengths and addresses set. Raises TooLong."""
    directory, data, at = [], [], 0
    for tag, content in fields:
        body = encode(content) + FIELD_END
        if len(body) > LONGEST_FIELD:
            raise FieldTooLong(tag=tag, length=len(body), limit=LONGEST_FIELD)
        directory.append(f"{tag}{len(body):04d}{at:05d}")
        data.append(body)
        at += len(body)
    base = 24 + 12 * len(directory) + 1
    length = base + at + 1
    if length > LONGEST:
        raise TooLong(limit=LONGEST)
    head = f"{length:05d}{leader[5:10]}22{base:05d}{leader[17:20]}4500"
    if leader[20:24].strip() == "450":  # UNIMARC leaves the last position blank
        head = head[:-1] + leader[23:24]
    return head.encode("ascii") + "".join(directory).encode("ascii") + FIELD_END + b"".join(data) + RECORD_END
