"""What may be done with the catalogue: take records in, give them out. The MARC record itself is never touched."""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.db import connection, transaction

from orda.catalog import changes
from orda.catalog.description import Description
from orda.catalog.fields import describe_fields
from orda.catalog.marc import LEADER, MARC21, UNIMARC, Piece, pieces_of, read_fields, read_record
from orda.catalog.marc.iso2709 import join_fields
from orda.catalog.marc.marcxml import MARCXML, NAMESPACE, write_element
from orda.catalog.marc.refusals import BadRecord, NotBibliographic, NoTitle, NumberRepeated
from orda.catalog.models import Record
from orda.catalog.rejects import Rejects
from orda.catalog.subject_fields import subject_field_of
from orda.diary import services as diary
from orda.network import clock
from orda.network.models import Unit

AT_ONCE = 2_000  # records a transaction
LONGEST_KEY = 120
ONE_IMPORT = 0x0DA2  # the name of PostgreSQL's advisory lock that batches take
_TITLE_FIELD = {MARC21: "245", UNIMARC: "200"}
# Leader/06 of records that describe no publication: authorities, holdings, classification, community information.
_OTHER_TYPES = {MARC21: "zuvxywq", UNIMARC: "xyz"}
_COLUMNS = (
    "format",
    "marc",
    "encoding",
    "digest",
    "title",
    "author",
    "year",
    "language",
    "isbn",
    "udc",
    "bbk",
    "searched",
    "subject_field",
    "age_mark",
    "changed_at",
)
OnProgress = Callable[[int], object]  # called with the offset in the file, in bytes


@dataclass
class ImportCounts:
    """What became of the records of a file: read = new + changed + unchanged + rejected."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def good(self) -> int:
        return self.new + self.changed + self.unchanged


def import_records(
    stream: BinaryIO,
    *,
    family: str,
    database: str,
    library: Unit,
    charset: str | None = None,
    rejects: Rejects | None = None,
    on_progress: OnProgress | None = None,
    by_id: int | None = None,
) -> ImportCounts:
    """Takes a file of MARC records into a database of the catalogue; the same file again changes nothing.

    `family`: marc21 or unimarc; `charset`: None to tell it record by record. A record is known again by its
    control number (001), one without by its content; other content under a known number changes that record.
    Bad records are counted, given to `rejects` with their position and reason, and leave no trace; good ones go
    in two thousand to a transaction. Each new record counts once in the diary, at `library`, today.
    """
    counts = ImportCounts()
    seen: dict[str, bytes] = {}
    pieces = _read(stream, family, charset, seen, rejects or Rejects(), counts)
    with _no_search_for_cycles():
        while batch := list(islice(pieces, AT_ONCE)):
            _save([record for _offset, record in batch], family, database, library, by_id, counts)
            gc.collect(1)
            if on_progress:
                on_progress(batch[-1][0])
    return counts


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """The collector walks everything that lives, again and again, while a load makes many things and hardly a
    cycle: a fifth of an import's time. What is young is looked through after each batch instead."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(
    stream: BinaryIO,
    family: str,
    charset: str | None,
    seen: dict[str, bytes],
    rejects: Rejects,
    counts: ImportCounts,
) -> Iterator[tuple[int, Record]]:
    """(offset behind it, record still without a database) of every good record of the file."""
    for piece in pieces_of(stream):
        counts.read += not piece.goes_on
        try:
            if piece.problem is not None:
                raise piece.problem
            record = _record_of(piece, family, charset)
            if record.source_key in seen:
                _check_same(seen[record.source_key], record)
                counts.unchanged += 1
                continue
            seen[record.source_key] = bytes.fromhex(record.digest)
        except BadRecord as problem:
            counts.rejected += not piece.goes_on
            rejects.keep(piece, problem)
            continue
        yield piece.offset + len(piece.raw), record


def _record_of(piece: Piece, family: str, charset: str | None) -> Record:
    found, fields = read_record(piece.raw, family, piece.charset or charset)
    leader = fields[0][1]
    if leader[6:7] in _OTHER_TYPES[family]:
        raise NotBibliographic
    said = describe_fields(fields, family)
    if not said.title:
        raise NoTitle(field=_TITLE_FIELD[family])
    digest = hashlib.sha256(piece.raw).hexdigest()
    return Record(
        source_key=_key(said.control_number, fields, family) or f"sha256:{digest}",
        digest=digest,
        marc=piece.raw,
        format=family,
        encoding=found,
        **_columns(said),
    )


def _key(number: str, fields: Iterable[tuple[str, str]], family: str) -> str:
    """The control number with whose it is (MARC 21: 003), for two libraries may give one number; "" without one."""
    whose = next((content.strip() for tag, content in fields if tag == "003"), "") if family == MARC21 else ""
    key = f"{whose}:{number}" if whose else number
    return key if number and len(key) <= LONGEST_KEY else ""


def _columns(said: Description) -> dict[str, object]:
    """What of a description stands in columns of its own."""
    return {
        "title": said.shown_title[:500],
        "author": said.author[:200],
        "year": said.year,
        "language": said.language,
        "isbn": said.isbn,
        "udc": said.udc[:60],
        "bbk": said.bbk[:60],
        "searched": said.searched,
        "age_mark": said.age_mark,
        "subject_field": subject_field_of(bbk=said.bbk, udc=said.udc),
    }


def _check_same(digest: bytes, record: Record) -> None:
    """A number that comes twice in one file is a slip of the file, unless the whole record is the same."""
    if digest != bytes.fromhex(record.digest):
        raise NumberRepeated(number=record.source_key)


@transaction.atomic
def _save(
    records: list[Record], family: str, database: str, library: Unit, by_id: int | None, counts: ImportCounts
) -> None:
    _one_import_at_a_time()
    known = {
        key: (pk, digest)
        for key, pk, digest in Record.objects.filter(
            database=database, source_key__in=[record.source_key for record in records]
        ).values_list("source_key", "pk", "digest")
    }
    now, today = clock.now(), clock.today()
    new, changed = [], []
    for record in records:
        record.database, record.changed_at = database, now
        pk, digest = known.get(record.source_key, (None, None))
        if pk is None:
            record.library, record.added_on = library, today
            new.append(record)
        elif digest != record.digest:
            record.pk = pk
            changed.append(record)
    made = Record.objects.bulk_create(new)
    Record.objects.bulk_update(changed, _COLUMNS, batch_size=50)
    diary.post_each(
        day=today,
        library_id=library.pk,
        measure="catalogue_record",
        values={"database": database},
        act="record",
        act_ids=[record.pk for record in made],
        by_id=by_id,
        at=now,
    )
    changes.tell([record.pk for record in (*made, *changed)])
    counts.new += len(made)
    counts.changed += len(changed)
    counts.unchanged += len(records) - len(made) - len(changed)


def _one_import_at_a_time() -> None:
    """Two imports of one file must not both find a record missing. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (ONE_IMPORT,))


def export_records(database: str, family: str, *, container: str = "iso2709") -> Iterator[bytes]:
    """A database's records of one family, each as it came, byte for byte, in the order of their taking in.

    Records are never turned from one family into the other. `container` "marcxml" writes every record as XML in
    UTF-8; a record that came as XML is written in UTF-8 for "iso2709" (raises TooLong where it does not fit).
    """
    records = Record.objects.filter(database=database, format=family).order_by("pk")
    rows = records.values_list("marc", "encoding").iterator(AT_ONCE)
    if container == MARCXML:
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'.encode()
        for marc, encoding in rows:
            yield (write_element(read_fields(bytes(marc), encoding)) + "\n").encode()
        yield b"</collection>\n"
        return
    for marc, encoding in rows:
        yield bytes(marc) if not encoding.startswith(MARCXML) else _as_iso2709(bytes(marc), encoding, family)


def _as_iso2709(marc: bytes, encoding: str, family: str) -> bytes:
    (_tag, leader), *fields = read_fields(marc, encoding)
    if family == MARC21:
        leader = leader[:9] + "a" + leader[10:]
    return join_fields(leader, _without_leader(fields), lambda text: text.encode())


def _without_leader(fields: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((tag, content) for tag, content in fields if tag != LEADER)
