"""What a cell of a sheet shows: the text that a person sees there, not the number that is stored under it.

A card "00012345" is the number 12345 in the format 00000000; read as a number it opens another reader's card.
"""

import datetime
import re
from decimal import Decimal
from typing import Any

_NOT_SHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")  # colours and conditions, the width of a sign, a repeated sign
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')  # how sheets are told in CSV that digits are text
_KEPT_DIGITS = 15  # that a sheet keeps of a number


def shown(value: Any, number_format: str = "General") -> str:
    """A stored value as its format shows it. A day is "31.12.2015", a number without format is in plain digits."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):  # a moment too
        return f"{value:%d.%m.%Y}"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return typed(str(value))
    return _number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), number_format)


def typed(text: str) -> str:
    """A text without what only told the sheet that it is one: an apostrophe before it, ="…" around it."""
    text = " ".join(text.split())
    marked = _AS_TEXT.fullmatch(text)
    if marked:
        return marked[1].replace('""', '"')
    return text[1:] if text.startswith("'") and text[1:2].isdigit() else text


def _number(number: Decimal, number_format: str) -> str:
    """By the format's first part; a format of nothing but words shows digits as they are."""
    picture = _picture(number_format.split(";")[0])
    if not any(mark == "digit" for mark, _sign in picture) or not number.is_finite():
        return _plain(number)
    if ("sign", "%") in picture:
        number *= 100
    place = picture.index(("point", ".")) if ("point", ".") in picture else len(picture)
    decimals = sum(mark == "digit" for mark, _sign in picture[place:])
    rounded = f"{abs(number):.{decimals}f}"
    whole, _point, rest = rounded.partition(".")
    after = _after_the_point(picture[place + 1 :], rest)
    minus = "-" if number < 0 and Decimal(rounded) else ""
    return minus + _whole(picture[:place], whole) + ("." + after if after and after[0].isdigit() else after)


def _picture(part: str) -> list[tuple[str, str]]:
    """The signs of a format: ("digit", "0"), ("point", "."), or ("sign", what stands there as it is)."""
    if part.lower() in ("general", "@", ""):
        return []
    literal: list[str] = []

    def lay_by(found: re.Match[str]) -> str:
        literal.extend(found[1] if found[1] is not None else found[2])
        return "\0" * len(found[1] if found[1] is not None else found[2])

    bare = _NOT_SHOWN.sub("", _QUOTED.sub(lay_by, part))
    if "E+" in bare or "E-" in bare:
        return []
    kinds = {"0": "digit", "#": "digit", "?": "digit", ".": "point"}
    waiting = iter(literal)
    return [
        ("sign", next(waiting)) if sign == "\0" else (kinds.get(sign, "sign"), sign)
        for sign in bare
        if sign != ","
    ]


def _whole(picture: list[tuple[str, str]], digits: str) -> str:
    """Digits laid into the picture from its end; those for which there is no place stand before its first one."""
    left, out = list(digits.lstrip("0")), []
    first = next((place for place, (mark, _sign) in enumerate(picture) if mark == "digit"), 0)
    for place in range(len(picture) - 1, -1, -1):
        mark, sign = picture[place]
        if mark != "digit":
            out.append(sign)
        elif left:
            out.append(left.pop())
        elif sign == "0":
            out.append("0")
        if place == first:
            out.extend(reversed(left))
    return "".join(reversed(out)).strip()


def _after_the_point(picture: list[tuple[str, str]], digits: str) -> str:
    signs, given = [], iter(digits)
    for mark, sign in picture:
        signs.append(next(given) if mark == "digit" else sign)
    optional = sum(mark == "digit" and sign == "#" for mark, sign in picture)
    text = "".join(signs)
    return text.rstrip("0") if optional and not text.rstrip("0")[-1:].isalpha() else text


def _plain(number: Decimal) -> str:
    if number == number.to_integral_value():
        return str(int(number))
    return f"{number:.{_KEPT_DIGITS}g}".rstrip("0")
