"""Who may be the same person."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from orda.network import reach
from orda.readers import iin as iins
from orda.readers.registering.models import Reader
from orda.readers.spelling import digits_of, words_of
from orda.readers.words.models import ReaderWord


@dataclass(frozen=True)
class Asked:
    """What is known of a person who may be kept already."""

    family_name: str
    given_name: str
    birth_date: datetime.date | None
    iin: str = ""
    phone: str = ""


def possible_doubles(asked: Asked, *, at: int, besides: int | None = None) -> list[Reader]:
    """Readers who may be the same person: by IIN; by name in any spelling and order with the birth date; or
    with the telephone, where a birth date was written wrongly. Of the network of the unit `at`."""
    found = Reader.objects.filter(reach.within(at), merged_into=None, erased_on=None).exclude(pk=besides or 0)
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
