"""The index on disk: its fields, and the one way to open, read and write it (tantivy)."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import tantivy
from django.conf import settings

from orda.search.words import all_stems, words

# Another number makes another folder: an index of an older shape is never read, `orda index` fills the new one.
SHAPE = 2
WRITER_MEMORY = 128_000_000  # bytes
FACETS = ("language", "subject_field", "years", "library", "database")
_SPACES = "spaces"


@dataclass(frozen=True)
class Entry:
    """A record as it is indexed. `facets`: facet name -> values."""

    record_id: int
    title: str
    author: str
    text: str
    facets: dict[str, list[str]]


@dataclass
class _Opened:
    index: tantivy.Index
    stamp: tuple[int, int]


_opened: dict[Path, _Opened] = {}


def folder() -> Path:
    return Path(settings.SEARCH_INDEX_DIR) / f"shape-{SHAPE}"


def searcher() -> tantivy.Searcher:
    """The index as it stands now; another process's commit is seen at once."""
    here = folder()
    opened = _opened.get(here)
    if opened is None or not (here / "meta.json").exists():
        opened = _opened[here] = _Opened(_open(here), (0, 0))
    stamp = _stamp(here)
    if stamp != opened.stamp:
        opened.index.reload()
        opened.stamp = stamp
    return opened.index.searcher()


def schema() -> tantivy.Schema:
    """The fields of the index, as queries name them."""
    searcher()
    return _opened[folder()].index.schema


def writer(memory: int = WRITER_MEMORY) -> tantivy.IndexWriter | None:
    """The one writer of the index; None while another process has it."""
    searcher()
    try:
        return _opened[folder()].index.writer(heap_size=memory, num_threads=1)
    except ValueError as error:
        if "LockBusy" in str(error) or "lock" in str(error).lower():
            return None
        raise


def put(to: tantivy.IndexWriter, entries: Iterable[Entry]) -> int:
    """Writes entries in place of what stood for their records; returns how many. The caller commits."""
    count = 0
    for entry in entries:
        to.delete_documents_by_term("id", entry.record_id)
        to.add_document(_document(entry))
        count += 1
    return count


def forget() -> None:
    """Closes every index of this process (tests, and after the folder is thrown away)."""
    _opened.clear()


def throw_away() -> None:
    """Empties the index's folder, to be filled from the database."""
    forget()
    shutil.rmtree(folder(), ignore_errors=True)


def _open(here: Path) -> tantivy.Index:
    here.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(here))
    index.register_tokenizer(_SPACES, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def _stamp(here: Path) -> tuple[int, int]:
    found = (here / "meta.json").stat()
    return found.st_mtime_ns, found.st_ino


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Not unsigned: deleting by a term of an unsigned field deletes nothing.
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in ("all", "title", "author", "exact"):
        builder.add_text_field(name, tokenizer_name=_SPACES, index_option="freq")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_integer("id", entry.record_id)
    title, author = " ".join(all_stems(entry.title)), " ".join(all_stems(entry.author))
    document.add_text("title", title)
    document.add_text("author", author)
    document.add_text("all", f"{title} {author} {' '.join(all_stems(entry.text))}")
    document.add_text("exact", " ".join(words(f"{entry.title} {entry.author}")))
    for name, values in entry.facets.items():
        for value in values:
            document.add_text(name, value)
    return document
