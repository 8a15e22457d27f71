"""In which character set a record is written, and its bytes read in it.

What a record says of itself (leader/09; 100 $a/26-29) is believed where it fits, but is no proof: UNIMARC leaves
leader/09 blank, which MARC 21 reads as MARC-8, and Cyrillic read as MARC-8 is lost without a word. The proof is the
words: read in the right set they are words of some language (`plausibility`). All records of a file that say the same
of themselves are proved together (`proof`), because five letters prove nothing; then each by itself, with what was
proved of the file as its prior. What stays open between two readings is refused with both of them (CharsetOpen).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from orda.catalog.marc import marc8
from orda.catalog.marc.marc8 import ISO_5426, MARC_8
from orda.catalog.marc.plausibility import STRANGE, cost, cost_of_text
from orda.catalog.marc.refusals import CharsetOpen, NotInCharset, NotPlausible, ReadsAsUtf8, UnknownCharset

UTF_8 = "utf-8"
# What people write -> the name kept with the record (a Python codec, save MARC-8 and ISO 5426).
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
    "koi8u": "koi8-u",
    "cp866": "cp866",
    "ibm866": "cp866",
    "dos": "cp866",
    "ptcp154": "ptcp154",
    "maccyrillic": "mac-cyrillic",
    "latin1": "latin-1",
    "iso88591": "latin-1",
    "latin2": "iso8859-2",
    "iso88592": "iso8859-2",
    "iso885915": "iso8859-15",
    "latin9": "iso8859-15",
    "cp1250": "cp1250",
    "windows1250": "cp1250",
    "cp1252": "cp1252",
    "windows1252": "cp1252",
    "cp1254": "cp1254",
    "windows1254": "cp1254",
    "cp1257": "cp1257",
    "windows1257": "cp1257",
    "cp437": "cp437",
    "cp850": "cp850",
    "cp852": "cp852",
    "iso88595": "iso8859-5",
    "iso5426": ISO_5426,
}
# RUSMARC and UNIMARC 100 $a/26-29.
_DECLARED = {"50": UTF_8, "89": "cp1251", "79": "cp866", "99": "koi8-r", "03": ISO_5426}
# Every set that is tried, and how much rarer it is than the others of its script (as a cost; see `plausibility`).
# Where two read the same text, the first is named.
_CYRILLIC = {"cp1251": 0.0, "kz1048": 0.0, "koi8-r": 0.0, "cp866": 0.0, "iso8859-5": 2.0, "ptcp154": 3.0,
             "koi8-u": 3.0, "mac-cyrillic": 12.0}  # fmt: skip
_WESTERN = {"latin-1": 0.0, "cp1252": 0.0, "iso8859-15": 1.0, "cp850": 2.0, "cp437": 3.0}
_CENTRAL = {"cp1250": 0.5, "iso8859-2": 1.0, "cp852": 1.5, "cp1254": 2.0, "cp1257": 3.0}
_BEFORE_LETTERS = {"marc21": {MARC_8: 0.0}, "unimarc": {ISO_5426: 0.5}}
_RARITY = {family: {**_CYRILLIC, **_WESTERN, **_CENTRAL, **own} for family, own in _BEFORE_LETTERS.items()}
# CP1251 and KZ-1048 differ in the Kazakh letters alone, and records say 89 for both.
_SISTERS = {"cp1251", "kz1048"}
_SISTERS_DIFFER = re.compile(
    b"[" + b"".join(bytes([b]) for b in range(128, 256)
                    if bytes([b]).decode("cp1251", "replace") != bytes([b]).decode("kz1048", "replace")) + b"]"
)  # fmt: skip
_IN_CYRILLIC = frozenset("rus kaz ukr bel bul mac mkd kir tgk mon tat bak uig chv".split())
_IN_CENTRAL = frozenset("pol cze ces slo slk hun rum ron hrv slv alb sqi tur lav lit est".split())
_IN_WESTERN = frozenset("eng fre fra ger deu spa ita por cat dut nld swe dan nor fin ice isl gle lat".split())
_NEIGHBOURS_OF_KAZAKH = frozenset("ukr bel srp scc mac mkd bul".split())

_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(rb"[A-Za-z']*[\x80-\xff][A-Za-z'\x80-\xff]*")
_CODE = re.compile(rb"\x1f.", re.S)
_ASCII_WORD = re.compile(rb"(?<![0-9A-Za-z'\x80-\xff])[A-Za-z]{2,}(?![0-9A-Za-z'\x80-\xff])")
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{2,6});")
_MOST_WORDS = 3_000  # of a group: more prove nothing more
_SAID = 25.0  # what a declaration weighs that fits
_BLANK = 4.0  # leader/09 left blank says MARC-8, but so does whoever never filled it
_OF_THE_FILE = 20.0  # what the proof of the file weighs, at most, for one of its records
_OF_A_PURE_FILE = 60.0  # the same where hardly a word of the file speaks against it
_FEW = 0.04  # the share of such words that every text has (names, abbreviations, words of other languages)
_OPEN = 5.0  # two readings nearer than this are not told apart
_OPEN_ON_A_LETTER = 15.0  # one letter or two tell nothing: the record or its file must say it
_WRONG_SCRIPT = 6.0
_LIKELY = 3.4  # a letter's cost in a text that needs no further look
_LIKELY_IN_A_PURE_FILE = 4.4
_NO_WORDS = 5.5  # a letter's cost in what is no text at all
_A_BYTE_MORE = 2.5  # sets that take two bytes for a letter have fewer letters to pay for
_SURE = 20.0


def known_charset(name: str) -> str | None:
    """The name Orda keeps for a character set that a person wrote, None for an unknown one."""
    return _NAMES.get(re.sub(r"[^a-z0-9]", "", name.lower()))


def decode(data: bytes, charset: str) -> str:
    """Bytes of a field as text. Raises UnicodeDecodeError."""
    if charset in (MARC_8, ISO_5426):
        if data.isascii() and b"\x1b" not in data:
            text = data.decode("ascii")
        else:
            # Subfield by subfield: every one begins in the default sets.
            text = "\x1f".join(marc8.decode(part, charset) for part in data.split(b"\x1f"))
        return _REFERENCE.sub(_character, text) if "&#x" in text else text
    return data.decode(charset)


@dataclass(frozen=True)
class Reading:
    """Words read in one set. `cost`: of the words and of all that speaks against the set."""

    charset: str
    cost: float
    raw: Sequence[bytes]
    words: tuple[str | None, ...]


@dataclass
class Group:
    """The records of a file that say the same of their character set, proved together.

    `against`: what speaks against each set, 0 for the likeliest; empty where there was nothing to prove.
    """

    in_utf_8: int = 0
    not_in_utf_8: int = 0
    words: dict[bytes, None] = field(default_factory=dict)
    ascii_words: dict[bytes, None] = field(default_factory=dict)
    languages: set[str] = field(default_factory=set)
    against: dict[str, float] = field(default_factory=dict)
    most: float = _OF_THE_FILE

    def add(self, raw: bytes, languages: Iterable[str]) -> None:
        if _first_wrong_byte(raw, UTF_8) is None:
            self.in_utf_8 += not raw.isascii()
            return
        self.not_in_utf_8 += 1
        if len(self.words) < _MOST_WORDS:
            self.words.update(dict.fromkeys(_words(raw)))
            self.ascii_words.update(dict.fromkeys(_ascii_words(raw)))
            self.languages.update(languages)

    def prove(self, family: str, declared: str) -> None:
        if self.words:
            found = _readings(list(self.words), list(self.ascii_words), family, declared, self.languages)
            self.against = {reading.charset: reading.cost - found[0].cost for reading in found}
            if _dissenting(found) <= _FEW * len(self.words):
                self.most = _OF_A_PURE_FILE
            self.words.clear()
            self.ascii_words.clear()

    @property
    def best(self) -> str:
        return min(self.against, key=lambda charset: self.against[charset])

    @property
    def margin(self) -> float:
        """By how much the best reading leads, its sister aside."""
        apart = _SISTERS if self.best in _SISTERS else {self.best}
        return min(worse for charset, worse in self.against.items() if charset not in apart)


def declared_by(raw: bytes, family: str, coded: bytes) -> str:
    """What a record says of its character set. `coded`: UNIMARC 100 $a."""
    return raw[9:10].decode("latin-1") if family == "marc21" else coded[26:30].decode("latin-1")


def declared_in_utf_8(fields: list[tuple[str, str]], family: str) -> list[tuple[str, str]]:
    """The fields of a record that is written in UTF-8, saying so (leader/09; UNIMARC 100 $a/26-29)."""
    if family == "marc21":
        (tag, leader), *rest = fields
        return [(tag, f"{leader[:9]}a{leader[10:]}"), *rest]
    return [(tag, _said_in_100(content) if tag == "100" else content) for tag, content in fields]


def _said_in_100(content: str) -> str:
    before, code, data = content.partition("\x1fa")
    return f"{before}{code}{data[:26]}50  {data[30:]}" if len(data) >= 30 else content


def charset_of(
    raw: bytes, family: str, declared: str, languages: Sequence[str] = (), group: Group | None = None
) -> str:
    """The character set of a record; `group`: what was proved of its file. Raises NotInCharset, UnknownCharset,
    CharsetOpen."""
    if raw.isascii():
        return MARC_8 if b"\x1b" in raw and family == "marc21" else UTF_8
    wrong = _first_wrong_byte(raw, UTF_8)
    says_utf_8 = _says_utf_8(declared, family)
    if wrong is None and (says_utf_8 or group is None or not group.against or len(_HIGH.findall(raw)) > 12):
        return UTF_8
    if family == "marc21" and b"\x1b" in raw and not says_utf_8:
        return MARC_8
    words = list(dict.fromkeys(_words(raw)))
    if (
        says_utf_8
        and wrong is not None
        and (_mostly_utf_8(raw) or group and group.in_utf_8 >= group.not_in_utf_8)
    ):
        raise NotInCharset(charset="UTF-8", at=wrong)
    among: Iterable[str] = _RARITY[family]
    if group and group.against and wrong is not None and _as_the_file(raw, words, group):
        if group.best not in _SISTERS or not _SISTERS_DIFFER.search(raw):
            return _plain(raw, group.best)
        among, words = (
            _SISTERS,
            list(filter(_SISTERS_DIFFER.search, words)),
        )  # the others cost the same in both
    found = _readings(
        words, _ascii_words(raw), family, declared, languages, group, with_utf_8=wrong is None, among=among
    )
    best, rival = found[0], _rival(found)
    if says_utf_8 and (len(words) < 3 or rival and rival.cost - best.cost < _SURE):
        raise NotInCharset(charset="UTF-8", at=wrong)
    told = group and group.against and group.margin >= _SURE
    if _first_wrong_byte(raw, best.charset) is not None or not told and _a_letter(best) > _NO_WORDS:
        raise UnknownCharset
    if rival and rival.cost - best.cost < (_OPEN if sum(map(len, words)) > 2 else _OPEN_ON_A_LETTER):
        raise CharsetOpen(
            one=best.charset,
            one_says=_sample(best, rival),
            other=rival.charset,
            other_says=_sample(rival, best),
        )
    return _plain(raw, best.charset)


def check_charset(raw: bytes, charset: str, family: str, languages: Sequence[str] = ()) -> None:
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
    if b"\x1b" in raw and charset == MARC_8:
        return
    words = list(dict.fromkeys(_words(raw)))
    told = sum(_read(word, charset)[1] for word in words)
    best = _readings(words, _ascii_words(raw), family, "", languages)[0]
    likely = sum(_read(word, best.charset)[1] for word in words)
    letters = sum(map(len, words))
    if told - likely > max(_SAID, 0.8 * letters) and not {charset, best.charset} <= _SISTERS:
        raise NotPlausible(charset=charset, likely=best.charset)


def _words(raw: bytes) -> list[bytes]:
    """The words of a record that have bytes above 127; the leader and subfield codes are no part of them."""
    return _WORD.findall(_CODE.sub(b" ", raw))


def _says_utf_8(declared: str, family: str) -> bool:
    return declared == "a" if family == "marc21" else "50" in (declared[:2], declared[2:])


def _as_the_file(raw: bytes, words: Sequence[bytes], group: Group) -> bool:
    """Whether a record reads well in the set that its file was proved to be in: then nothing else is tried."""
    best = group.best
    if group.margin < _SURE or _first_wrong_byte(raw, best) is not None:
        return False
    likely = _LIKELY_IN_A_PURE_FILE if group.most == _OF_A_PURE_FILE else _LIKELY
    return sum([_read(word, best)[1] for word in words]) <= likely * sum(map(len, words))


def _plain(raw: bytes, charset: str) -> str:
    """CP1251 for what its sister reads alike."""
    return "cp1251" if charset == "kz1048" and not _SISTERS_DIFFER.search(raw) else charset


def _ascii_words(raw: bytes) -> list[bytes]:
    """Words that read alike in every set, but tell of which language the others are."""
    return [
        word for word in dict.fromkeys(_ASCII_WORD.findall(_CODE.sub(b" ", raw[24:]))) if not word.isupper()
    ]


def _readings(
    words: Sequence[bytes],
    ascii_words: Sequence[bytes],
    family: str,
    declared: str,
    languages: Iterable[str],
    group: Group | None = None,
    *,
    with_utf_8: bool = False,
    among: Iterable[str] | None = None,
) -> list[Reading]:
    """These words in every set, the likeliest first."""
    spoken = frozenset(languages)
    proved = group.against if group else {}
    said = {} if proved else _said(declared, family)
    found = []
    beside = [word.decode() for word in ascii_words]
    for charset in (*(among or _RARITY[family]), *([UTF_8] if with_utf_8 else ())):
        read = tuple([_read(word, charset)[0] for word in words])
        against = _RARITY[family].get(charset, 0.0) + _against(charset, spoken) - said.get(charset, 0.0)
        against += min(proved.get(charset, 0.0), group.most if group else 0.0)
        price = cost_of_text([*filter(None, read), *beside])
        price += sum(
            STRANGE * (len(raw) + 1) if text is None else _A_BYTE_MORE * (len(raw) - len(text))
            for raw, text in zip(words, read, strict=True)
        )
        found.append(Reading(charset, against + price, words, read))
    found.sort(key=lambda reading: reading.cost)
    return found


def _dissenting(found: Sequence[Reading]) -> int:
    """How many words fit another set much better than the one that fits all of them best."""
    best = found[0].charset
    others = [reading.charset for reading in found[1:]]
    return sum(
        min(_read(word, charset)[1] for charset in others) < _read(word, best)[1] - 2 * _OPEN
        for word in found[0].raw
    )


def _said(declared: str, family: str) -> dict[str, float]:
    if family == "marc21":
        return {MARC_8: _BLANK} if declared != "a" else {}
    stated = next((_DECLARED[code] for code in (declared[:2], declared[2:]) if code in _DECLARED), "")
    return dict.fromkeys(_SISTERS if stated in _SISTERS else {stated}, _SAID)


def _against(charset: str, languages: frozenset[str]) -> float:
    """What the languages that a record names say against a set."""
    if charset in _CYRILLIC:
        if charset == "kz1048" and languages & _NEIGHBOURS_OF_KAZAKH and "kaz" not in languages:
            return _WRONG_SCRIPT
        if charset == "cp1251" and "kaz" in languages:
            return _WRONG_SCRIPT
        return (
            0.0 if languages & _IN_CYRILLIC or not languages & (_IN_WESTERN | _IN_CENTRAL) else _WRONG_SCRIPT
        )
    if charset in _CENTRAL:
        return (
            0.0 if languages & _IN_CENTRAL or not languages & (_IN_WESTERN | _IN_CYRILLIC) else _WRONG_SCRIPT
        )
    if charset in _WESTERN:
        return (
            0.0 if languages & _IN_WESTERN or not languages & (_IN_CENTRAL | _IN_CYRILLIC) else _WRONG_SCRIPT
        )
    return 0.0


@lru_cache(200_000)
def _read(word: bytes, charset: str) -> tuple[str | None, float]:
    """(a word in a set, its cost); None where the set has no such bytes."""
    try:
        text = (
            marc8.decode(word, charset, strict=True)
            if charset in (MARC_8, ISO_5426)
            else word.decode(charset)
        )
    except UnicodeDecodeError:
        return None, STRANGE * (len(word) + 1)
    return text, cost(text) + _A_BYTE_MORE * (len(word) - len(text))


def _rival(found: Sequence[Reading]) -> Reading | None:
    """The likeliest of those that read another text than the first and could be it."""
    return next(
        (reading for reading in found[1:] if reading.words != found[0].words and None not in reading.words),
        None,
    )


def _a_letter(reading: Reading) -> float:
    letters = sum(len(word or "") + 1 for word in reading.words)
    return sum(cost(word) for word in reading.words if word) / max(letters, 1)


def _sample(reading: Reading, other: Reading) -> str:
    """The first words that the two read differently."""
    pairs = zip(reading.words, other.words, strict=True)
    return " ".join([mine for mine, theirs in pairs if mine and mine != theirs][:4])


def _first_wrong_byte(raw: bytes, charset: str) -> int | None:
    if charset in (MARC_8, ISO_5426):
        return None
    try:
        raw.decode(charset)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _mostly_utf_8(raw: bytes) -> bool:
    """UTF-8 with a few damaged bytes, rather than another set."""
    return 2 * sum(map(len, _UTF_8.findall(raw))) > len(_HIGH.findall(raw))


def _character(reference: Any) -> str:
    code = int(reference[1], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else str(reference[0])
