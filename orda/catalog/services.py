"""What may be done with the catalogue: take records in, give them out. The MARC record itself is never touched."""

import gc
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from django.db import connection, transaction

from orda.catalog import changes
from orda.catalog.columns import columns_of, key_of
from orda.catalog.fields import describe_fields
from orda.catalog.marc import MARC21, UNIMARC, Piece, Proof, pieces_of, proof_of, read_fields, read_record
from orda.catalog.marc.charsets import declared_in_utf_8
from orda.catalog.marc.iso2709 import cut_to_fit, join_fields
from orda.catalog.marc.marcxml import MARCXML, NAMESPACE, check, write_element
from orda.catalog.marc.refusals import BadRecord, CharsetOpen, NotBibliographic, NoTitle, NumberRepeated
from orda.catalog.models import Record
from orda.catalog.records.services import keep_imported
from orda.catalog.rejects import Rejects
from orda.diary import services as diary
from orda.network import clock
from orda.network.models import Unit

AT_ONCE = 2_000  # records a transaction
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
    "version",
)
# A record whose bytes are known but which reads otherwise now (another character set) is changed too.
_READ_OFF = ("digest", "encoding", "title", "author", "language")
OnProgress = Callable[[int], object]  # called with the offset in the file, in bytes
OnLeftOut = Callable[[str, BadRecord], object]  # called with the record's title and why it can't be written


@dataclass
class ImportCounts:
    """What became of the records of a file: read = new + changed + unchanged + rejected.

    `charset_open`: those of the rejected whose character set is for a person to say; `charsets`: in which the good
    ones were read, and how many.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    charset_open: int = 0
    charsets: dict[str, int] = field(default_factory=dict)

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

    `family`: marc21 or unimarc; `charset`: None to prove it, over the whole file and then record by record. A
    record is known again by its control number (001), one without by its content; other content under a known
    number changes that record.
    Bad records are counted, given to `rejects` with their position and reason, and leave no trace; good ones go
    in two thousand to a transaction. Each new record counts once in the diary, at `library`, today.
    """
    with _can_be_read_twice(stream) as twice:
        return _import(twice, family, database, library, charset, rejects or Rejects(), on_progress, by_id)


def _import(
    stream: BinaryIO,
    family: str,
    database: str,
    library: Unit,
    charset: str | None,
    rejects: Rejects,
    on_progress: OnProgress | None,
    by_id: int | None,
) -> ImportCounts:
    counts = ImportCounts()
    seen: dict[str, bytes] = {}
    proof = None if charset else proof_of(stream, family)
    pieces = _read(stream, family, charset, seen, rejects, counts, proof)
    with _no_search_for_cycles():
        while batch := list(islice(pieces, AT_ONCE)):
            _save([record for _offset, record in batch], family, database, library, by_id, counts)
            gc.collect(1)
            if on_progress:
                on_progress(batch[-1][0])
    return counts


@contextmanager
def _can_be_read_twice(stream: BinaryIO) -> Iterator[BinaryIO]:
    """What comes through a pipe is put on the disk first: it is proved before it is read."""
    if stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as kept:
        while more := stream.read(1 << 20):
            kept.write(more)
        kept.seek(0)
        yield kept


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
    proof: Proof | None,
) -> Iterator[tuple[int, Record]]:
    """(offset behind it, record still without a database) of every good record of the file."""
    for piece in pieces_of(stream):
        counts.read += not piece.goes_on
        try:
            if piece.problem is not None:
                raise piece.problem
            record = _record_of(piece, family, charset, proof)
            if record.source_key in seen:
                _check_same(seen[record.source_key], record)
                counts.unchanged += 1
                continue
            counts.charsets[record.encoding] = counts.charsets.get(record.encoding, 0) + 1
            seen[record.source_key] = bytes.fromhex(record.digest)
        except BadRecord as problem:
            counts.rejected += not piece.goes_on
            counts.charset_open += isinstance(problem, CharsetOpen)
            rejects.keep(piece, problem)
            continue
        yield piece.offset + len(piece.raw), record


def _record_of(piece: Piece, family: str, charset: str | None, proof: Proof | None) -> Record:
    found, fields = read_record(piece.raw, family, piece.charset or charset, proof)
    leader = fields[0][1]
    if leader[6:7] in _OTHER_TYPES[family]:
        raise NotBibliographic
    said = describe_fields(fields, family)
    if not said.title:
        raise NoTitle(field=_TITLE_FIELD[family])
    digest = hashlib.sha256(piece.raw).hexdigest()
    return Record(
        source_key=key_of(fields, family) or f"sha256:{digest}",
        digest=digest,
        marc=piece.raw,
        format=family,
        encoding=found,
        **columns_of(said),
    )


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
        key: (pk, version, read)
        for key, pk, version, *read in Record.objects.filter(
            database=database, source_key__in=[record.source_key for record in records]
        ).values_list("source_key", "pk", "version", *_READ_OFF)
    }
    now, today = clock.now(), clock.today()
    new, changed, others = [], [], []
    for record in records:
        record.database, record.changed_at = database, now
        pk, version, read = known.get(record.source_key, (None, 1, []))
        # What was edited here reads otherwise than its file: the same file again takes nothing of that back.
        looked_at = _READ_OFF if version == 1 else _READ_OFF[:1]
        if pk is None:
            record.library, record.added_on = library, today
            new.append(record)
        elif read[: len(looked_at)] != [getattr(record, name) for name in looked_at]:
            record.pk = pk
            changed.append(record)
            if read[0] != record.digest:
                others.append(record)
    made = Record.objects.bulk_create(new)
    keep_imported(others)
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


def export_records(
    database: str,
    family: str,
    *,
    container: str = "iso2709",
    cut_fields: bool = False,
    on_left_out: OnLeftOut | None = None,
) -> Iterator[bytes]:
    """A database's records of one family, each as it came, byte for byte, in the order of their taking in.

    Records are never turned from one family into the other. `container` "marcxml" writes every record as XML in
    UTF-8; a record that came as XML is written in UTF-8 for "iso2709". What does not fit there is told to
    `on_left_out` and the rest is written (without it: raises BadRecord); `cut_fields` cuts fields that are too long.
    """
    records = Record.objects.filter(database=database, format=family).order_by("pk")
    as_xml = container == MARCXML
    if as_xml:
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'.encode()
    for marc, encoding, title in records.values_list("marc", "encoding", "title").iterator(AT_ONCE):
        try:
            yield _written(bytes(marc), encoding, family, as_xml=as_xml, cut_fields=cut_fields)
        except BadRecord as problem:
            if on_left_out is None:
                raise
            on_left_out(title, problem)
    if as_xml:
        yield b"</collection>\n"


def _written(marc: bytes, encoding: str, family: str, *, as_xml: bool, cut_fields: bool) -> bytes:
    if not as_xml and not encoding.startswith(MARCXML):
        return marc
    fields = declared_in_utf_8(read_fields(marc, encoding), family)
    if as_xml:
        return (write_element(fields) + "\n").encode()
    check(fields)
    (_tag, leader), *rest = fields
    if cut_fields:
        rest = [(tag, cut_to_fit(content)) for tag, content in rest]
    return join_fields(leader, rest, str.encode)
