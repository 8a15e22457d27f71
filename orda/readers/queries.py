"""What may be asked about readers."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from orda.readers import iin as iins
from orda.readers.models import Consent, Reader, ReaderWord, Registration
from orda.readers.spelling import digits_of, words_of

MOST_WORDS = 6  # of a search
LEAST_OF_A_PHONE = 5  # digits; fewer are a school's number or a class


def reader_by_card(card_number: str) -> Reader | None:
    """The reader who holds this card; the card of a double that was merged opens the reader it was merged into."""
    if not card_number.isprintable():  # no card holds control characters, and PostgreSQL takes none
        return None
    found = (
        Reader.objects.select_related("merged_into").filter(card_number=card_number, erased_on=None).first()
    )
    return (found.merged_into or found) if found else None


def readers_by_name(text: str) -> QuerySet[Reader]:
    """Readers found by the beginnings of words in any order and spelling, by name.

    Each word may be of the reader's or the guardian's name, the school, the class or a telephone number.
    """
    words = words_of(text)[:MOST_WORDS]
    if not words:
        return Reader.objects.none()
    found = Reader.objects.all()
    # The longest word first: it is of the fewest readers.
    for word in sorted(words, key=len, reverse=True):
        found = found.filter(pk__in=_beginning_with(word).values("reader"))
    # Sorted by an expression: by the bare column PostgreSQL would walk the index of all names for the first page.
    return found.order_by(Concat("folded_name", Value("")), "pk")


def _beginning_with(word: str) -> QuerySet[ReaderWord]:
    if connection.vendor == "sqlite":  # its LIKE reads no index; its order is by code point, so a range does
        return ReaderWord.objects.filter(word__gte=word, word__lt=word + "\U0010ffff")
    return ReaderWord.objects.filter(word__startswith=word)


def find_readers(text: str) -> QuerySet[Reader]:
    """Readers by anything that is known of them: IIN, birth date, telephone, else words of names and schools."""
    text = text.strip()
    if iins.is_valid(text):
        return Reader.objects.filter(iin_hash=iins.digest(text))
    born = _as_day(text)
    if born is not None:
        return Reader.objects.filter(birth_date=born).order_by("folded_name", "pk")
    phone = digits_of(text)
    if len(phone) >= LEAST_OF_A_PHONE and not any(sign.isalpha() for sign in text):
        return _readers_by_phone(phone)
    return readers_by_name(text)


def _readers_by_phone(digits: str) -> QuerySet[Reader]:
    """By the beginning of a telephone number, with or without the 8 or 7 before it."""
    same = Q(pk__in=_beginning_with(digits).values("reader"))
    if digits[0] in "78":
        same |= Q(pk__in=_beginning_with(digits[1:]).values("reader"))
    return Reader.objects.filter(same).order_by("folded_name", "pk")


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
    found = Registration.objects.filter(year=year).exclude(reader__category=Reader.Category.GROUP)
    if until is not None:
        found = found.filter(day__lte=until)
    if library_ids is not None:
        found = found.filter(library_id__in=library_ids)
    return {
        "registrations": found.count(),
        "persons": found.values("reader_id").distinct().count(),
    }
