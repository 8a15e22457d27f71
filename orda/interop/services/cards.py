"""Whose card lies on a machine."""

from django.contrib.auth.hashers import check_password

from orda.interop import refusals
from orda.interop.models import Device
from orda.readers import queries as readers
from orda.readers.models import Reader


def reader_at(device: Device, card: str, pin: str, *, known_id: int | None = None) -> Reader:
    """The reader who holds the card; where the machine asks for a PIN, or one was typed, it must fit.

    `known_id`: the reader whose PIN fitted before on this very connection, who need not type it for each copy.
    Raises CardUnknown and WrongPin.
    """
    reader = readers.reader_by_card(card) if card else None
    if reader is None or reader.merged_into_id is not None or reader.erased_on is not None:
        raise refusals.CardUnknown
    asked = bool(pin) or (device.needs_pin and reader.pk != known_id)
    if asked and not (reader.pin and check_password(pin, reader.pin)):
        raise refusals.WrongPin
    return reader
