"""In which character set a record is written, and its bytes read in it.

What the record says of itself (leader/09; 100 $a/26-29) is a hint, never the proof: UNIMARC leaves leader/09 blank,
which MARC 21 reads as MARC-8, and Cyrillic read as MARC-8 is lost without a word.
"""

import re
from typing import Any

from pymarc.marc8 import marc8_to_unicode

from orda.catalog.marc.plausibility import CYRILLIC, likeliest, plausibility
from orda.catalog.marc.refusals import NotInCharset, NotPlausible, ReadsAsUtf8, UnknownCharset

UTF_8 = "utf-8"
MARC_8 = "marc-8"
# What people write -> the name kept with the record (a Python codec, save MARC-8).
_NAMES = {
    "utf8": UTF_8,
    "marc8": MARC_8,
    "ansel": MARC_8,
    "cp1251": "cp1251",
    "windows1251": "cp1251",
    "win1251": "cp1251",
    "kz1048": "kz1048",
    "strk1048": "kz1048",
    "rk1048": "kz1048",
    "koi8r": "koi8-r",
    "koi8": "koi8-r",
    "cp866": "cp866",
    "ibm866": "cp866",
    "dos": "cp866",
    "ptcp154": "ptcp154",
    "latin1": "latin-1",
    "iso88591": "latin-1",
    "cp1252": "cp1252",
    "windows1252": "cp1252",
    "iso88595": "iso8859-5",
}
# RUSMARC 100 $a/26-29.
_DECLARED = {"50": UTF_8, "89": "cp1251", "79": "cp866", "99": "koi8-r"}
_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{2,6});")
_GOOD = 0.0  # mean weight of a high byte above which the reading is Cyrillic beyond doubt
_FAIR = -0.6
_MUCH_WORSE = 0.8


def known_charset(name: str) -> str | None:
    """The name Orda keeps for a character set that a person wrote, None for an unknown one."""
    return _NAMES.get(re.sub(r"[^a-z0-9]", "", name.lower()))


def decode(data: bytes, charset: str) -> str:
    """Bytes of a field as text. Raises UnicodeDecodeError."""
    if charset == MARC_8:
        if data.isascii() and b"\x1b" not in data:
            text = data.decode("ascii")
        else:
            # Subfield by subfield: the converter drops the delimiters, and every subfield begins in the default sets.
            parts = data.split(b"\x1f")
            text = "\x1f".join(str(marc8_to_unicode(part, hide_utf8_warnings=True)) for part in parts)
        return _REFERENCE.sub(_character, text) if "&#x" in text else text
    return data.decode(charset)


def charset_of_marc21(raw: bytes, languages: str = "") -> str:
    """The character set of a MARC 21 record. Raises NotInCharset, UnknownCharset."""
    if raw.isascii():
        return MARC_8 if b"\x1b" in raw else UTF_8
    wrong = _first_wrong_byte(raw, UTF_8)
    if wrong is None:
        return UTF_8
    if raw[9:10] == b"a":
        charset, score = likeliest(raw, languages)
        if score > _GOOD and _mostly_in_runs(raw):
            return charset
        raise NotInCharset(charset="UTF-8", at=wrong)
    if b"\x1b" in raw or not _mostly_in_runs(raw):
        return MARC_8
    charset, score = likeliest(raw, languages)
    return charset if score > _FAIR else MARC_8


def charset_of_unimarc(raw: bytes, declared: str, languages: str = "") -> str:
    """The character set of a UNIMARC record; `declared` is 100 $a/26-29. Raises NotInCharset, UnknownCharset."""
    wrong = _first_wrong_byte(raw, UTF_8)
    if wrong is None:
        return UTF_8
    hint = next((_DECLARED[code] for code in (declared[:2], declared[2:]) if code in _DECLARED), None)
    charset, score = likeliest(raw, languages)
    if hint in CYRILLIC:
        # The record's own word stands unless another reading is far better.
        stated, its_score = likeliest(raw, languages, among=_with_sister(hint))
        if its_score > score - _MUCH_WORSE and its_score > 2 * _FAIR:
            return stated
    if score > _FAIR:
        return charset
    if hint == UTF_8:
        raise NotInCharset(charset="UTF-8", at=wrong)
    raise UnknownCharset


def check_charset(raw: bytes, charset: str, languages: str = "") -> None:
    """Whether a record really is in the character set it is said to be in.

    Raises NotInCharset, ReadsAsUtf8, NotPlausible: text read wrong is worse than text not read.
    """
    if raw.isascii():
        return
    at = _first_wrong_byte(raw, charset)
    if at is not None:
        raise NotInCharset(charset=charset, at=at)
    if charset == UTF_8:
        return
    if _first_wrong_byte(raw, UTF_8) is None and len(_HIGH.findall(raw)) >= 4:
        raise ReadsAsUtf8(charset=charset)
    if charset in CYRILLIC and _mostly_in_runs(raw):
        likely, score = likeliest(raw, languages)
        if plausibility(raw, charset) < score - _MUCH_WORSE and score > _GOOD:
            raise NotPlausible(charset=charset, likely=likely)


def _first_wrong_byte(raw: bytes, charset: str) -> int | None:
    if charset == MARC_8:
        return None
    try:
        raw.decode(charset)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _with_sister(charset: str) -> tuple[str, ...]:
    """CP1251 and KZ-1048 differ in the Kazakh letters alone, and records say 89 for both."""
    return ("cp1251", "kz1048") if charset == "cp1251" else (charset,)


def _mostly_in_runs(raw: bytes) -> bool:
    """Cyrillic words are runs of high bytes; a diacritic stands alone among Latin letters."""
    high = len(_HIGH.findall(raw))
    return 2 * sum(map(len, _RUN.findall(raw))) > high


def _character(reference: Any) -> str:
    code = int(reference[1], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else str(reference[0])
