"""What a typed text asks for: its words, phrases, numbers and fields, joined by all, any and without.

Any text is a question: a sign that has no meaning where it stands is passed over. How much is read of it is bounded by
MOST_WORDS and DEEPEST_NESTING, so a hostile text costs no more than a long one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from orda.catalog import isbn
from orda.network.folding import fold
from orda.search.words import words

MOST_WORDS = 12
DEEPEST_NESTING = 4

# What field words there are, folded: in Kazakh, Russian and English.
FIELDS = {
    **dict.fromkeys(("автор", "авторы", "author"), "author"),
    **dict.fromkeys(("атауы", "атау", "такырыбы", "название", "заглавие", "title"), "title"),
    **dict.fromkeys(("жыл", "жылы", "год", "годы", "year"), "year"),
    "isbn": "isbn",
}
# Operators are told from words by their capitals.
_AND, _OR, _NOT = "and", "or", "not"
_LATIN_OPERATORS = {"AND": _AND, "OR": _OR, "NOT": _NOT}
_OPERATORS = {
    **dict.fromkeys(("ЖӘНЕ", "ЖАНЕ", "И"), _AND),
    **dict.fromkeys(("НЕМЕСЕ", "ИЛИ"), _OR),
    **dict.fromkeys(("ЕМЕС", "НЕ"), _NOT),
    **_LATIN_OPERATORS,
}
# Words that tell nothing of a book (folded): wished for, never a must, where another word is there.
_IDLE = frozenset(
    "туралы жайлы жайында арналган ушин жане мен пен бен немесе кандай кайда кайсы "
    "и в во на о об обо про для с со по из к ко у от до за при как что где или а не ли какие какая какой мне "
    "керек издеймин болады бар ма ме ба бе па пе оку окуга окитын "
    "почитать прочитать посоветуйте хочу нужна нужен нужно нужны ищу есть "
    "the a an of about for in on and to or what which with from by".split()
)
# Nearly everything in a library is one: idle where a question is asked.
_BOOK = re.compile("(?:кни(?:г|ж)|китап|книж|book)[а-яa-z]{0,8}")

_TOKEN = re.compile(
    r'["“„«](?P<phrase>[^"“”»]*)["“”»]?'
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<minus>(?<![^\s(])[-–−](?=[^\s\-–−]))"
    r"|(?P<field>[^\W\d_]+)[^\S\n]?:(?P<wide>\s?)"
    rf"|(?P<isbn>(?<![\w-]){isbn.WRITTEN}(?![\w-]))"
    r"|(?P<word>[^\W_]+)\.?"
)
_YEARS = re.compile(r"\s*(\d{4})?(\s*[-–—]\s*)?(\d{4})?(?!\d)")


@dataclass(frozen=True)
class Word:
    """A word as it is typed, in small letters. `field`: "" for anywhere. `idle`: wished for, no must;
    `initial`: a letter alone, as the first of a name. `last`: it may be half-typed."""

    text: str
    field: str = ""
    idle: bool = False
    initial: bool = False
    last: bool = False


@dataclass(frozen=True)
class Phrase:
    """Words that stand in a row, in these very forms."""

    words: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True)
class Number:
    """An ISBN: any of the forms in which it may be kept."""

    forms: tuple[str, ...]


@dataclass(frozen=True)
class Years:
    """Published from `first` to `last`; None where it is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Part", ...]


@dataclass(frozen=True)
class AllOf:
    """Every part, and none of `without`."""

    parts: tuple["Part", ...] = ()
    without: tuple["Part", ...] = ()

    @property
    def words(self) -> list[Word]:
        """The words that are looked for, where nothing but words is asked."""
        return [part for part in self.parts if isinstance(part, Word)]

    @property
    def is_plain(self) -> bool:
        """Words alone, joined by nothing: such a question may be guessed at; one with signs is meant as it is."""
        return not self.without and len(self.words) == len(self.parts) > 0


Part = Word | Phrase | Number | Years | AnyOf | AllOf


def is_book(word: Word) -> bool:
    """Whether a word says nothing but that a book is looked for."""
    return bool(_BOOK.fullmatch(fold(word.text)))


def asked(text: str) -> AllOf:
    """The question that a text asks; without parts for the whole catalogue."""
    found = _Reading(text).all_of(0)
    if not found.parts and not found.without:
        found = AllOf(tuple(Word(word) for word in words(text)[:MOST_WORDS]))
    return _with_idle_words(found, text)


def _with_idle_words(found: AllOf, text: str) -> AllOf:
    """Marks what need not be met, so long as something else must be; and the last word, if the text ends with it."""
    plain = [part for part in found.parts if isinstance(part, Word) and not part.field]
    idle = {word for word in plain if fold(word.text) in _IDLE or word.initial}
    if any(fold(word.text) in _IDLE for word in plain):
        idle |= {word for word in plain if is_book(word)}
    if all(part in idle for part in found.parts):
        idle = set()
    parts = [replace(part, idle=True) if part in idle else part for part in found.parts]  # type: ignore[type-var, arg-type]
    if parts and isinstance(last := parts[-1], Word) and words(text)[-1:] == [last.text]:
        parts[-1] = replace(last, last=True)
    return replace(found, parts=tuple(parts))


@dataclass
class _Reading:
    text: str
    at: int = 0
    left: int = MOST_WORDS
    operators: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        # In a text of capitals «НЕ» is a word like others; a Latin NOT is one among Latin words.
        if self.text.upper() != self.text:
            self.operators = _OPERATORS
        else:
            self.operators = _LATIN_OPERATORS if re.search("[Ѐ-ӿ]", self.text) else {}

    def all_of(self, depth: int) -> AllOf:
        """What is asked up to the closing bracket. OR joins its neighbours only; it binds before what stands apart."""
        parts: list[Part] = []
        without: list[Part] = []
        negative = joined = False
        for kind, found in self._tokens(depth):
            if kind == _NOT:
                negative = True
            elif kind == _OR:
                joined = bool(parts) and not negative
            elif kind == _AND:
                joined = False
            elif negative:
                without += found
                negative = False
            elif joined and found:
                before = parts.pop()
                parts.append(
                    AnyOf((*(before.parts if isinstance(before, AnyOf) else (before,)), *_as_one(found)))
                )
                joined = False
            else:
                parts += found
        if negative and len(parts) > 1:  # «тарих соғыс ЕМЕС»: Kazakh says no behind the word
            without.append(parts.pop())
        return AllOf(tuple(parts), tuple(without))

    def _tokens(self, depth: int) -> Iterator[tuple[str, list[Part]]]:
        """Operators and what they join, in order."""
        scope = ""
        while self.left > 0 and (match := _TOKEN.search(self.text, self.at)):
            self.at = match.end()
            kind = str(match.lastgroup)
            if match["open"]:
                if depth < DEEPEST_NESTING:
                    inner = self.all_of(depth + 1)
                    if inner.parts or inner.without:
                        yield "", [inner]
            elif match["close"]:
                if depth:
                    return
            elif match["minus"]:
                yield _NOT, []
            elif match["field"]:
                name = FIELDS.get(fold(match["field"]), "")
                if name == "year" and (years := self._years()):
                    yield "", [years]
                elif name in ("author", "title"):
                    scope = name
                    if not match["wide"]:
                        yield "", self._of_field(name)
                        scope = ""
                elif name != "isbn":
                    yield "", self._leaves(Word(word) for word in words(match["field"]))
            elif match["phrase"] is not None:
                if found := words(match["phrase"])[: self.left]:
                    yield "", self._leaves([Phrase(tuple(found), scope)], len(found))
            elif match["isbn"] and (number := _number(match["isbn"])):
                yield "", self._leaves([number])
            elif kind == "isbn":
                yield "", self._leaves(Word(word) for word in words(match["isbn"]))
            elif operator := self.operators.get(match["word"]):
                scope = ""
                yield operator, []
            else:
                yield "", self._leaves(self._word(match, scope))

    def _of_field(self, name: str) -> list[Part]:
        """The word or phrase right behind a field word, and the initials before it: автор:М.Әуезов."""
        found: list[Part] = []
        while self.left > 0 and (match := _TOKEN.match(self.text, self.at)):
            if match["phrase"] is not None and (inner := words(match["phrase"])[: self.left]):
                self.at = match.end()
                return found + self._leaves([Phrase(tuple(inner), name)], len(inner))
            if not match["word"]:
                break
            self.at = match.end()
            more = self._word(match, name)
            found += self._leaves(more)
            if not all(word.initial for word in more):
                break
            while self.text[self.at : self.at + 1] == " ":
                self.at += 1
        return found

    def _word(self, match: re.Match[str], scope: str) -> list[Word]:
        letter = len(match["word"]) == 1 and match["word"].isalpha()
        return [Word(word, scope, initial=letter) for word in words(match["word"])]

    def _leaves(self, found: Iterable["Part"], cost: int = 1) -> list[Part]:
        taken: list[Part] = []
        for part in found:
            if self.left > 0:
                taken.append(part)
                self.left -= cost
        return taken

    def _years(self) -> Years | None:
        match = _YEARS.match(self.text, self.at)
        if not match or not (match[1] or match[3]):
            return None
        self.at, self.left = match.end(), self.left - 1
        first, last = (int(year) if year else None for year in (match[1], match[3]))
        return Years(first, last if match[2] else first)


def _as_one(found: list[Part]) -> tuple[Part, ...]:
    return tuple(found) if len(found) == 1 else (AllOf(tuple(found)),)


def _number(written: str) -> Number | None:
    """None for digits parted by spaces that are no ISBN: years in a row."""
    whole = isbn.of_thirteen(written)
    if not whole and re.search(r"\s", written):
        return None
    bare = isbn.bare(written)
    return Number(tuple(dict.fromkeys(form for form in (whole, bare, bare.lower()) if form)))
