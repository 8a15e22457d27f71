"""Many who come to be registered, entered at once: a history that is loaded. Every rule is that of `register`."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import IntegrityError, transaction
from django.db.models import Q

from orda.diary import services as diary
from orda.network import clock, codes
from orda.network.models import Unit
from orda.readers.blocks.services import block_for_consent
from orda.readers.cards.services import card_of, card_taken
from orda.readers.consents.models import Consent
from orda.readers.consents.services import text_in_force
from orda.readers.refusals import CardTaken, IinTaken, NoLongerAReader, OfAnotherNetwork
from orda.readers.registering.checking import NewReader, check, check_agreed
from orda.readers.registering.families import Families
from orda.readers.registering.models import Reader
from orda.readers.registering.services import consent_said, iin_taken, kept_of
from orda.readers.whose import is_served
from orda.readers.words.services import add_words, batched
from orda.readers.years.models import Registration
from orda.readers.years.refusals import RegisteredAlready
from orda.readers.years.services import entered, line_of

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Comer:
    """Who came to a library, and when: somebody new with a form, or a reader of another year."""

    who: NewReader | Reader
    library: Unit
    at: datetime.datetime


@transaction.atomic
def register_many(comers: Sequence[Comer], *, by_id: int | None = None) -> list[Registration]:
    """`register` and `register_for_year` for many at once, in their order: all of them, or nobody.

    Raises BadReaderField, CardTaken, IinTaken, IinElsewhere, NoLongerAReader, OfAnotherNetwork and
    RegisteredAlready.
    """
    new = iter(_create(comers, by_id))
    readers = [comer.who if isinstance(comer.who, Reader) else next(new) for comer in comers]
    _check_standing(comer.who for comer in comers if isinstance(comer.who, Reader))
    for reader, comer in zip(readers, comers, strict=True):
        if not is_served(reader.pk, reader.library_id, comer.library.pk):
            raise OfAnotherNetwork
    registrations = [
        entered(reader, comer.library, clock.day_of(comer.at), by_id)
        for reader, comer in zip(readers, comers, strict=True)
    ]
    _keep(registrations)
    diary.post_many(
        (
            line_of(registration, "reader_registered", comer.at)
            for registration, comer in zip(registrations, comers, strict=True)
            if not registration.reader.is_group
        ),
        by_id=by_id,
    )
    _note_activity(registrations)
    return registrations


def _create(comers: Sequence[Comer], by_id: int | None) -> list[Reader]:
    """The new readers among them, with their families, words and consents."""
    forms = [
        (comer.who, clock.day_of(comer.at), comer.library)
        for comer in comers
        if isinstance(comer.who, NewReader)
    ]
    for form, day, _library in forms:
        check(form, day)
        check_agreed(form)
    families = Families([(form, library.pk) for form, _day, library in forms])
    readers = [
        Reader(
            **kept_of(form, day),
            card_number=card_of(form.card_number),
            family=families.of(form, library.pk),
            library=library,
            created_on=day,
        )
        for form, day, library in forms
    ]
    families.keep()
    _keep_readers(readers)
    version = cache(lambda day: text_in_force(day).version)
    consents = []
    for reader, (form, day, _library) in zip(readers, forms, strict=True):
        if not form.consent_signed:
            block_for_consent(reader)
        consents.append(consent_said(reader, form, day, version(day), by_id))
    Consent.objects.bulk_create(consents, batch_size=AT_ONCE)
    return readers


def _keep_readers(readers: list[Reader]) -> None:
    """Their rows and words; another desk may try the same card at once, the database lets one of them win."""
    for reader in readers:
        reader.family_id = reader.family.pk if reader.family else None  # kept only now
    _refuse_taken(readers)
    try:
        with transaction.atomic():
            Reader.objects.bulk_create(readers, batch_size=AT_ONCE)
    except IntegrityError:
        _refuse_taken(readers)
        raise
    add_words(readers)


def _refuse_taken(readers: Iterable[Reader]) -> None:
    cards = Counter(reader.card_number for reader in readers)
    iins = Counter(reader.iin_hash for reader in readers if reader.iin_hash)
    twice = next((card for card, times in cards.items() if times > 1), None)
    if twice is not None:
        raise CardTaken(card_number=twice)
    for part in batched(cards, AT_ONCE):
        taken = next(iter(codes.kinds_of(part)), None)
        if taken is not None:
            raise card_taken(taken)
    for reader in readers:
        if reader.iin_hash and iins[reader.iin_hash] > 1:
            raise IinTaken(card_number=reader.card_number)
    for part in batched(iins, AT_ONCE):
        holder = Reader.objects.filter(iin_hash__in=part).first()
        if holder is not None:
            asked = next(reader for reader in readers if reader.iin_hash == holder.iin_hash)
            raise iin_taken(holder, asked.library_id)


def _check_standing(readers: Iterable[Reader]) -> None:
    """Held to the end: meanwhile nobody merges a reader away."""
    for part in batched(sorted({reader.pk for reader in readers}), AT_ONCE):
        standing = Reader.objects.filter(pk__in=part, merged_into=None, erased_on=None)
        held = standing.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)
        if len(held) < len(part):
            raise NoLongerAReader


def _keep(registrations: list[Registration]) -> None:
    try:
        with transaction.atomic():
            Registration.objects.bulk_create(registrations, batch_size=AT_ONCE)
    except IntegrityError:
        seen: set[tuple[int, int, int]] = set()
        for one in registrations:
            key = (one.reader_id, one.year, one.library_id)
            same = Registration.objects.filter(reader=one.reader_id, year=one.year, library=one.library_id)
            if key in seen or same.exists():
                raise RegisteredAlready(reader=one.reader, year=one.year) from None
            seen.add(key)
        raise


def _note_activity(registrations: Iterable[Registration]) -> None:
    by_day: dict[datetime.date, list[int]] = {}
    for one in registrations:
        by_day.setdefault(one.day, []).append(one.reader_id)
    for day, keys in by_day.items():
        for part in batched(keys, AT_ONCE):
            idle = Reader.objects.filter(Q(last_active_on=None) | Q(last_active_on__lt=day), pk__in=part)
            idle.update(last_active_on=day)
