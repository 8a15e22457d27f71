"""What may be asked about readers."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat

from orda.network.models import Unit
from orda.readers import iin as iins
from orda.readers.models import Consent, Reader, ReaderWord, Registration
from orda.readers.spelling import digits_of, words_of

MOST_WORDS = 6  # of a search
MOST_LOOKED_THROUGH = 5_000  # readers of a search's rarest word; nobody reads a longer list
LAST_SIGN = "\U0010ffff"  # after every other: what begins with a word ends before the word and this
LEAST_OF_A_PHONE = 5  # digits; fewer are a school's number or a class

Sql = tuple[str, tuple[Any, ...]]  # and what stands for its signs


def reader_by_card(card_number: str) -> Reader | None:
    """The reader who holds this card; the card of a double that was merged opens the reader it was merged into."""
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


def search(text: str) -> Found:
    """Readers by anything that is known of them: IIN, birth date, telephone, else words of names and schools."""
    text = text.strip()
    if iins.is_valid(text):
        return Found(Reader.objects.filter(iin_hash=iins.digest(text)))
    born = _as_day(text)
    if born is not None:
        return Found(_by_name(Reader.objects.filter(birth_date=born)))
    phone = digits_of(text)
    if len(phone) >= LEAST_OF_A_PHONE and not any(sign.isalpha() for sign in text):
        # With or without the 8 or 7 before it.
        return _of_words([_Beginning((phone, phone[1:]) if phone[0] in "78" else (phone,))])
    return search_names(text)


def search_names(text: str) -> Found:
    """Readers by the beginnings of words in any order and spelling.

    Each word may be of the reader's or the guardian's name, the school, the class or a telephone number.
    """
    words = list(dict.fromkeys(words_of(text)))[:MOST_WORDS]
    # The longest first: of words that are all too common to be counted out, it is of the fewest readers.
    return _of_words([_Beginning((word,)) for word in sorted(words, key=len, reverse=True)])


def find_readers(text: str) -> QuerySet[Reader]:
    """The readers of `search`."""
    return search(text).readers


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


@dataclass(frozen=True)
class Asked:
    """What is known of a person who may be kept already."""

    family_name: str
    given_name: str
    birth_date: datetime.date | None
    iin: str = ""
    phone: str = ""


def possible_doubles(asked: Asked, *, besides: int | None = None) -> list[Reader]:
    """Readers who may be the same person: by IIN; by name in any spelling and order with the birth date; or
    with the telephone, where a birth date was written wrongly."""
    found = Reader.objects.filter(merged_into=None, erased_on=None).exclude(pk=besides or 0)
    same = Q(iin_hash=iins.digest(asked.iin)) if asked.iin else Q(pk__in=())
    if asked.birth_date:
        same |= Q(birth_date=asked.birth_date)
    phone = digits_of(asked.phone)
    if phone:
        same |= Q(pk__in=ReaderWord.objects.filter(word=phone).values("reader"))
    name = set(words_of(f"{asked.family_name} {asked.given_name}"))
    candidates = found.filter(same).select_related("library").order_by("folded_name", "pk")
    return [one for one in candidates if _is_alike(one, name, asked)]


def _is_alike(reader: Reader, name: set[str], asked: Asked) -> bool:
    if asked.iin and reader.iin_hash == iins.digest(asked.iin):
        return True
    kept = set(words_of(reader.full_name))
    bare = set(words_of(f"{reader.family_name} {reader.given_name}"))
    return bool(name) and (name <= kept or bare <= name)


def agreed_to(part: Consent.Scope, reader: str = "pk") -> Exists:
    """True of a row whose `reader` has signed consent to a part of it and not taken it back (law № 94-V)."""
    standing = Consent.objects.filter(reader=OuterRef(reader), signed_on__isnull=False, revoked_on=None)
    return Exists(standing.filter(scope__contains=part))


def consents_to_sign(unit: Unit, text: str = "") -> QuerySet[Reader]:
    """Readers of a unit's subtree to whom nothing is lent until their sheet is signed, class by class.

    `text`: beginnings of words of the school, the class, the name.
    """
    found = Reader.objects.filter(blocked_for="consent", library__path__startswith=unit.path)
    for word in words_of(text)[:MOST_WORDS]:  # they are few: each is looked at
        found = found.filter(Exists(ReaderWord.objects.filter(reader=OuterRef("pk"), word__startswith=word)))
    return found.filter(merged_into=None, erased_on=None).order_by(
        "school", "school_class", "folded_name", "pk"
    )


def siblings_of(reader: Reader) -> list[Reader]:
    """The other readers of the family."""
    if reader.family_id is None:
        return []
    family = Reader.objects.filter(family=reader.family_id, erased_on=None, merged_into=None)
    return list(family.exclude(pk=reader.pk).order_by("birth_date", "pk"))


def is_reader_of(reader: Reader, unit: Unit) -> bool:
    """True where a unit's subtree holds the reader's own library, or one at which they were ever registered."""
    here = Q(library__path__startswith=unit.path) | Q(registrations__library__path__startswith=unit.path)
    return Reader.objects.filter(here, pk=reader.pk).exists()


def registration_of(reader: Reader, library_id: int, year: int) -> Registration | None:
    """The reader's registration at a library for a year."""
    return Registration.objects.filter(reader=reader, library_id=library_id, year=year).first()


def not_yet_registered(library_id: int, year: int) -> QuerySet[Reader]:
    """Readers of the year before at a library who have not been entered for this one, by name."""
    this_year = Registration.objects.filter(reader=OuterRef("pk"), library_id=library_id, year=year)
    last_year = Registration.objects.filter(library_id=library_id, year=year - 1)
    found = Reader.objects.filter(pk__in=last_year.values("reader"), merged_into=None, erased_on=None)
    return found.filter(~Exists(this_year)).order_by("folded_name", "pk")


def readers_of_year(
    year: int, library_ids: list[int] | None = None, *, until: datetime.date | None = None
) -> dict[str, int]:
    """Two numbers of a year, or of it up to a day: "registrations" (a person counts at each library) and "persons"
    (once in the network). Groups are no readers."""
    # Groups are few and have an index of their own: joined, every reader of the year would be looked at.
    groups = Reader.objects.filter(category=Reader.Category.GROUP)
    found = Registration.objects.filter(year=year).exclude(reader__in=groups.values("pk"))
    if until is not None:
        found = found.filter(day__lte=until)
    if library_ids is not None:
        found = found.filter(library_id__in=library_ids)
    return found.aggregate(registrations=Count("pk"), persons=Count("reader", distinct=True))
