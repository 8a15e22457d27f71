"""Register people, change what is kept of them."""

import datetime
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from orda.network import clock
from orda.network.models import Staff, Unit
from orda.readers import iin
from orda.readers.models import Look, Reader
from orda.readers.refusals import CardTaken, FamilyRefused, IinTaken, NoLongerAReader, Refusal
from orda.readers.services.checking import (
    NewReader,
    check,
    check_agreed,
    check_card_number,
    grade_of,
)
from orda.readers.services.consents import consent_of_form
from orda.readers.services.families import family_after, family_of, tidy_family
from orda.readers.services.words import add_words, folded_name, index_words
from orda.readers.services.years import register_for_year


@transaction.atomic
def register(
    form: NewReader, *, library: Unit, day: datetime.date | None = None, by_id: int | None = None
) -> Reader:
    """Gives a person a card, keeps the consent and enters them for the year.

    Raises BadReaderField (names the field), CardTaken and IinTaken.
    Source: law № 94-V (consent), the library's rules of use.
    """
    day = day or clock.today()
    check(form, day)
    check_agreed(form)
    reader = create(
        **kept_of(form, day),
        card_number=form.card_number or free_card_number(),
        family=family_of(form),
        library=library,
        created_on=day,
    )
    consent_of_form(reader, form, day)
    register_for_year(reader, library=library, day=day, by_id=by_id)
    return reader


@transaction.atomic
def register_family(
    forms: Sequence[NewReader], *, library: Unit, day: datetime.date | None = None, by_id: int | None = None
) -> list[Reader]:
    """Registers a family in one act: all of them, or nobody. Raises FamilyRefused, which names whom and why."""
    registered = []
    for member, form in enumerate(forms):
        try:
            registered.append(register(form, library=library, day=day, by_id=by_id))
        except Refusal as why:
            raise FamilyRefused(member, why) from why
    return registered


@transaction.atomic
def change(
    reader: Reader, form: NewReader, *, with_needs: bool = True, day: datetime.date | None = None
) -> Reader:
    """Writes down what has changed: a name, a class, a telephone. The year's age group and card stay as they are.

    `with_needs` is False where the person who writes may not see health data and address: those stay untouched. An
    empty IIN leaves the kept one. Raises BadReaderField, IinTaken, NoLongerAReader.
    """
    day = day or clock.today()
    check(form, day)
    reader = Reader.objects.select_for_update().get(pk=reader.pk)
    if reader.merged_into_id or reader.erased_on:
        raise NoLongerAReader
    kept = kept_of(form, day)
    if not with_needs:
        del kept["disability"], kept["access_need"]
        if form.home_delivery:
            del kept["address"]
    if not form.iin:
        del kept["iin_hash"], kept["iin_sealed"]
    former = reader.family_id
    kept["family"] = family_after(reader, form)
    for name, value in kept.items():
        setattr(reader, name, value)
    _refuse_taken(reader.pk, reader.card_number, reader.iin_hash)
    reader.save(update_fields=list(kept))
    tidy_family(former)
    index_words([reader])
    return reader


def kept_of(form: NewReader, day: datetime.date) -> dict[str, Any]:
    """The form as the reader's row keeps it."""
    school_class = form.school_class.strip()
    return {
        "family_name": form.family_name.strip(),
        "given_name": form.given_name.strip(),
        "patronymic": form.patronymic.strip(),
        "folded_name": folded_name(form.family_name, form.given_name, form.patronymic),
        "birth_date": form.birth_date,
        "sex": form.sex or (iin.sex_of(form.iin) if form.iin else ""),
        "iin_sealed": iin.seal(form.iin) if form.iin else "",
        "iin_hash": iin.digest(form.iin) if form.iin else None,
        "category": form.category,
        "disability": form.disability,
        "access_need": form.access_need.strip(),
        "home_delivery": form.home_delivery,
        "address": form.address.strip() if form.home_delivery else "",
        "school": form.school.strip(),
        "school_class": school_class,
        "grade": grade_of(school_class),
        "grade_said_on": day if school_class else None,
        "phone": form.phone.strip(),
        "guardian_name": form.guardian_name.strip(),
        "guardian_phone": form.guardian_phone.strip(),
        "email": form.email.strip(),
    }


def create(**kept: Any) -> Reader:
    """The row and its words; two desks may try the same card at once, the database lets one of them win."""
    _refuse_taken(0, kept["card_number"], kept.get("iin_hash"))
    try:
        with transaction.atomic():
            reader = Reader.objects.create(**kept)
    except IntegrityError:
        _refuse_taken(0, kept["card_number"], kept.get("iin_hash"))
        raise
    add_words([reader])
    return reader


def _refuse_taken(reader_id: int, card_number: str, iin_hash: str | None) -> None:
    others = Reader.objects.exclude(pk=reader_id)
    if others.filter(card_number=card_number).exists():
        raise CardTaken(card_number=card_number)
    holder = others.filter(iin_hash=iin_hash).first() if iin_hash else None
    if holder is not None:
        raise IinTaken(card_number=holder.card_number)


@transaction.atomic
def give_new_card(reader: Reader, card_number: str = "") -> str:
    """A new card for a lost one: the old number opens nothing any more. Raises BadReaderField and CardTaken."""
    check_card_number(card_number)
    number = card_number or free_card_number()
    try:
        with transaction.atomic():
            Reader.objects.filter(pk=reader.pk).update(card_number=number)
    except IntegrityError:
        raise CardTaken(card_number=number) from None
    return number


def note_look(reader: Reader, staff: Staff) -> None:
    """Writes down that a member of staff opened this reader's record."""
    Look.objects.create(reader=reader, staff=staff, at=clock.now())


def new_card_number() -> str:
    """An unused-looking card number: "R" and nine random digits, so that no one reads another card off their own."""
    return f"R{secrets.randbelow(10**9):09d}"


def free_card_number() -> str:
    number = new_card_number()
    return free_card_number() if Reader.objects.filter(card_number=number).exists() else number
