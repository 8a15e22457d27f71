"""What may be asked of the catalogue: find records by any words, see where copies are."""

import datetime
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import tantivy
from django.db.models import Count
from tantivy import Query

from orda.catalog.models import Record
from orda.network.models import Unit
from orda.search import healing, index
from orda.search.asked import AllOf, asked
from orda.search.availability import taken_copies
from orda.search.matching import Matching, narrowed
from orda.search.nearness import nearest
from orda.search.typed import other_readings
from orda.search.words import words
from orda.stock.models import Copy

LONGEST_QUERY = 300  # letters
DEEPEST = 2_000  # hits that may be paged through
VALUES_A_FACET = 25
LOOKED_THROUGH = 10  # hits, for the word that was meant
MOST_LOOKED_THROUGH = 2_000  # letters of each


@dataclass(frozen=True)
class Hit:
    """A found record. `copies` in stock; of them `available` are in."""

    record: Record
    copies: int
    available: int


@dataclass(frozen=True)
class Found:
    """A page of hits. `broken`: the index can't be read just now and is made anew; nothing could be looked for.

    What was typed may be found in nothing. Then it says what was found instead: `meant`: what the same keys type in
    another layout; `similar`: words like them, `near`: so spelt; `fewer`: most of the words; `instead`: nothing, but
    without its signs the text may be looked for so. `begun`: the half-typed word that finds what begins with it.
    """

    text: str
    count: int
    ms: float
    hits: list[Hit]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    similar: bool = False
    broken: bool = False
    meant: str = ""
    near: str = ""
    fewer: bool = False
    begun: str = ""
    instead: str = ""


def search(
    text: str,
    *,
    database: str = "",
    chosen: Mapping[str, Collection[str]] | None = None,
    page: int = 1,
    limit: int = 20,
    facets: bool = True,
    guess: bool = True,
) -> Found:
    """Records that hold what `text` asks for (see `asked`), the best first; all of them for an empty text.

    `chosen`: facet -> values, any of which will do. A word finds its other forms, and Kazakh letters are found
    without them; the very spelling goes first. Any text is a query: there is nothing to misspell in it. Where it finds
    nothing, what is near is found, and said to be so; unless `guess` is off.
    """
    text = text[:LONGEST_QUERY]
    if not index.is_there() and not Record.objects.exists():
        return Found(text, 0, 0.0, [])
    try:
        with index.reading():
            return _search(text, database, chosen, page, limit, facets, guess)
    except index.Damaged as damaged:
        index.forget()
        healing.heal(damaged)
        return Found(text, 0, 0.0, [], broken=True)


def _search(
    text: str,
    database: str,
    chosen: Mapping[str, Collection[str]] | None,
    page: int,
    limit: int,
    facets: bool,
    guess: bool,
) -> Found:
    start = time.perf_counter()
    narrowing = {
        name: list(values) for name, values in (chosen or {}).items() if name in index.FACETS and values
    }
    if database:
        narrowing["database"] = [database]
    searcher = index.searcher()
    offset = max(min((page - 1) * limit, DEEPEST - limit), 0)

    def tried(query: Query, by: str | None = None) -> _Tried:
        query = narrowed(query, narrowing)
        return _Tried(query, searcher.search(query, limit=limit, offset=offset, order_by_field=by))

    question, matching = asked(text), Matching(searcher)
    # Without words nothing is better than another: what came last stands first.
    best = tried(matching.exactly(question), None if question.parts else "id")
    said: dict[str, Any] = {"begun": matching.begins(question)} if best.count else {}
    if guess and not best.count:
        for way, query in _other_ways(text, question, matching):
            if (other := tried(query)).count:
                best, said = other, way
                break
        else:
            said = {} if question.is_plain else {"instead": " ".join(words(text))}
    ids = [int(searcher.doc(address)["id"][0]) for _score, address in best.result.hits]
    if said.get("similar"):
        said["near"] = _nearest(question, matching, ids)
    counted = _facets(searcher, best.query) if facets and best.count else {}
    hits = _hits(ids)
    ms = (time.perf_counter() - start) * 1000
    return Found(text, best.count, ms, hits, counted, **said)


@dataclass(frozen=True)
class _Tried:
    query: Query
    result: tantivy.SearchResult

    @property
    def count(self) -> int:
        return int(self.result.count)  # type: ignore[attr-defined]  # the library's types leave it out


def _other_ways(text: str, question: AllOf, matching: Matching) -> Iterator[tuple[dict[str, Any], Query]]:
    """How else a text that finds nothing may be read, the likeliest first, each with what is to be said of it."""
    for other in other_readings(text):
        yield {"meant": other}, matching.exactly(asked(other), half_typed=False)
    if not question.is_plain:
        return
    near = {"similar": True}, matching.nearly(question)
    fewer = {"fewer": True}, matching.mostly(question)
    both = {"similar": True, "fewer": True}, matching.mostly(question, similar=True)
    spelt_right = all(matching.is_known(word) for word in question.words if not word.idle)
    for said, query in (fewer, near, both) if spelt_right else (near, fewer, both):
        if query is not None:
            yield said, query


def _nearest(question: AllOf, matching: Matching, ids: list[int]) -> str:
    """What a misspelt question may have meant: its words as the first hits write them; "" where none differs."""
    rows = Record.objects.filter(pk__in=ids[:LOOKED_THROUGH]).values_list("title", "author", "searched")
    written = [word for row in rows for word in words(" ".join(row)[:MOST_LOOKED_THROUGH])]
    meant = [
        word.text if word.idle or matching.is_known(word) else nearest(word.text, written) or word.text
        for word in question.words
    ]
    return "" if meant == [word.text for word in question.words] else " ".join(meant)


def _facets(searcher: tantivy.Searcher, query: Query) -> dict[str, dict[str, int]]:
    """Facet -> value -> records, the commonest first."""
    asked = {name: {"terms": {"field": name, "size": VALUES_A_FACET}} for name in index.FACETS}
    answer = searcher.aggregate(query, asked)
    return {
        name: {bucket["key"]: int(bucket["doc_count"]) for bucket in answer[name]["buckets"]}
        for name in index.FACETS
    }


_OF_A_HIT = ("title", "author", "year", "language")


def _hits(ids: list[int]) -> list[Hit]:
    """The records in the order of `ids` with their copies: three queries however many."""
    records = Record.objects.only(*_OF_A_HIT).in_bulk(ids)
    held = Copy.objects.filter(record__in=ids, status=Copy.Status.IN_STOCK).order_by()
    copies = dict(held.values_list("record_id").annotate(Count("pk")))
    out = Counter(record_id for record_id, _copy, _due in taken_copies(ids)) if copies else Counter()
    return [
        Hit(records[pk], copies.get(pk, 0), max(copies.get(pk, 0) - out[pk], 0))
        for pk in ids
        if pk in records
    ]


@dataclass(frozen=True)
class CopyHere:
    """A copy as the public sees it. `taken`: not to be had now; `due_on`: the day it is due back, if on loan."""

    barcode: str
    inventory_number: str
    document_kind: str
    taken: bool
    due_on: datetime.date | None


@dataclass(frozen=True)
class Holding:
    """A library's copies of a record."""

    library: Unit
    copies: list[CopyHere]

    @property
    def available(self) -> int:
        return sum(1 for copy in self.copies if not copy.taken)


def holdings(record_id: int) -> list[Holding]:
    """Where a record's copies are, library by library; two queries."""
    due = {copy_id: day for _record, copy_id, day in taken_copies([record_id])}
    found: dict[int, Holding] = {}
    held = Copy.objects.filter(record=record_id, status=Copy.Status.IN_STOCK).select_related("library")
    for copy in held.order_by("library__path", "inventory_number"):
        holding = found.setdefault(copy.library_id, Holding(copy.library, []))
        holding.copies.append(
            CopyHere(
                copy.barcode, copy.inventory_number, copy.document_kind, copy.pk in due, due.get(copy.pk)
            )
        )
    return list(found.values())
