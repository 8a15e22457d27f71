"""ISO 2709: the bytes of one record to its fields, and back."""

from collections.abc import Callable, Iterable

from orda.catalog.marc.pieces import LONGEST
from orda.catalog.marc.refusals import BadDirectory, TooLong

FIELD_END = b"\x1e"
RECORD_END = b"\x1d"


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


def join_fields(leader: str, fields: Iterable[tuple[str, str]], encode: Callable[[str], bytes]) -> bytes:
    """The record as bytes, lengths and addresses set. Raises TooLong."""
    directory, data, at = [], [], 0
    for tag, content in fields:
        body = encode(content) + FIELD_END
        if len(body) > 9_999:
            raise TooLong(limit=9_999)
        directory.append(f"{tag}{len(body):04d}{at:05d}")
        data.append(body)
        at += len(body)
    base = 24 + 12 * len(directory) + 1
    length = base + at + 1
    if length > LONGEST:
        raise TooLong(limit=LONGEST)
    head = f"{length:05d}{leader[5:12]}{base:05d}{leader[17:20]}4500"
    if leader[20:24].strip() == "450":  # UNIMARC leaves the last position blank
        head = head[:-1] + leader[23:24]
    return head.encode("ascii") + "".join(directory).encode("ascii") + FIELD_END + b"".join(data) + RECORD_END
