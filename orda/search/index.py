"""The index on disk: its fields, and the one way to open, read and write it (tantivy).

What is damaged or not there is said as `Damaged`, whatever tantivy makes of it; each process sums the files when it
opens them. An index is made anew in a folder beside and takes the old one's place when it is whole.
"""

import json
import mmap
import os
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy
from django.conf import settings

from orda.catalog.isbn import numbers_in
from orda.network.folding import fold_letters
from orda.search.words import all_stems, initials, words

# Another number makes another folder: an index of an older shape is never read, `orda index` fills the new one.
SHAPE = 3
WRITER_MEMORY = 128_000_000  # bytes
FACETS = ("language", "subject_field", "years", "library", "database")
_SPACES = "spaces"


@dataclass(frozen=True)
class Entry:
    """A record as it is indexed. `text`: all that is searched besides title and author. `facets`: name -> values."""

    record_id: int
    title: str
    author: str
    text: str
    year: int | None
    facets: dict[str, list[str]]


class Damaged(Exception):
    """The index can't be read: a file is broken, or it is not there. The message says what, for the log."""


Stamp = tuple[int, int, int]


@dataclass
class _Opened:
    index: tantivy.Index
    stamp: Stamp


_opened: dict[Path, _Opened] = {}


def folder() -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / f"shape-{SHAPE}"


def searcher() -> tantivy.Searcher:
    """The index as it stands now; another process's commit is seen at once. Raises Damaged."""
    here = folder()
    with reading():
        opened, stamp = _opened.get(here), _stamp(here)
        if opened is None or opened.stamp[0] != stamp[0]:  # another folder stands here by now
            _prove_whole(here)
            opened = _opened[here] = _Opened(_open(here), stamp)
        elif stamp != opened.stamp:
            opened.index.reload()
            opened.stamp = stamp
        return opened.index.searcher()


def schema() -> tantivy.Schema:
    """The fields of the index, as queries name them."""
    searcher()
    return _opened[folder()].index.schema


def writer(memory: int = WRITER_MEMORY) -> tantivy.IndexWriter | None:
    """The one writer of the index; None while another process has it. Raises Damaged."""
    searcher()
    return _writer_of(_opened[folder()].index, memory)


def _writer_of(index: tantivy.Index, memory: int) -> tantivy.IndexWriter | None:
    with reading():
        try:
            return index.writer(heap_size=memory, num_threads=1)
        except ValueError as error:
            if "LockBusy" in str(error) or "lock" in str(error).lower():
                return None
            raise


@contextmanager
def reading() -> Iterator[None]:
    """What tantivy complains of inside it is a damaged index: no question and no entry of ours is wrong by itself."""
    try:
        yield
    except Damaged:
        raise
    except (ValueError, OSError) as fault:
        raise Damaged(str(fault)) from fault
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # of Rust; no Exception to Python
            raise
        raise Damaged(str(fault)) from None


def is_there() -> bool:
    return (folder() / "meta.json").exists()


def make_empty() -> None:
    """An index of an empty catalogue, where there is none."""
    folder().mkdir(parents=True, exist_ok=True)
    _open(folder())


@contextmanager
def beside(memory: int = WRITER_MEMORY) -> Iterator[tantivy.IndexWriter]:
    """A writer of a new index; it takes the old one's place at the end of the block, after the caller's commit."""
    new = folder().with_name(f"{folder().name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    index = _open(new)
    writer = _writer_of(index, memory)
    assert writer is not None  # nobody else knows of it
    yield writer
    writer.wait_merging_threads()
    old = folder().with_name(f"{folder().name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder().exists():
        os.replace(folder(), old)
    os.replace(new, folder())
    shutil.rmtree(old, ignore_errors=True)
    forget()


def put(to: tantivy.IndexWriter, entries: Iterable[Entry]) -> int:
    """Writes entries in place of what stood for their records; returns how many. The caller commits."""
    count = 0
    for entry in entries:
        to.delete_documents_by_term("id", entry.record_id)
        to.add_document(_document(entry))
        count += 1
    return count


def take_out(to: tantivy.IndexWriter, record_ids: Iterable[int]) -> None:
    """Records that are found no more (doubles that were merged). The caller commits."""
    for record_id in record_ids:
        to.delete_documents_by_term("id", record_id)


def forget() -> None:
    """Closes every index of this process (tests, and after the folder is thrown away)."""
    _opened.clear()


def throw_away() -> None:
    """Empties the index's folder, to be filled from the database."""
    forget()
    shutil.rmtree(folder(), ignore_errors=True)


def _open(here: Path) -> tantivy.Index:
    index = tantivy.Index(_schema(), path=str(here))
    index.register_tokenizer(_SPACES, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def _stamp(here: Path) -> Stamp:
    try:
        found, itself = (here / "meta.json").stat(), here.stat()
    except FileNotFoundError:
        raise Damaged(f"{here} holds no index") from None
    return itself.st_ino, found.st_mtime_ns, found.st_ino


# At the end of each file of tantivy: a note in JSON with the sum of all before it, the note's length, this number.
_MAGIC = (1337).to_bytes(4, "little")


def _prove_whole(here: Path) -> None:
    """Sums every file that the index says it has: a third of a second for a million records. Raises Damaged."""
    known = json.loads((here / "meta.json").read_text(encoding="utf-8"))
    names = {str(segment["segment_id"]).replace("-", "") for segment in known["segments"]}
    for path in here.iterdir():
        if path.name.partition(".")[0] in names and not _is_whole(path):
            raise Damaged(f"{path} is broken")


def _is_whole(path: Path) -> bool:
    if path.stat().st_size <= 8:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content[-4:] != _MAGIC:
            return False
        end = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
        if end < 0:
            return False
        crc = 0
        for at in range(0, end, 1 << 20):
            crc = zlib.crc32(content[at : min(at + (1 << 20), end)], crc)
        return bool(json.loads(content[end:-8])["crc"] == crc)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Not unsigned: deleting by a term of an unsigned field deletes nothing.
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in ("all", "title", "author", "exact"):
        builder.add_text_field(name, tokenizer_name=_SPACES, index_option="freq")
    # Every word as it is written, without Kazakh letters, with its place: for phrases and half-typed words.
    builder.add_text_field("written", tokenizer_name=_SPACES, index_option="position")
    builder.add_integer_field("year", indexed=True, fast=True)
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("id", entry.record_id)
    said = [words(part) for part in (entry.title, entry.author, entry.text)]
    title, author, text = (" ".join(all_stems(part)) for part in said)
    numbers = " ".join(numbers_in(entry.text))
    document.add_text("title", title)
    document.add_text("author", f"{author} {' '.join(initials(said[1]))}")
    document.add_text("all", f"{title} {author} {text} {numbers} {entry.year or ''}")
    document.add_text("exact", " ".join(said[0] + said[1]))
    for part in said:  # each a value of its own: no phrase goes from a title over into an author
        document.add_text("written", " ".join(map(fold_letters, part)))
    if entry.year:
        document.add_integer("year", entry.year)
    for name, values in entry.facets.items():
        for value in values:
            document.add_text(name, value)
    return document
