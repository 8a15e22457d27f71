"""What may be asked of the catalogue: find records by any words, see where copies are."""

import datetime
import time
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import tantivy
from django.db.models import Count
from tantivy import Occur, Query

from orda.catalog.models import Record
from orda.network.models import Unit
from orda.search import healing, index
from orda.search.availability import taken_copies
from orda.search.typed import in_cyrillic, other_readings
from orda.search.words import asked_stems, begun_lemmas, stems, words
from orda.stock.models import Copy

LONGEST_QUERY = 300  # letters
MOST_WORDS = 12
DEEPEST = 2_000  # hits that may be paged through
SIMILAR_FROM = 4  # letters: shorter words are not guessed at
VERY_SIMILAR_FROM = 8
VALUES_A_FACET = 25
LONGEST_BEGUN = 20
# A letter of a Russian keyboard -> what it may stand for.
_ALIKE = {
    "а": "[аә]",
    "г": "[гғ]",
    "к": "[кқ]",
    "н": "[нң]",
    "о": "[оө]",
    "у": "[уұү]",
    "х": "[хһ]",
    "и": "[иі]",
}


@dataclass(frozen=True)
class Hit:
    """A found record. `copies` in stock; of them `available` are in."""

    record: Record
    copies: int
    available: int


@dataclass(frozen=True)
class Found:
    """A page of hits. `similar`: nothing held the very words, so words like them were looked for. `broken`: the index
    can't be read just now and is made anew; nothing could be looked for. `meant`: nothing holds what was typed, but
    this was found, which the same keys type in another layout."""

    text: str
    count: int
    ms: float
    hits: list[Hit]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    similar: bool = False
    broken: bool = False
    meant: str = ""


def search(
    text: str,
    *,
    database: str = "",
    chosen: Mapping[str, Collection[str]] | None = None,
    page: int = 1,
    limit: int = 20,
    facets: bool = True,
) -> Found:
    """Records that hold every word of `text`, the best first; all of them for an empty text.

    `chosen`: facet -> values, any of which will do. A word finds its other forms, and Kazakh letters are found
    without them; the very spelling goes first. Any text is a query: there is nothing to misspell in it.
    """
    text = text[:LONGEST_QUERY]
    if not index.is_there() and not Record.objects.exists():
        return Found(text, 0, 0.0, [])
    try:
        with index.reading():
            return _search(text, database, chosen, page, limit, facets)
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
) -> Found:
    start = time.perf_counter()
    narrowing = {
        name: list(values) for name, values in (chosen or {}).items() if name in index.FACETS and values
    }
    if database:
        narrowing["database"] = [database]
    searcher = index.searcher()
    asked = words(text)[:MOST_WORDS]
    similar, meant = False, ""
    query = _narrowed(_query(searcher, asked), narrowing)
    offset = max(min((page - 1) * limit, DEEPEST - limit), 0)
    # Without words nothing is better than another: what came last stands first.
    result = searcher.search(query, limit=limit, offset=offset, order_by_field=None if asked else "id")
    for other in other_readings(text) if not _count(result) else ():
        read = _narrowed(_query(searcher, words(other)[:MOST_WORDS], half_typed=False), narrowing)
        if _count(found := searcher.search(read, limit=limit, offset=offset)):
            query, result, meant = read, found, other
            break
    if not _count(result) and asked:
        guessed = _narrowed(_similar(asked), narrowing)
        guessed_result = searcher.search(guessed, limit=limit, offset=offset)
        if _count(guessed_result):
            query, result, similar = guessed, guessed_result, True
    ids = [int(searcher.doc(address)["id"][0]) for _score, address in result.hits]
    counted = _facets(searcher, query) if facets and _count(result) else {}
    hits = _hits(ids)
    ms = (time.perf_counter() - start) * 1000
    return Found(text, _count(result), ms, hits, counted, similar, meant=meant)


def _count(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # the library's types leave it out


def _query(searcher: tantivy.Searcher, asked: list[str], *, half_typed: bool = True) -> Query:
    """Every word must be there under one of its stems; titles, authors and the very spelling weigh more. The last word
    may be `half_typed`."""
    if not asked:
        return Query.all_query()
    schema = index.schema()
    parts: list[tuple[Occur, Query]] = []
    for place, word in enumerate(asked):
        sure = sorted(stems(word))
        # What is not in the index needs no looking for; readings of Latin letters are many.
        forms = [form for form in _asked_forms(word) if searcher.doc_freq("all", form)]
        must = Query.term_set_query(schema, "all", sorted({*forms, *sure}))
        if half_typed and place == len(asked) - 1 and not forms:
            must = _begun(word)
        parts.append((Occur.Must, must))
        for form in [*sure, *(form for form in forms if form not in sure)][:4]:
            parts.append((Occur.Should, Query.boost_query(Query.term_query(schema, "title", form), 2.0)))
            parts.append((Occur.Should, Query.boost_query(Query.term_query(schema, "author", form), 1.5)))
        parts.append((Occur.Should, Query.boost_query(Query.term_query(schema, "exact", word), 3.0)))
    return Query.boolean_query(parts)


def _asked_forms(word: str) -> list[str]:
    """What a word is looked for under, the surest first: as it is typed, then as Latin letters may be read."""
    readings = [form for other in in_cyrillic(word) for form in sorted(asked_stems(other))]
    return list(dict.fromkeys([*sorted(asked_stems(word)), *readings]))


def _begun(word: str) -> Query:
    """What a half-typed word may become: words that begin so, and those whose forms do. Kazakh letters may be left out
    of it."""
    schema = index.schema()
    letters = "".join(_ALIKE.get(letter, letter) for letter in word[:LONGEST_BEGUN])
    begun = [(Occur.Should, Query.regex_query(schema, "all", f"~?{letters}.*"))]
    if lemmas := begun_lemmas(word):
        begun.append((Occur.Should, Query.term_set_query(schema, "all", sorted(lemmas))))
    return Query.boolean_query(begun)


def _similar(asked: list[str]) -> Query:
    """Words a letter away, for the longer ones; two for those longer still."""
    schema = index.schema()
    parts = []
    for word in asked:
        forms = [
            Query.fuzzy_term_query(
                schema,
                "all",
                form,
                distance=1 + (len(form) >= VERY_SIMILAR_FROM),
                transposition_cost_one=True,
            )
            if len(form) >= SIMILAR_FROM
            else Query.term_query(schema, "all", form)
            for form in sorted(asked_stems(word))
        ]
        parts.append((Occur.Must, Query.boolean_query([(Occur.Should, form) for form in forms])))
    return Query.boolean_query(parts)


def _narrowed(query: Query, narrowing: Mapping[str, list[str]]) -> Query:
    if not narrowing:
        return query
    schema = index.schema()
    must = [(Occur.Must, query)]
    for name, values in narrowing.items():
        one_of = Query.boolean_query(
            [(Occur.Should, Query.term_query(schema, name, value, index_option="basic")) for value in values]
        )
        must.append((Occur.Must, Query.const_score_query(one_of, 0.0)))
    return Query.boolean_query(must)


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
