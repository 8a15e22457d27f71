"""IIN (ЖСН / ИИН): is it one, whose could it be, and how it is kept: enciphered, and found by a keyed hash.

YYMMDD, a digit for century and sex (0 for some foreigners), four of a serial number, a check digit.
"""

import base64
import datetime
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orda.readers.refusals import BadReaderField

LENGTH = 12
SHOWN = 4  # digits at its end
_FIRST = tuple(range(1, 12))
_SECOND = (*range(3, 12), 1, 2)
_CENTURY = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}


def is_valid(iin: str) -> bool:
    """Twelve digits whose last is the check digit; a number whose both sums give 10 is never issued."""
    if len(iin) != LENGTH or any(sign not in "0123456789" for sign in iin):
        return False
    digits = [int(sign) for sign in iin]
    last = _sum(digits, _FIRST)
    if last == 10:
        last = _sum(digits, _SECOND)
    return last == digits[-1]  # 10 is no digit


def _sum(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def check(iin: str, birth_date: datetime.date | None, sex: str) -> None:
    """Raises BadReaderField where it is no IIN, or not that of a person born that day and of that sex."""
    if not is_valid(iin):
        raise BadReaderField("iin", _("This is not an IIN: check its twelve digits."))
    born = f"{birth_date:%y%m%d}" if birth_date else ""
    century = _CENTURY.get(int(iin[6]))
    wrong_century = century is not None and birth_date is not None and birth_date.year // 100 * 100 != century
    if iin[:6] != born or wrong_century:
        raise BadReaderField("iin", _("This IIN is of another birth date."))
    if sex and century is not None and sex_of(iin) != sex:
        raise BadReaderField("iin", _("This IIN is of the other sex."))


def sex_of(iin: str) -> str:
    """ "f", "m", or "" where the number doesn't say."""
    digit = int(iin[6])
    if digit not in _CENTURY:
        return ""
    return "m" if digit % 2 else "f"


def digest(iin: str) -> str:
    """What it is found by: nobody without the key can tell which number it is of."""
    return keyed_hash("iin", iin)


def seal(iin: str) -> str:
    """The number enciphered."""
    return Fernet(base64.urlsafe_b64encode(_key("iin-seal"))).encrypt(iin.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The number again; None where it was sealed with another key."""
    try:
        return Fernet(base64.urlsafe_b64encode(_key("iin-seal"))).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def masked(sealed: str) -> str:
    """As it is shown: its last four digits."""
    iin = unseal(sealed) if sealed else None
    hidden = "•" * (LENGTH - SHOWN)
    return "" if not sealed else hidden + (iin[-SHOWN:] if iin else "•" * SHOWN)


def keyed_hash(purpose: str, text: str) -> str:
    """A hash that only this installation can make; one key for each purpose."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def _key(purpose: str) -> bytes:
    secret: str = settings.PERSONAL_KEY
    return hmac.new(secret.encode(), f"orda.readers.{purpose}".encode(), hashlib.sha256).digest()
