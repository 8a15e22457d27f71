"""Whose card lies on a machine."""

from orda.interop import refusals
from orda.interop.models import Device
from orda.network.tries import Place
from orda.readers import queries as readers
from orda.readers.models import Reader
from orda.readers.services import WrongCardOrPin, pin_mark, reader_by_pin


def reader_at(device: Device, card: str, pin: str, *, known: str = "") -> Reader:
    """The reader who holds the card; where the machine asks for a PIN, or one was typed, it must fit.

    `known`: the mark of the PIN that fitted before on this very connection (`pin_mark`): it need not be typed for each
    copy, until it is another.
    Raises CardUnknown, WrongPin, and PinShut for a while after too many wrong ones. Call it outside a transaction
    that a refusal would undo: wrong tries are counted.
    """
    reader = readers.reader_by_card(card, at=device.library_id) if card else None
    if reader is None or reader.merged_into_id is not None or reader.erased_on is not None:
        raise refusals.CardUnknown
    if pin or (device.needs_pin and pin_mark(reader) != known):
        try:
            reader_by_pin(reader.card_number, pin, Place(device.login, known=True))
        except WrongCardOrPin:
            raise refusals.WrongPin from None
    return reader
