"""Cards as they are printed. In Kazakh or in Russian."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from orda.network.typesetting import set_pdf
from orda.readers.cards.marks import bars_svg, qr_svg
from orda.readers.registering.models import Reader


def cards_pdf(readers: Sequence[Reader], language: str, *, sheet: bool) -> bytes:
    """Cards with name, number, barcode and QR: each on a page of its own size, or ten on an A4 sheet to be cut.

    No birth date, no health data: a card is lost in the street.
    """
    with translation.override(language):
        data = {
            "language": language,
            "title": _("Reader's card"),
            "sheet": sheet,
            "cards": [_card(reader) for reader in readers],
        }
    return set_pdf(Path(__file__).with_name("cards.typ"), data)


def _card(reader: Reader) -> dict[str, Any]:
    return {
        "library": reader.library.name,
        "name": reader.full_name,
        "number": reader.card_number,
        "bars": bars_svg(reader.card_number),
        "qr": qr_svg(reader.card_number),
    }
