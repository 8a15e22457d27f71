"""How readers' names and telephones are compared."""

from orda.network.sounding import name_key, words_of
from orda.readers import phones

__all__ = ["digits_of", "name_key", "words_of"]


def digits_of(text: str) -> str:
    """The digits of a telephone number as it is compared: without the 8 or +7 before it."""
    digits = phones.digits_of(text)
    return digits[1:] if len(digits) == 11 and digits[0] in "78" else digits
