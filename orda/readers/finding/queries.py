"""Find readers by anything that is known of them."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat

from orda.network import codes, reach
from orda.readers import iin as iins
from orda.readers.registering.models import Reader
from orda.readers.spelling import digits_of, words_of
from orda.readers.whose import is_served

MOST_WORDS = 6  # of a search
MOST_LOOKED_THROUGH = 5_000  # readers of a search's rarest word; nobody reads a longer list
LAST_SIGN = "\U0010ffff"  # after every other: what begins with a word ends before the word and this
LEAST_OF_A_PHONE = 5  # digits; fewer are a school's number or a class


Sql = tuple[str, tuple[Any, ...]]  # and what stands for its signs


def reader_by_card(card_number: str, *, at: int) -> Reader | None:
    """The reader who holds this card, however it was scanned or typed, where they are served at the unit `at`; the
    card of a double that was merged opens the reader it was merged into."""
    found = holder_of(card_number)
    return found if found is not None and is_served(found.pk, found.library_id, at) else None


def own_by_card(card_number: str, *, at: int) -> Reader | None:
    """`reader_by_card` of the network's own readers alone: for their pages, which nobody else opens."""
    found = holder_of(card_number)
    return found if found is not None and reach.reaches(at, found.library_id) else None


def holder_of(card_number: str) -> Reader | None:
    """Who holds this card, of whatever network: for a reader's own door, and for nobody who works at a desk."""
    card_number = codes.read(card_number)
    if not card_number.isprintable():  # no card holds control characters, and PostgreSQL takes none
        return None
    found = (
        Reader.objects.select_related("merged_into").filter(card_number=card_number, erased_on=None).first()
    )
    return (found.merged_into or found) if found else None


@dataclass(frozen=True)
class Found:
    """Readers found, by name. `all_of_them`: False where what was written is of so many readers that only the
    first of them were looked through."""

    readers: QuerySet[Reader]
    all_of_them: bool = True


def search(text: str, *, at: int) -> Found:
    """A network's own readers, as from the unit `at`, by anything that is known of them: IIN, birth date, telephone,
    else words of names and schools."""
    found = _search(text)
    return replace(found, readers=found.readers.filter(reach.within(at)))


def _search(text: str) -> Found:
    text = text.strip()
    if iins.is_valid(text):
        return Found(_by_name(Reader.objects.filter(iin_hash=iins.digest(text))))
    born = _as_day(text)
    if born is not None:
        return Found(_by_name(Reader.objects.filter(birth_date=born)))
    phone = digits_of(text)
    if len(phone) >= LEAST_OF_A_PHONE and not any(sign.isalpha() for sign in text):
        # With or without the 8 or 7 before it.
        return _of_words([_Beginning((phone, phone[1:]) if phone[0] in "78" else (phone,))])
    return _search_names(text)


def search_names(text: str, *, at: int) -> Found:
    """A network's own readers, as from the unit `at`, by the beginnings of words in any order and spelling; who is
    known there by consent shows their card.

    Each word may be of the reader's or the guardian's name, the school, the class or a telephone number.
    """
    found = _search_names(text)
    return replace(found, readers=found.readers.filter(reach.within(at)))


def _search_names(text: str) -> Found:
    words = list(dict.fromkeys(words_of(text)))[:MOST_WORDS]
    # The longest first: of words that are all too common to be counted out, it is of the fewest readers.
    return _of_words([_Beginning((word,)) for word in sorted(words, key=len, reverse=True)])


def find_readers(text: str, *, at: int) -> QuerySet[Reader]:
    """The readers of `search`."""
    return search(text, at=at).readers


@dataclass(frozen=True)
class _Beginning:
    """Words that begin with one of these. Asked in plain SQL: SQLite's LIKE reads no index, and PostgreSQL walks its
    own in order, whatever the database's collation, by operators that no lookup knows."""

    beginnings: tuple[str, ...]

    def first(self, most: int) -> Sql:
        """The readers of the first so many words, in the order of the index."""
        order = "USING ~<~" if connection.vendor == "postgresql" else ""
        return (
            f"SELECT w.reader_id FROM readers_readerword w WHERE {self._where} "
            f"ORDER BY w.word {order}, w.reader_id LIMIT %s",
            (*self._bounds, most),
        )

    def also(self) -> Sql:
        """The condition that a reader of `first` has such a word too.

        Not EXISTS: PostgreSQL would make a join of it and read all readers who have the word.
        """
        return (
            "(SELECT 1 FROM readers_readerword w WHERE w.reader_id = t.reader_id "
            f"AND ({self._where}) LIMIT 1) IS NOT NULL",
            self._bounds,
        )

    def count(self, most: int) -> int:
        """How many words there are, counted no further than `most`."""
        sql, bounds = self.first(most)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({sql}) t", bounds)
            counted: int = cursor.fetchone()[0]
        return counted

    @property
    def _where(self) -> str:
        from_, to = ("~>=~", "~<~") if connection.vendor == "postgresql" else (">=", "<")
        return " OR ".join(f"w.word {from_} %s AND w.word {to} %s" for _word in self.beginnings)

    @property
    def _bounds(self) -> tuple[str, ...]:
        return tuple(bound for word in self.beginnings for bound in (word, word + LAST_SIGN))


def _of_words(words: list[_Beginning]) -> Found:
    """Readers who have each of the words.

    The rarest one is read from its index and each reader that it names is looked at for the others, so that the
    work is bounded however common the words are and however many the readers.
    """
    if not words:
        return Found(Reader.objects.none())
    counts = [word.count(MOST_LOOKED_THROUGH + 1) for word in words]
    rarest = words[counts.index(min(counts))]
    sql, bounds = rarest.first(MOST_LOOKED_THROUGH)
    others = [word.also() for word in words if word is not rarest]
    where = " AND ".join(condition for condition, _bounds in others) or "1 = 1"
    with_each = RawSQL(
        f"SELECT t.reader_id FROM ({sql}) t WHERE {where}",
        (*bounds, *(bound for _condition, more in others for bound in more)),
    )
    return Found(
        _by_name(Reader.objects.filter(pk__in=with_each)), all_of_them=min(counts) <= MOST_LOOKED_THROUGH
    )


def _by_name(found: QuerySet[Reader]) -> QuerySet[Reader]:
    """Sorted by an expression: by the bare column PostgreSQL would walk the index of all names for a first page."""
    return found.order_by(Concat("folded_name", Value("")), "pk")


def _as_day(text: str) -> datetime.date | None:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
