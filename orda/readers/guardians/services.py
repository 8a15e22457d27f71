"""Confirm a guardian at the desk, let them sign in, end it.

Rules: the use of public libraries (a child under 16 on a parent's surety); law № 94-V (who signed for the child).
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from orda.network import clock, tries
from orda.network.tries import Place
from orda.readers.cards import pins
from orda.readers.consents.models import Consent
from orda.readers.consents.services import OF_AGE_TO_SIGN
from orda.readers.guardians import refusals
from orda.readers.guardians.models import Guardian, Guardianship
from orda.readers.phones import written
from orda.readers.registering.models import Reader
from orda.readers.spelling import words_of
from orda.readers.years.ages import age_on

GROWN_UP = 18  # years
TRIES = "guardian"  # counted apart: a guardian's wrong PIN shuts no child's card


@dataclass(frozen=True)
class Confirmed:
    """`pin`: of the telephone, where one was drawn; it is kept nowhere and told once."""

    guardianship: Guardianship
    pin: str = ""


@transaction.atomic
def confirm(child: Reader, *, card: Reader | None = None, phone: str = "", by_id: int) -> Confirmed:
    """Lets the parent who stands at the desk see the child's pages: by their own card, else by their telephone.

    Raises NoChild, NotNamed, NoGuardian, OtherTelephone, TelephoneTaken, ConfirmedAlready.
    """
    child = Reader.objects.select_for_update(of=("self",)).select_related("family").get(pk=child.pk)
    today = clock.today()
    if not is_child(child, today):
        raise refusals.NoChild
    signed_by = _signed_by(child)
    if card is not None:
        guardian, pin = _by_card(card, signed_by, today), ""
    else:
        guardian, pin = _by_phone(child, written(phone), signed_by)
    try:
        with transaction.atomic():
            made = Guardianship.objects.create(
                guardian=guardian, child=child, confirmed_on=today, confirmed_by_id=by_id
            )
    except IntegrityError:
        raise refusals.ConfirmedAlready(name=guardian.name) from None
    return Confirmed(made, pin)


def _by_card(card: Reader, signed_by: str, today: datetime.date) -> Guardian:
    grown = card.birth_date is not None and age_on(card.birth_date, today) >= GROWN_UP
    if card.is_group or not grown or card.merged_into_id or card.erased_on:
        raise refusals.NoGuardian
    if not names(signed_by, f"{card.family_name} {card.given_name}"):
        raise refusals.NotNamed
    return Guardian.objects.get_or_create(reader=card, defaults={"name": card.full_name[:160]})[0]


def _by_phone(child: Reader, phone: str, signed_by: str) -> tuple[Guardian, str]:
    kept = {child.guardian_phone, child.family.phone if child.family else ""} - {""}
    if phone not in kept:
        raise refusals.OtherTelephone
    if not names(signed_by, child.guardian_name):
        raise refusals.NotNamed
    known = Guardian.objects.filter(phone=phone).first()
    if known is None:
        known = Guardian.objects.create(name=signed_by, phone=phone)
    elif not names(known.name, signed_by):
        if known.wards.filter(ended_on=None).exists():
            raise refusals.TelephoneTaken(name=known.name)
        known.name, known.pin = signed_by, ""  # the number has become another person's
        known.save(update_fields=["name", "pin"])
    return known, "" if known.pin else new_pin(known)


def new_pin(guardian: Guardian, pin: str = "") -> str:
    """A new PIN of a guardian's telephone; what the old one opened is shut at once."""
    pin = pin or pins.drawn()
    guardian.pin = pins.keyed(settings.SECRET_KEY, f"guardian:{guardian.pk}", pin)
    guardian.save(update_fields=["pin"])
    tries.forgive(TRIES, guardian.phone)
    return pin


def guardian_by_pin(phone: str, pin: str, place: Place) -> Guardian:
    """The guardian of this telephone who knows its PIN. Raises WrongCardOrPin and PinShut (see `reader_by_pin`)."""
    phone = written(phone)[:32]
    if not phone.isprintable() or not pin.isprintable():
        raise pins.WrongCardOrPin
    try:
        tries.begin(TRIES, phone, place, pins.LIMITS)
    except tries.TooMany:
        raise pins.PinShut from None
    guardian = Guardian.objects.filter(phone=phone).exclude(phone="").first()
    if guardian is None or not pins.is_keyed(guardian.pin, f"guardian:{guardian.pk}", pin):
        raise pins.WrongCardOrPin
    tries.forgive(TRIES, phone, place)
    return guardian


def mark_of(guardian: Guardian) -> str:
    """What an open session keeps of the PIN that opened it."""
    said = f"{guardian.pk}:{guardian.phone}:{guardian.pin}"
    return salted_hmac("orda.readers.guardian-mark", said, algorithm="sha256").hexdigest()[:32]


def children_of(guardian: Guardian) -> list[Reader]:
    """The children whose pages a guardian sees now: under 16, with a standing consent that names the guardian."""
    found = Reader.objects.filter(
        guardianships__guardian=guardian, guardianships__ended_on=None, merged_into=None, erased_on=None
    )
    children = found.select_related("library").prefetch_related("consents").order_by("birth_date", "pk")
    today = clock.today()
    return [one for one in children if is_child(one, today) and names(_signed_by(one), guardian.name)]


def end(guardianship: Guardianship, *, by_id: int | None = None) -> None:
    """By a word at the desk, or by the years: the guardian sees the child's pages no more."""
    standing = Guardianship.objects.filter(pk=guardianship.pk, ended_on=None)
    standing.update(ended_on=max(clock.today(), guardianship.confirmed_on), ended_by=by_id)


def end_of_grown() -> int:
    """Ends what 16 years have ended (the nightly job); how many."""
    today = clock.today()
    standing = Guardianship.objects.filter(ended_on=None).select_related("child")
    grown = [one for one in standing if not is_child(one.child, today)]
    for one in grown:
        end(one)
    return len(grown)


@transaction.atomic
def merge_guardians(kept: Reader, double: Reader) -> None:
    """What two records of one person guard, and by whom they are guarded, once each."""
    theirs, ours = (Guardian.objects.filter(reader=one).first() for one in (double, kept))
    if theirs is not None and ours is None:
        Guardian.objects.filter(pk=theirs.pk).update(reader=kept)
    elif theirs is not None and ours is not None:
        guarded = ours.wards.filter(ended_on=None).values("child")
        theirs.wards.filter(ended_on=None, child__in=guarded).delete()
        theirs.wards.update(guardian=ours)
        theirs.delete()
    guarding = kept.guardianships.filter(ended_on=None).values("guardian")
    double.guardianships.filter(ended_on=None, guardian__in=guarding).delete()
    double.guardianships.update(child=kept)


def is_child(reader: Reader, day: datetime.date) -> bool:
    return reader.birth_date is not None and age_on(reader.birth_date, day) < OF_AGE_TO_SIGN


def names(signed_by: str, name: str) -> bool:
    """True where a signature is that of a person of this name, in any spelling and order of its words."""
    signer, person = set(words_of(signed_by)), set(words_of(name))
    return bool(signer and person) and (signer <= person or person <= signer)


def _signed_by(child: Reader) -> str:
    """Who signed the consent that stands; "" where none does, or nobody is sure of it."""
    standing: list[Consent] = [
        one for one in child.consents.all() if one.signed_on and not one.revoked_on and not one.doubtful
    ]
    return standing[0].signed_by if standing else ""
