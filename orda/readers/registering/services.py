"""Register people, change what is kept of them."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from orda.network import clock, codes, reach
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.readers import iin
from orda.readers.blocks.services import block_for_consent
from orda.readers.cards.services import card_of, card_taken
from orda.readers.consents.models import Consent
from orda.readers.consents.services import scope_of, signs_for_themselves, text_in_force
from orda.readers.phones import written
from orda.readers.refusals import IinElsewhere, IinTaken, NoLongerAReader
from orda.readers.registering.checking import NewReader, check, check_agreed
from orda.readers.registering.families import family_after, family_of, tidy_family
from orda.readers.registering.models import Reader
from orda.readers.registering.refusals import FamilyRefused
from orda.readers.words.services import add_words, folded_name, index_words
from orda.readers.years.ages import class_said_on, grade_of
from orda.readers.years.services import register_for_year


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
        card_number=card_of(form.card_number),
        family=family_of(form, at=library.pk),
        library=library,
        created_on=day,
    )
    consent_of_form(reader, form, day, by_id)
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
    if kept["school_class"] == reader.school_class:  # said again, not anew: of whatever year it was said
        del kept["grade"], kept["grade_said_on"]
    former = reader.family_id
    kept["family"] = family_after(reader, form)
    for name, value in kept.items():
        setattr(reader, name, value)
    _refuse_taken_iin(reader.pk, reader.iin_hash, reader.library_id)
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
        "grade_said_on": class_said_on(day, form.school_year) if school_class else None,
        "phone": written(form.phone),
        "guardian_name": form.guardian_name.strip(),
        "guardian_phone": written(form.guardian_phone),
        "email": form.email.strip(),
    }


def consent_of_form(reader: Reader, form: NewReader, day: datetime.date, by_id: int | None) -> Consent:
    """Keeps what was signed; where the sheet is still to be signed, nothing is lent until it is."""
    if not form.consent_signed:
        block_for_consent(reader)
    consent = consent_said(reader, form, day, text_in_force(day).version, by_id)
    consent.save(force_insert=True)
    return consent


def consent_said(
    reader: Reader, form: NewReader, day: datetime.date, text_version: str, by_id: int | None
) -> Consent:
    """What a form says of consent, not yet kept."""
    return Consent(
        reader=reader,
        text_version=text_version,
        scope=scope_of(form.consent_scope.split()),
        signed_by=form.consent_by.strip(),
        signed_on=day if form.consent_signed else None,
        own=signs_for_themselves(form, form.consent_by, day),
        noted_by_id=by_id if form.consent_signed else None,
    )


def create(**kept: Any) -> Reader:
    """The row and its words; two desks may try the same card at once, the database lets one of them win."""
    _refuse_taken(kept["card_number"], kept.get("iin_hash"), kept["library"].pk)
    try:
        with transaction.atomic():
            reader = Reader.objects.create(**kept)
    except IntegrityError:
        _refuse_taken(kept["card_number"], kept.get("iin_hash"), kept["library"].pk)
        raise
    add_words([reader])
    return reader


def _refuse_taken(card_number: str, iin_hash: str | None, library_id: int) -> None:
    if codes.kinds_of([card_number]):
        raise card_taken(card_number)
    _refuse_taken_iin(0, iin_hash, library_id)


def _refuse_taken_iin(reader_id: int, iin_hash: str | None, library_id: int) -> None:
    holder = Reader.objects.exclude(pk=reader_id).filter(iin_hash=iin_hash).first() if iin_hash else None
    if holder is not None:
        raise iin_taken(holder, library_id)


def iin_taken(holder: Reader, library_id: int) -> Refusal:
    """Why an IIN can't be kept at a library: whose it is, where that is a reader of its network."""
    if reach.reaches(library_id, holder.library_id):
        return IinTaken(card_number=holder.card_number)
    return IinElsewhere()
