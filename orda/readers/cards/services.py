"""Card numbers: given, checked, replaced."""

import re
import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from orda.readers.refusals import BadReaderField, CardTaken
from orda.readers.registering.models import Reader

_CARD = re.compile(r"[0-9A-Za-zА-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі\-]{3,32}")


def check_card_number(number: str) -> None:
    if number and not _CARD.fullmatch(number):
        raise BadReaderField("card_number", _("A card number has 3 to 32 letters, digits or hyphens."))


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


def new_card_number() -> str:
    """An unused-looking card number: "R" and nine random digits, so that no one reads another card off their own."""
    return f"R{secrets.randbelow(10**9):09d}"


def free_card_number() -> str:
    number = new_card_number()
    return free_card_number() if Reader.objects.filter(card_number=number).exists() else number
