"""PINs: with card and PIN a reader renews on the site and borrows from a machine."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from orda.network import codes, tries
from orda.network.refusals import Refusal
from orda.network.tries import Limits, Place
from orda.readers.finding.queries import holder_of
from orda.readers.registering.models import Reader

DIGITS = 6
PIN = "pin"
AT_THE_DESK = Place("desk", known=True)
MOST_WRONG = 5  # of a card from one place
LIMITS = Limits(one=MOST_WRONG, place=20, whom=20, house=200)
AT_A_MACHINE = Limits(one=MOST_WRONG, place=60, whom=20, house=200)  # which many children use


class WrongCardOrPin(Refusal):
    code = "wrong_card_or_pin"
    message = _("The card and the PIN don't belong together.")


class PinShut(Refusal):
    code = "pin_shut"
    message = _(
        "Too many wrong PINs. Wait a quarter of an hour, use the browser in which you signed in before, or ask the"
        " librarian."
    )


@transaction.atomic
def give_pin(reader: Reader, pin: str = "") -> str:
    """Gives a reader a new PIN, a chance one unless it is named; what was wrong before is forgotten.

    The PIN itself is kept nowhere: it is returned to be told once.
    """
    pin = pin or drawn()
    Reader.objects.filter(pk=reader.pk).update(pin=keyed(settings.SECRET_KEY, reader.pk, pin))
    tries.forgive(PIN, reader.card_number)
    return pin


def reader_by_pin(card_number: str, pin: str, place: Place = AT_THE_DESK) -> Reader:
    """The reader of this card who knows its PIN.

    A card that nobody has is answered like one with another PIN, and is shut like it after five wrong ones, from
    that place alone. Call it outside a transaction that a refusal would undo. Raises WrongCardOrPin and PinShut.
    """
    card_number = codes.read(card_number)[:32]  # however it is written, its tries are counted together
    if not card_number.isprintable() or not pin.isprintable():  # PostgreSQL takes no control characters
        raise WrongCardOrPin
    try:
        tries.begin(PIN, card_number, place, AT_A_MACHINE if place.known else LIMITS)
    except tries.TooMany:
        raise PinShut from None
    reader = holder_of(card_number)
    if reader is None or not _is_pin(reader, pin):
        raise WrongCardOrPin
    tries.forgive(PIN, card_number, place)
    return reader


def pin_mark(reader: Reader) -> str:
    """What an open session keeps of the card and the PIN that opened it: another card or PIN ends it."""
    said = f"{reader.pk}:{reader.card_number}:{reader.pin}"
    return salted_hmac("orda.readers.pin-mark", said, algorithm="sha256").hexdigest()[:32]


def _is_pin(reader: Reader, pin: str) -> bool:
    return is_keyed(reader.pin, reader.pk, pin)


def is_keyed(kept: str, key: object, pin: str) -> bool:
    """True where `kept` is the keyed hash of this PIN of this person."""
    secrets_known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    found = [constant_time_compare(keyed(secret, key, pin), kept) for secret in secrets_known]
    return any(found) and bool(kept)


def drawn() -> str:
    """A PIN by chance."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def keyed(secret: str | bytes, key: object, pin: str) -> str:
    """A keyed hash, not a slow one: six digits are guessed in no time by whoever has the key, and by nobody without."""
    return salted_hmac("orda.readers.pin", f"{key}:{pin}", secret, algorithm="sha256").hexdigest()
