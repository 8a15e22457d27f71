"""Card numbers: given, checked, replaced."""

import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from orda.network import codes
from orda.readers.refusals import BadReaderField, CardTaken, LabelTaken
from orda.readers.registering.models import Reader

SHORTEST = 3


def check_card_number(typed: str) -> None:
    if typed and not (codes.is_code(codes.kept(typed)) and len(codes.kept(typed)) >= SHORTEST):
        raise BadReaderField("card_number", _("A card number has 3 to 32 Latin letters, digits or hyphens."))


def card_of(typed: str) -> str:
    """The number as it is kept, of what was typed or scanned for a new card; a free one where nothing was."""
    return codes.kept(typed) if typed else free_card_number()


def card_taken(number: str) -> CardTaken:
    """What to say of a card number that stands on a label already."""
    kind = codes.kinds_of([number]).get(number, "card")
    if kind == "card":
        return CardTaken(card_number=number)
    return LabelTaken(card_number=number, what=codes.what_carries(kind))


@transaction.atomic
def give_new_card(reader: Reader, card_number: str = "") -> str:
    """A new card for a lost one: the old number opens nothing any more. Raises BadReaderField and CardTaken."""
    check_card_number(card_number)
    number = card_of(card_number)
    try:
        with transaction.atomic():
            Reader.objects.filter(pk=reader.pk).update(card_number=number)
    except IntegrityError:
        raise card_taken(number) from None
    return number


def new_card_number() -> str:
    """An unused-looking card number: "R" and nine random digits, so that no one reads another card off their own."""
    return f"R{secrets.randbelow(10**9):09d}"


def free_card_number() -> str:
    number = new_card_number()
    return free_card_number() if codes.kinds_of([number]) else number
