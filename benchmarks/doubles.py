"""How well and how fast doubles are found: invented books, of which some are written twice in ways that real records
are (and some look alike that are two books).

Precision: of the pairs that are shown, those that are one book. Recall: of the books written twice, those shown; by
the way in which they were written.
"""

import random
import time
from collections import Counter
from collections.abc import Callable

from benchmarks import Aim, say, sized
from benchmarks._records import descriptions
from orda.catalog.doubles.finding import book, pairs_of

SIZES = (10_000, 100_000, 1_000_000)
SHARE = 0.05  # of the books are written twice
_LATIN = str.maketrans("абвгдежзийклмнопрстуфхцчшыіңғқөұүәһ", "abvgdejziiklmnoprstufhccsiingkouuah")
_RUSSIAN = str.maketrans("әғқңөұүіһ", "агкноууих")
Row = tuple[str, str, int | None, str]


def _slip(title: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(title))
    return title[:at] + rng.choice("аоуеиыл") + title[at + 1 :]


WAYS: dict[str, Callable[[Row, random.Random], Row]] = {
    "the same": lambda row, rng: row,
    "in capitals": lambda row, rng: (row[0].upper(), *row[1:]),
    "by a Russian keyboard": lambda row, rng: (
        row[0].translate(_RUSSIAN),
        row[1].translate(_RUSSIAN),
        *row[2:],
    ),
    "in Latin letters": lambda row, rng: (
        row[0].lower().translate(_LATIN),
        row[1].lower().translate(_LATIN),
        *row[2:],
    ),
    "a slip in the title": lambda row, rng: (_slip(row[0], rng), *row[1:]),
    "a slip in the name": lambda row, rng: (row[0], _slip(row[1], rng) if row[1] else "", *row[2:]),
    "with a subtitle": lambda row, rng: (f"{row[0]}: әңгімелер", *row[1:]),
    "without an author": lambda row, rng: (row[0], "", *row[2:]),
    "without a year": lambda row, rng: (*row[:2], None, row[3]),
    "with marks": lambda row, rng: (f"«{row[0]}» /", *row[1:]),
}
APART: dict[str, Callable[[Row, random.Random], Row]] = {
    "another volume": lambda row, rng: (f"{row[0]}. 2-кітап", *row[1:3], ""),
    "another year": lambda row, rng: (*row[:2], (row[2] or 2000) + 1, ""),
    "another author": lambda row, rng: (row[0], "Бөтенбаев, Ж.", row[2], ""),
    "another ISBN": lambda row, rng: (
        *row[:3],
        "9785389074354" if row[3] != "9785389074354" else "9785170906307",
    ),
}


def run() -> None:
    for size in SIZES:
        _measured(sized(size))


def _measured(size: int) -> None:
    rows, one_book, two_books = _library(size)
    began = time.perf_counter()
    books = [book(pk, "books", *row) for pk, row in enumerate(rows)]
    found = {(one.first, one.second) for one in pairs_of(books)}
    took = time.perf_counter() - began
    say(f"{size:,} records looked through", len(books) / took, "records/s", note=f"{took:,.1f} s")
    right = found & one_book.keys()
    say(
        "  precision",
        100 * len(right) / max(len(found), 1),
        "%",
        note=f"{len(found):,} pairs",
        aim=Aim(95, at_least=True),
    )
    say(
        "  recall",
        100 * len(right) / len(one_book),
        "%",
        note=f"{len(one_book):,} books",
        aim=Aim(95, at_least=True),
    )
    if size == sized(SIZES[0]):
        all_of, met = Counter(one_book.values()), Counter(one_book[pair] for pair in right)
        for way, many in all_of.items():
            say(f"  recall, {way}", 100 * met[way] / many, "%")
        wrong = Counter(two_books[pair] for pair in found if pair in two_books)
        for way in APART:
            say(f"  shown though it is {way}", wrong[way], "pairs")


def _library(size: int) -> tuple[list[Row], dict[tuple[int, int], str], dict[tuple[int, int], str]]:
    """(records, pairs that are one and the way they were written, pairs that only look so). Half of what is written
    twice has no ISBN, as older books have none."""
    rng = random.Random(7)
    rows: list[Row] = [(one.title, one.author, one.year, one.isbn) for one in descriptions(size)]
    one_book, two_books = {}, {}
    for number in rng.sample(range(size), round(size * SHARE)):
        ways, kept = (WAYS, one_book) if rng.random() < 0.7 else (APART, two_books)
        way = rng.choice(list(ways))
        again = ways[way](rows[number], rng)
        rows.append((*again[:3], "") if kept is one_book and rng.random() < 0.5 else again)
        kept[number, len(rows) - 1] = way
    return rows, one_book, two_books
