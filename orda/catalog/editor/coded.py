"""Year and language stand twice in a record: in words, and coded. Who writes the words has the codes written."""

import re
from collections.abc import Sequence

from orda.catalog.fields import subfields
from orda.catalog.marc import MARC21, Field

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_WORDS = {"marc21": (("264", "260"), "c", "041"), "unimarc": (("210",), "d", "101")}
# Where the codes stand: 008/07-10 and 35-37; UNIMARC 100 $a/09-12 (the language has a field of its own there).
_AT = {"marc21": ("008", 7, 35), "unimarc": ("100", 4 + 9, None)}


def with_codes(fields: Sequence[Field], before: Sequence[Field], family: str) -> list[Field]:
    """The fields with the codes of the year and the language that were written, where these words are new."""
    tag, year_at, language_at = _AT[family]
    year, language = _year(fields, family), _language(fields, family)
    return [
        (own, _coded(content, year if year != _year(before, family) else "", year_at,
                     language if language != _language(before, family) else "", language_at))
        if own == tag else (own, content)
        for own, content in fields
    ]  # fmt: skip


def _coded(content: str, year: str, year_at: int, language: str, language_at: int | None) -> str:
    if year and len(content) >= year_at + 4:
        content = content[:year_at] + year + content[year_at + 4 :]
    if language and language_at is not None and len(content) >= language_at + 3:
        content = content[:language_at] + language + content[language_at + 3 :]
    return content


def _year(fields: Sequence[Field], family: str) -> str:
    tags, code, _language_tag = _WORDS[family]
    found = (_YEAR.search(text) for text in _texts(fields, tags, code))
    return next((one[1] for one in found if one), "")


def _language(fields: Sequence[Field], family: str) -> str:
    said = _texts(fields, (_WORDS[family][2],), "a") if family == MARC21 else []
    return next((text.strip().lower() for text in said if re.fullmatch(r"[A-Za-z]{3}", text.strip())), "")


def _texts(fields: Sequence[Field], tags: Sequence[str], code: str) -> list[str]:
    return [text for tag, content in fields if tag in tags for own, text in subfields(content) if own == code]
