"""PINs: with card and PIN a reader renews on the site and borrows from a machine."""

import datetime
import secrets

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from orda.network import clock, codes
from orda.network.refusals import Refusal
from orda.readers.cards.models import WrongPin
from orda.readers.finding.queries import reader_by_card
from orda.readers.registering.models import Reader

DIGITS = 6
MOST_WRONG, SHUT_FOR = 5, datetime.timedelta(minutes=15)


class WrongCardOrPin(Refusal):
    code = "wrong_card_or_pin"
    message = _("The card and the PIN don't belong together.")


class PinShut(Refusal):
    code = "pin_shut"
    message = _("Too many wrong PINs for this card. Wait a quarter of an hour or ask the librarian.")


@transaction.atomic
def give_pin(reader: Reader, pin: str = "") -> str:
    """Gives a reader a new PIN, a chance one unless it is named; what was wrong before is forgotten.

    The PIN itself is kept nowhere: it is returned to be told once.
    """
    pin = pin or f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    Reader.objects.filter(pk=reader.pk).update(pin=_keyed(settings.SECRET_KEY, reader.pk, pin))
    WrongPin.objects.filter(card_number=reader.card_number).delete()
    return pin


def reader_by_pin(card_number: str, pin: str) -> Reader:
    """The reader of this card who knows its PIN.

    A card that nobody has is answered like one with another PIN, and is shut like it after five wrong ones.
    Raises WrongCardOrPin and PinShut.
    """
    card_number = codes.read(card_number)[:32]  # however it is written, its tries are counted together
    if not card_number.isprintable() or not pin.isprintable():  # PostgreSQL takes no control characters
        raise WrongCardOrPin
    lately = WrongPin.objects.filter(card_number=card_number, at__gt=clock.now() - SHUT_FOR)
    if lately.count() >= MOST_WRONG:
        raise PinShut
    reader = reader_by_card(card_number)
    if reader is None or not _is_pin(reader, pin):
        WrongPin.objects.create(card_number=card_number, at=clock.now())
        raise WrongCardOrPin
    lately.delete()
    return reader


def forget_wrong_pins() -> int:
    """Wrong PINs that shut nothing any more; how many were forgotten."""
    return WrongPin.objects.filter(at__lte=clock.now() - SHUT_FOR).delete()[0]


def _is_pin(reader: Reader, pin: str) -> bool:
    secrets_known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    found = [constant_time_compare(_keyed(secret, reader.pk, pin), reader.pin) for secret in secrets_known]
    return any(found) and bool(reader.pin)


def _keyed(secret: str | bytes, reader_id: int, pin: str) -> str:
    """A keyed hash, not a slow one: six digits are guessed in no time by whoever has the key, and by nobody without."""
    return salted_hmac("orda.readers.pin", f"{reader_id}:{pin}", secret, algorithm="sha256").hexdigest()
