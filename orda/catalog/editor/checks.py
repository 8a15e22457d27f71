"""What is looked at while a record is written: slips that a program sees. Nothing here forbids to save."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from orda.catalog.editor.areas import BY_TAG
from orda.catalog.fields import describe_fields, subfields
from orda.catalog.isbn import bare, numbers_in
from orda.catalog.marc import MARC21, Field
from orda.network import clock

# ISO 639-2/B of the publications that a library of Kazakhstan has; another three letters are only looked at twice.
LANGUAGES = frozenset(
    "kaz rus eng ger fre spa ita tur uig uzb kir tat aze bak chu ukr bel pol chi jpn kor ara per heb lat gre arm"
    " geo tgk tuk mon kaa mul und zxx cze bul hun swe nor dan fin dut por hin".split()
)
_NUMBERS = {"marc21": ("020", "022", "041"), "unimarc": ("010", "011", "101")}
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[Ѐ-ӿ]")
_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"\s{2,}|^\s|\s$")
_FIRST_YEAR = 1450


@dataclass(frozen=True)
class Slip:
    """`tag`: of the field that is meant, "" for the record as a whole; `grave`: it can't be saved so."""

    tag: str
    text: str
    grave: bool = False


def slips_of(fields: Sequence[Field], family: str) -> list[Slip]:
    """Grave ones first, then by tag."""
    found = [*_of_the_whole(fields, family), *_of_fields(fields, family)]
    return sorted(dict.fromkeys(found), key=lambda slip: (not slip.grave, slip.tag))


def _of_the_whole(fields: Sequence[Field], family: str) -> Iterator[Slip]:
    said = describe_fields(fields, family)
    title, language, imprint = ("245", "041", "264") if family == MARC21 else ("200", "101", "210")
    if not said.title:
        yield Slip(title, _("The title is missing."), grave=True)
    if not said.language:
        yield Slip(language, _("The language of the text is not said."))
    if said.year is None and said.kind != "serial":
        yield Slip(imprint, _("The year is not said."))
    elif said.year is not None and not _FIRST_YEAR <= said.year <= clock.today().year + 1:
        yield Slip(imprint, _("The year %(year)s can't be right.") % {"year": said.year})
    if not said.udc and not said.bbk:
        yield Slip("", _("No class number (UDC, BBK): the book counts in no subject field."))
    if said.kind == "article" and not said.host:
        yield Slip("773" if family == MARC21 else "463", _("An article says in what it was printed."))


def _of_fields(fields: Sequence[Field], family: str) -> Iterator[Slip]:
    isbn, issn, language = _NUMBERS[family]
    seen = set()
    for tag, content in fields:
        parts = subfields(content) if "\x1f" in content else []
        if not parts:
            continue
        label = BY_TAG[family][tag].label if tag in BY_TAG[family] else tag
        if not all(sign in " 0123456789|" or sign.isalpha() for sign in content[:2]):
            yield Slip(tag, _("%(field)s: the indicators are digits or blanks.") % {"field": label})
        if (tag, content) in seen:
            yield Slip(tag, _("%(field)s: the same is said twice.") % {"field": label})
        seen.add((tag, content))
        for code, text in parts:
            yield from _of_a_value(tag, str(label), code, text)
            if tag == isbn and code == "a" and not any(numbers_in(text)):
                yield Slip(tag, _("ISBN %(number)s: its check digit is wrong.") % {"number": text[:40]})
            if tag == issn and code == "a" and not _is_issn(text):
                yield Slip(tag, _("ISSN %(number)s: its check digit is wrong.") % {"number": text[:40]})
            if tag == language and text.strip().lower() not in LANGUAGES:
                yield Slip(
                    tag,
                    _("“%(code)s” is no code of a language known here: kaz, rus, eng …")
                    % {"code": text[:20]},
                )


def _of_a_value(tag: str, label: str, code: str, text: str) -> Iterator[Slip]:
    if not text.strip():
        yield Slip(tag, _("%(field)s: $%(code)s is empty.") % {"field": label, "code": code})
    elif _SPACES.search(text):
        yield Slip(tag, _("%(field)s: a blank too many in “%(text)s”.") % {"field": label, "text": text[:60]})
    for word in _WORD.findall(text):
        if _LATIN.search(word) and _CYRILLIC.search(word):
            yield Slip(
                tag,
                _("%(field)s: Latin and Cyrillic letters in one word, “%(word)s”.")
                % {"field": label, "word": word},
            )


def _is_issn(text: str) -> bool:
    """Eight digits whose sum, weighted from the last, eleven divides; the last may be X, which is 10 (ISO 3297)."""
    digits = bare(text.strip())
    if not re.fullmatch(r"[0-9]{7}[0-9X]", digits):
        return False
    values = [10 if sign == "X" else int(sign) for sign in digits]
    return sum(value * weight for weight, value in enumerate(reversed(values), 1)) % 11 == 0
