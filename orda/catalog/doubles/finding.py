"""Pairs of records that may describe one book: by ISBN, by title, author and year, and by what is only alike.

Records are put into blocks (one ISBN; one title key; one author and year; one beginning of the title and year) and
compared inside them, so that the work grows with the records and not with their square. Titles and names are compared
as they sound in plain Latin letters: two scripts, an ASCII keyboard and capitals make no difference.

No doubles are: other numbers in the title (volumes, parts), other years (editions), other ISBNs where both have one,
other publishers, articles in other issues, records of other databases.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db import transaction
from rapidfuzz import fuzz

from orda.catalog.doubles.models import Pair
from orda.catalog.fields import describe
from orda.catalog.isbn import of_thirteen
from orda.catalog.models import Record
from orda.network.sounding import words_of

AT_ONCE = 5_000
LARGEST_BLOCK = 40  # records; what more share says nothing (a series, a ministry)
LEAST_ALIKE = 88.0  # of the titles, of 100
LEAST_OF_AN_ISBN = 60.0  # publishers give one number twice
LEAST_OF_AN_AUTHOR = 75.0
LEAST_OF_A_PUBLISHER = 70.0
# Roman numbers of volumes: of several letters anywhere, of one behind a word that says "volume".
_ROMAN = re.compile(
    r"\b(?:[IVXLC]{2,}|(?<=[Тт]\.\s)[IVX]|(?<=[Чч]\.\s)[IVX]|(?<=ом\s)[IVX]|(?<=сть\s)[IVX]|(?<=[Кк]н\.\s)[IVX])\b"
)
_VOLUME_WORDS = frozenset("tom t kn kitap bolim vip v c cast z kniga part volume vol no".split())
OnProgress = Callable[[int, int], object]  # called with how many records were read, and of how many


@dataclass(frozen=True, slots=True)
class Book:
    """What of a record is compared. `title`: its words as they sound; `numbers`: of its volumes and parts; `author`:
    surname, then initials; `first`: the beginning of the longest of the first words."""

    pk: int
    database: str
    title: str
    numbers: tuple[str, ...]
    surname: str
    initials: str
    year: int | None
    isbn: str


@dataclass(frozen=True, slots=True)
class Found:
    first: int
    second: int
    score: int
    why: str


def find(on_progress: OnProgress | None = None) -> int:
    """Looks at the whole catalogue; how many pairs are to be looked at then. What was said of a pair stays said."""
    books = list(_books(on_progress))
    found = {(one.first, one.second): one for one in _sure(pairs_of(books))}
    with transaction.atomic():
        refused = set(Pair.objects.filter(state=Pair.State.REFUSED).values_list("first", "second"))
        Pair.objects.filter(state=Pair.State.OPEN).delete()
        rows = [
            Pair(first_id=one.first, second_id=one.second, score=one.score, why=one.why)
            for pair, one in found.items()
            if pair not in refused
        ]
        # A pair that was refused, or found by another search, since this one read the catalogue stands already.
        Pair.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def pairs_of(books: Collection[Book]) -> Iterator[Found]:
    """Each pair once, with the surest reason."""
    seen: set[tuple[int, int]] = set()
    for why, block in _blocks(books):
        for one, other in combinations(block, 2):
            pair = (one.pk, other.pk) if one.pk < other.pk else (other.pk, one.pk)
            if pair in seen:
                continue
            score = compared(one, other, why)
            if score:
                seen.add(pair)
                yield Found(*pair, score, why)


def compared(one: Book, other: Book, why: str) -> int:
    """How surely two records are of one book, 0 to 100; 0: they are of two."""
    if one.numbers != other.numbers or one.database != other.database:
        return 0
    if one.year and other.year and one.year != other.year:
        return 0
    if one.isbn and other.isbn and one.isbn != other.isbn:
        return 0
    title = _titles_alike(one.title, other.title)
    author = _authors_alike(one, other)
    if why == Pair.Why.ISBN:
        return round(50 + title / 2) if title >= LEAST_OF_AN_ISBN else 0
    if title < LEAST_ALIKE or author < LEAST_OF_AN_AUTHOR:
        return 0
    return round(0.6 * title + 0.4 * author) - 5 * (one.year != other.year)


def book(pk: int, database: str, title: str, author: str, year: int | None, isbn: str) -> Book:
    words = words_of(_ROMAN.sub(lambda found: _arabic(found[0]), title))
    numbers = [word for word in words if word.isdecimal()]
    plain = [word for word in words if word not in numbers and word not in _VOLUME_WORDS]
    name = words_of(author)
    return Book(
        pk=pk,
        database=database,
        title=" ".join(plain),
        numbers=tuple(sorted(word.lstrip("0") for word in numbers)),
        surname=name[0] if name else "",
        initials="".join(word[0] for word in name[1:3]),
        year=year,
        isbn=of_thirteen(isbn) or isbn,
    )


def _books(on_progress: OnProgress | None) -> Iterator[Book]:
    records = Record.objects.filter(merged_into=None)
    many = records.count()
    columns = records.values_list("pk", "database", "title", "author", "year", "isbn")
    for read, row in enumerate(columns.iterator(AT_ONCE), 1):
        yield book(*row)
        if on_progress and (read % AT_ONCE == 0 or read == many):
            on_progress(read, many)


def _blocks(books: Iterable[Book]) -> Iterator[tuple[str, list[Book]]]:
    """The surest first."""
    kinds: list[tuple[str, Callable[[Book], Iterable[object]]]] = [
        (Pair.Why.ISBN, lambda one: [one.isbn] if one.isbn else []),
        (Pair.Why.SAME, lambda one: [(one.title, one.surname[:4])] if one.title else []),
        (Pair.Why.ALIKE, lambda one: [(one.surname, one.year)] if one.surname else []),
        (Pair.Why.ALIKE, lambda one: [(word[:5], one.year) for word in _marks(one.title)]),
    ]
    for why, keys in kinds:
        blocks = defaultdict[object, list[Book]](list)
        for one in books:
            for key in keys(one):
                blocks[key].append(one)
        for block in blocks.values():
            if 2 <= len(block) <= LARGEST_BLOCK:
                yield why, block


def _marks(title: str) -> list[str]:
    """The two longest words: a slip in one leaves the other."""
    return sorted(set(title.split()), key=lambda word: (-len(word), word))[:2]


def _titles_alike(one: str, other: str) -> float:
    """As wholes; where one has a subtitle more, by what both say."""
    whole = fuzz.ratio(one, other)
    short, long = sorted((one.split(), other.split()), key=len)
    if len(short) >= 2 and long[: len(short)] == short:
        return max(whole, 92.0)
    return max(whole, fuzz.token_sort_ratio(one, other) - 2)


def _authors_alike(one: Book, other: Book) -> float:
    if not one.surname or not other.surname:
        return 80.0 if one.surname != other.surname else 100.0
    alike = fuzz.ratio(one.surname, other.surname)
    both = min(len(one.initials), len(other.initials))
    return alike if one.initials[:both] == other.initials[:both] else alike - 30


def _arabic(roman: str) -> str:
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    numbers = [values[sign] for sign in roman]
    following = [*numbers[1:], 0]
    return str(sum(-one if one < after else one for one, after in zip(numbers, following, strict=True)))


def _sure(found: Iterable[Found]) -> Iterator[Found]:
    """Without the pairs of which the whole records say otherwise: another host, another edition."""
    waiting: list[Found] = []
    for one in found:
        waiting.append(one)
        if len(waiting) >= AT_ONCE // 10:
            yield from _read_through(waiting)
            waiting.clear()
    yield from _read_through(waiting)


def _read_through(found: list[Found]) -> Iterator[Found]:
    ids = {pk for one in found for pk in (one.first, one.second)}
    rows = Record.objects.filter(pk__in=ids).values_list("pk", "marc", "format", "encoding")
    said = {pk: describe(bytes(marc), family, charset) for pk, marc, family, charset in rows}
    for one in found:
        first, second = said[one.first], said[one.second]
        inside = {(words, part) for words, part in _hosts(first, second)}
        editions = {tuple(words_of(text)) for text in (first.edition, second.edition) if text}
        apart = len(inside) > 1 or len(editions) > 1 or first.kind != second.kind
        if not apart and _of_one_publisher(first.publisher, second.publisher):
            yield one


def _of_one_publisher(one: str, other: str) -> bool:
    """Unless both are named, and not alike: two houses that print one text in one year make two books."""
    names = [" ".join(words_of(name)) for name in (one, other)]
    return not all(names) or fuzz.token_set_ratio(*names) >= LEAST_OF_A_PUBLISHER


def _hosts(*said: object) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for one in said:
        host, part = one.host, one.host_part  # type: ignore[attr-defined]
        yield tuple(words_of(host)), tuple(words_of(part))
