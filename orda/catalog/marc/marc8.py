"""MARC-8 and ISO 5426 to Unicode: accents stand before their letter, other alphabets behind escapes.

The tables of MARC-8 are pymarc's. Its converter takes Extended Cyrillic in G1 alone, drops what it doesn't know and
steps three bytes past an end; here such bytes are told (UnicodeDecodeError) or kept as a blank where `strict` is off.
Sources: MARC 21 specifications, Character sets (MARC-8); ISO 5426.
"""

import re
import unicodedata
from functools import cache

from pymarc.marc8_mapping import CODESETS, ODD_MAP

MARC_8 = "marc-8"
ISO_5426 = "iso5426"
_ASCII, _ANSEL, _EAST_ASIAN, _EXTENDED_CYRILLIC = 0x42, 0x45, 0x31, 0x51
_ESCAPE = re.compile(rb"\x1b(?:\$?[(,)\-]!?([\x30-\x7e])|\$([\x31])|([gbps]))|\x1b")
_HIGH = re.compile(rb"[\x80-\xff]")

# ISO 5426: signs and letters; accents (C0-DF) before their letter.
_ISO_5426_SIGNS = {
    **dict(zip(range(0xA1, 0xB0), "¡„£$¥†§′‘“«♭©℗®", strict=True)),
    **dict(zip((0x88, 0x89, 0xB0, 0xB1, 0xB2, 0xB6, 0xB7), "\x88\x89ʻʼ‚‡·", strict=True)),
    **dict(zip(range(0xB8, 0xC0), "″’”»♯ʹʺ¿", strict=True)),
    **dict(zip((0xE1, 0xE2, 0xE6, 0xE8, 0xE9, 0xEA, 0xEC), "ÆĐĲŁØŒÞ", strict=True)),
    **dict(zip((0xF1, 0xF2, 0xF3, 0xF5, 0xF6, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC), "æđðıĳłøœßþ", strict=True)),
}
_ISO_5426_ACCENTS = dict(zip(
    (*range(0xC0, 0xCB), 0xCB, 0xCC, 0xCD, 0xCE, 0xCF, *range(0xD0, 0xDC), 0xDD, 0xDE),
    "\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0308\u030a\u0315\u0312\u030b\u031b\u030c"
    "\u0327\u031c\u0326\u0328\u0325\u032e\u0323\u0324\u0332\u0333\u0329\u032d\ufe20\ufe21", strict=True))  # fmt: skip
Table = dict[int, tuple[str, bool]]


def decode(data: bytes, charset: str, *, strict: bool = False) -> str:
    """Bytes of one subfield as text. Raises UnicodeDecodeError: always where `strict`, else for East Asian codes."""
    if charset == ISO_5426:
        return _shifted(data, _iso_5426(), _iso_5426(), strict=strict, charset=charset)
    text, g0, g1, at = [], _ASCII, _ANSEL, 0
    for escape in (*_ESCAPE.finditer(data), None):
        end = escape.start() if escape else len(data)
        if end > at:
            part = data[at:end]
            if g0 == _EAST_ASIAN:
                text.append(_east_asian(part, strict=strict))
            else:
                text.append(_shifted(part, _low(g0), _high(g1), strict=strict, charset=MARC_8))
        if escape is None:
            break
        at = escape.end()
        g0, g1 = _after(escape[0], g0, g1)
    return unicodedata.normalize("NFC", "".join(text))


def _after(escape: bytes, g0: int, g1: int) -> tuple[int, int]:
    """The two sets behind an escape; an unknown one changes nothing."""
    final = escape[-1]
    if len(escape) == 2:  # g, b, p are sets of their own, s goes back to ASCII
        return (_ASCII if final == 0x73 else final if final in CODESETS else g0), g1
    if len(escape) < 2 or final not in CODESETS:
        return g0, g1
    return (
        (g0, final) if escape[1:2] in b")-" or escape[2:3] in b")-" and escape[1:2] == b"$" else (final, g1)
    )


def _shifted(data: bytes, low: Table, high: Table, *, strict: bool, charset: str) -> str:
    text: list[str] = []
    accents: list[str] = []
    for at, code in enumerate(data):
        if code < 0x20:
            continue
        said, accent = (low if code < 0x80 else high).get(code, ("", False))
        if not said:
            if code < 0xA0 and not strict:
                continue
            if strict:
                raise UnicodeDecodeError(charset, data, at, at + 1, "no such character")
            said = ODD_MAP_TEXT.get(code, " ")
        if accent:
            accents.append(said)
        else:
            text.append(said)
            if accents:
                if strict and not said.isalpha():
                    raise UnicodeDecodeError(charset, data, at, at + 1, "an accent on no letter")
                text.extend(accents)
                accents.clear()
    if accents and strict:
        raise UnicodeDecodeError(charset, data, len(data) - 1, len(data), "an accent on no letter")
    return unicodedata.normalize("NFC", "".join(text))


def _east_asian(data: bytes, *, strict: bool) -> str:
    """Three bytes a character; a blank stands alone."""
    text, at = [], 0
    table = CODESETS[_EAST_ASIAN]
    while at < len(data):
        if data[at] <= 0x20:
            text.append(" ")
            at += 1
            continue
        code = int.from_bytes(data[at : at + 3], "big")
        known = table.get(code) if at + 3 <= len(data) else None
        if known is None and strict:
            raise UnicodeDecodeError(MARC_8, data, at, min(at + 3, len(data)), "no such character")
        text.append(chr(known[0]) if known else ODD_MAP_TEXT.get(code, " "))
        at += 3
    return "".join(text)


ODD_MAP_TEXT = {code: chr(said) for code, said in ODD_MAP.items()}


@cache
def _low(charset: int) -> Table:
    """A set as its codes stand in the lower half."""
    said = {code & 0x7F: (chr(letter), bool(accent)) for code, (letter, accent) in CODESETS[charset].items()}
    return said | {0x20: (" ", False)}


@cache
def _high(charset: int) -> Table:
    return {code | 0x80: (chr(said), bool(accent)) for code, (said, accent) in CODESETS[charset].items()}


@cache
def _iso_5426() -> Table:
    return (
        {code: (chr(code), False) for code in range(0x20, 0x7F)}
        | {code: (sign, False) for code, sign in _ISO_5426_SIGNS.items()}
        | {code: (accent, True) for code, accent in _ISO_5426_ACCENTS.items()}
    )
