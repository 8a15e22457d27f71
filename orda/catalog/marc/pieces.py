"""A file of ISO 2709 records cut into pieces: good records, and what lies damaged between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from orda.catalog.marc.refusals import BadRecord, NotARecord, TooLong, Truncated, WrongLength

LONGEST = 99_999  # the leader has five digits for the length
TERMINATOR = b"\x1d"
_READ = 1 << 20
_FILLER = re.compile(rb"(?:[\s\0\x1a]|\xef\xbb\xbf)*")
# Terminators with too little between them for a leader and a directory: one damage, not thousands.
_CRUMBS = re.compile(rb"(?:[^\x1d]{0,24}\x1d)+")
# Length, status, type, level, two positions, charset, two counts, base address, three positions, entry map.
_LEADER = re.compile(rb"(\d{5})[ -~]{5}[ \d][ \d]\d{5}[ -~]{3}[ -~]{4}[0-9A-Za-z]{3}\d{4}")
_LEADER_LENGTH = 24


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Piece:
    """The n-th record of a file and its first byte; `problem` says why it is no record.

    `goes_on`: more of the garbage that the piece before it began, not a record of its own.
    `charset`: what the file as a whole says (XML), None where every record speaks for itself.
    """

    position: int
    offset: int
    raw: bytes
    problem: BadRecord | None = None
    goes_on: bool = False
    charset: str | None = None


def iso2709_pieces(stream: Readable) -> Iterator[Piece]:
    """Cuts a stream into records. Damage costs the damaged record alone; memory stays bounded.

    After damage it looks for the next leader whose length ends exactly on a record terminator.
    """
    buffer, start, base = b"", 0, 0  # base: offset in the file of buffer[0]
    position, at_end, in_garbage = 0, False, False
    while True:
        while not at_end and len(buffer) - start <= LONGEST:
            more = stream.read(_READ)
            at_end = not more
            base += start
            buffer, start = buffer[start:] + more, 0
        filler = _FILLER.match(buffer, start)
        start = filler.end() if filler else start
        if start >= len(buffer):
            if at_end:
                return
            continue
        end = _end_of_record(buffer, start)
        problem = None
        if end is None:
            end, problem = _end_of_damage(buffer, start, at_end)
        goes_on = in_garbage and isinstance(problem, (NotARecord, TooLong))
        position += not goes_on
        yield Piece(position, base + start, buffer[start:end], problem, goes_on)
        in_garbage = isinstance(problem, (NotARecord, TooLong))
        start = end


def _end_of_record(buffer: bytes, start: int) -> int | None:
    """Where the record that begins here ends; None when none does."""
    digits = buffer[start : start + 5]
    if len(digits) < 5 or not digits.isdigit():
        return None
    end = start + int(digits)
    if end - start <= _LEADER_LENGTH or buffer.find(TERMINATOR, start, end) != end - 1:
        return None
    return end


def _end_of_damage(buffer: bytes, start: int, at_end: bool) -> tuple[int, BadRecord]:
    if crumbs := _CRUMBS.match(buffer, start):
        return crumbs.end(), NotARecord()
    stop = buffer.find(TERMINATOR, start)
    if stop >= 0:
        end = _next_record(buffer, start, stop + 1) or stop + 1
    else:
        # A record may begin in what is kept: only the part before it is surely lost.
        end = len(buffer) if at_end else len(buffer) - LONGEST
    return end, _name_damage(buffer, start, end, terminated=stop >= 0 and end == stop + 1)


def _next_record(buffer: bytes, start: int, end: int) -> int | None:
    """A whole record that ends exactly at `end`, its own beginning damaged off by what precedes it."""
    first = max(start + 1, end - LONGEST)
    found = _LEADER.search(buffer, first, end)
    while found:
        if found.start() + int(found[1]) == end:
            return found.start()
        found = _LEADER.search(buffer, found.start() + 1, end)
    return None


def _name_damage(buffer: bytes, start: int, end: int, *, terminated: bool) -> BadRecord:
    leader = _LEADER.match(buffer, start)
    size = end - start
    if leader is None:
        return NotARecord()
    if size > LONGEST:
        return TooLong(limit=LONGEST)
    promised = int(leader[1])
    if terminated or promised <= size:
        return WrongLength(promised=promised, found=size)
    return Truncated(promised=promised, found=size)
