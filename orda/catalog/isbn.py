"""The numbers of books (ISBN): as they are written, and the one form under which both kinds meet."""

import re
from collections.abc import Iterator

# Ten or thirteen digits, parted by hyphens or by spaces; the last of ten may be an X, a Cyrillic one too.
WRITTEN = r"(?:97[89][-‐–\s]?)?(?:\d[-‐–\s]?){9}[\dXxХх]"
_WRITTEN = re.compile(rf"(?<![\w-]){WRITTEN}(?![\w-])")
_NO_SIGN = re.compile(r"[-‐–\s]")
_X = str.maketrans("xхХ", "XXX")


def bare(written: str) -> str:
    """Digits alone, the check sign X in Latin."""
    return _NO_SIGN.sub("", written).translate(_X)


def of_thirteen(written: str) -> str:
    """A number as ISBN-13 without hyphens; "" where the check digit says that it is none."""
    digits = bare(written)
    if len(digits) == 10 and digits[:9].isdecimal():
        tens = [10 if sign == "X" else int(sign) for sign in digits]
        if sum(weight * one for weight, one in zip(range(10, 0, -1), tens, strict=True)) % 11:
            return ""
        first = f"978{digits[:9]}"
        return f"{first}{-_weighed(first) % 10}"
    if len(digits) == 13 and digits.isdecimal() and not _weighed(digits) % 10:
        return digits
    return ""


def numbers_in(text: str) -> Iterator[str]:
    """Every ISBN of a text, as ISBN-13."""
    for written in _WRITTEN.findall(text):
        if number := of_thirteen(written):
            yield number


def _weighed(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
